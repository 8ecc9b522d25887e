package dev.larder.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.testing.FaultFigures;
import dev.larder.testing.RedisProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.Jedis;

/** 1,000 callers on three JVMs ask for one missing key at once. */
@Timeout(120)
class SingleFlightAcrossNodesIT {

  private static final int[] CALLERS = {334, 333, 333};

  private final RedisProcess redis = RedisProcess.start();
  private final List<Node> nodes = new ArrayList<>();

  @AfterEach
  void stop() {
    nodes.forEach(node -> node.process.destroyForcibly());
    redis.close();
  }

  /** A JVM with callers. */
  private static final class Node {
    private final Process process;
    private final BufferedReader out;

    Node(Process process) {
      this.process = process;
      this.out =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Reads on until a line begins with a word; null when the output ends before. */
    String lineOf(String word) throws IOException {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.startsWith(word)) {
          return line;
        }
        if (!line.equals("loading")) {
          System.out.println(line);
        }
      }
      return null;
    }

    void go() throws IOException {
      process.getOutputStream().write('\n');
      process.getOutputStream().flush();
    }

    boolean isLoading() throws IOException {
      return out.ready() && out.readLine().equals("loading");
    }
  }

  private void start(int loadMillis, int leaseMillis) throws IOException {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    for (int callers : CALLERS) {
      nodes.add(
          new Node(
              new ProcessBuilder(
                      Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                      "-Xmx128m",
                      "-Xss512k",
                      "-XX:TieredStopAtLevel=1",
                      "-classpath",
                      classPath,
                      LoadCallersMain.class.getName(),
                      redis.url(),
                      Integer.toString(callers),
                      Integer.toString(loadMillis),
                      Integer.toString(leaseMillis))
                  .redirectErrorStream(true)
                  .start()));
    }
    for (Node node : nodes) {
      assertThat(node.lineOf("ready")).isEqualTo("ready");
    }
    for (Node node : nodes) {
      node.go();
    }
  }

  private long loads() {
    try (Jedis jedis = new Jedis(redis.url())) {
      String loads = jedis.get("loads");
      return loads == null ? 0 : Long.parseLong(loads);
    }
  }

  private List<String> leasesLeft() {
    try (Jedis jedis = new Jedis(redis.url())) {
      return List.copyOf(jedis.keys("larder:lease:*"));
    }
  }

  /** Reads what callers got: how many, how many different values, one of them, and the time. */
  private static String[] done(Node node) throws IOException {
    String line = node.lineOf("done");
    assertThat(line).isNotNull();
    return line.split(" ");
  }

  @Test
  void a_thousand_callers_on_three_jvms_run_the_loader_once() throws Exception {
    start(1_000, 30_000);
    int answered = 0;
    StringBuilder times = new StringBuilder();
    for (Node node : nodes) {
      String[] done = done(node);
      answered += Integer.parseInt(done[1]);
      assertThat(done[2]).isEqualTo("1");
      assertThat(done[3]).isEqualTo("load-1");
      times.append(' ').append(done[4]);
    }
    FaultFigures.record(
        "single-flight-nodes",
        "callers",
        answered,
        "jvms",
        nodes.size(),
        "loads",
        loads(),
        "load-ms",
        1_000,
        "answered-after-ms",
        times.toString().strip());
    assertThat(answered).isEqualTo(1_000);
    assertThat(loads()).isEqualTo(1);
    assertThat(leasesLeft()).isEmpty();
  }

  @Test
  void when_the_loading_jvm_is_killed_exactly_one_other_loads() throws Exception {
    start(3_000, 8_000);
    Node owner = theOneThatLoads();
    owner.process.destroyForcibly();
    assertThat(owner.process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    long killed = System.nanoTime();
    int answered = 0;
    for (Node node : nodes) {
      if (node != owner) {
        String[] done = done(node);
        answered += Integer.parseInt(done[1]);
        assertThat(done[2]).isEqualTo("1");
        assertThat(done[3]).isEqualTo("load-2");
      }
    }
    FaultFigures.record(
        "single-flight-owner-killed",
        "callers-left",
        answered,
        "loads",
        loads(),
        "load-ms",
        3_000,
        "lease-ms",
        8_000,
        "answered-after-kill-ms",
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - killed));
    assertThat(answered).isIn(666, 667);
    assertThat(loads()).isEqualTo(2);
    assertThat(leasesLeft()).isEmpty();
  }

  private Node theOneThatLoads() {
    return await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(20))
        .until(this::loading, Optional::isPresent)
        .orElseThrow();
  }

  private Optional<Node> loading() throws IOException {
    for (Node node : nodes) {
      if (node.isLoading()) {
        return Optional.of(node);
      }
    }
    return Optional.empty();
  }
}
