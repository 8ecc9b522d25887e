package dev.larder.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.testing.RedisProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol.Command;

/** A pattern over a million keys is removed by a small JVM, in small steps for the server. */
@Tag("slow")
class DeleteMillionKeysIT {

  private static final int MATCHING = 1_000_000;
  private static final int BESIDE = 20_000;

  @Test
  void aMillionKeysGoInSmallBatchesFromAJvmOf32Megabytes() throws Exception {
    try (RedisProcess redis = RedisProcess.start();
        Jedis jedis = new Jedis(redis.url());
        CommandMonitor monitor = fill(redis)) {
      jedis.configResetStat();
      String output = removeInAnotherJvm(redis.url());
      assertThat(output).contains("removed " + MATCHING).contains("heap within 32 MB: true");

      assertThat(jedis.dbSize()).isEqualTo(3L * BESIDE);
      for (String beside : List.of("cachea:user:", "cache[ab]:other:", "cache[ab]user:")) {
        assertThat(jedis.exists(beside + 0)).isTrue();
        assertThat(jedis.exists(beside + (BESIDE - 1))).isTrue();
      }
      String stats = jedis.info("commandstats");
      assertThat(stats).doesNotContain("cmdstat_keys:", "cmdstat_del:");
      int unlinks = calls(stats, "unlink");
      int scans = calls(stats, "scan");
      assertThat(unlinks).isBetween(MATCHING / 1_000, MATCHING / 100);
      assertThat(scans).isBetween(MATCHING / 1_000, MATCHING / 100);

      // The monitor sees every command, not a sample.
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () -> {
                assertThat(monitor.calls()).containsEntry("UNLINK", unlinks);
                assertThat(monitor.calls()).containsEntry("SCAN", scans);
              });
      assertThat(monitor.largest().get("SCAN")).isLessThanOrEqualTo(1_000);
      assertThat(monitor.largest().get("UNLINK")).isLessThanOrEqualTo(1_000);
      assertThat(monitor.calls()).doesNotContainKeys("KEYS", "DEL");
      System.out.printf(
          "a million keys: %d SCAN (COUNT at most %d), %d UNLINK (at most %d keys)%n",
          scans, monitor.largest().get("SCAN"), unlinks, monitor.largest().get("UNLINK"));
    }
  }

  /** Fills by pipeline, and then begins to listen. */
  private static CommandMonitor fill(RedisProcess redis) throws Exception {
    try (Connection connection = new Connection(new HostAndPort("127.0.0.1", redis.port()))) {
      connection.connect();
      connection.setSoTimeout(60_000);
      for (int from = 0; from < MATCHING; from += 10_000) {
        int sent = 0;
        for (int i = from; i < from + 10_000; i++) {
          connection.sendCommand(Command.SET, "cache[ab]:user:" + i, "v");
          sent++;
          if (i < BESIDE) {
            connection.sendCommand(Command.SET, "cachea:user:" + i, "v");
            connection.sendCommand(Command.SET, "cache[ab]:other:" + i, "v");
            connection.sendCommand(Command.SET, "cache[ab]user:" + i, "v");
            sent += 3;
          }
        }
        connection.getMany(sent);
      }
    }
    return new CommandMonitor(redis.port());
  }

  private static String removeInAnotherJvm(String url) throws Exception {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx32m",
                "-classpath",
                classPath,
                DeletePatternMain.class.getName(),
                url,
                "cache[ab]",
                "user:*")
            .redirectErrorStream(true)
            .start();
    try {
      String output = new String(process.getInputStream().readAllBytes());
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(output).isZero();
      return output;
    } finally {
      process.destroyForcibly();
    }
  }

  private static int calls(String stats, String command) {
    Matcher matcher = Pattern.compile("cmdstat_" + command + ":calls=(\\d+)").matcher(stats);
    assertThat(matcher.find()).as(command).isTrue();
    return Integer.parseInt(matcher.group(1));
  }
}
