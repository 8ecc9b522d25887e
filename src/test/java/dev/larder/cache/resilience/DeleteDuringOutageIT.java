package dev.larder.cache.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.testing.FaultFigures;
import dev.larder.testing.RedisProcess;
import dev.larder.testing.TcpProxy;
import dev.larder.testing.TestPlace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * A node removes keys while Redis is away and keeps its data, which is shown on the server itself
 * each time: the node never reads them again, also when it is killed before it could carry the
 * removal out and another takes its place. {@code -Dlarder.rounds=1000} for the long form.
 */
class DeleteDuringOutageIT {

  private static final int ROUNDS = Integer.getInteger("larder.rounds", 50);
  private static final int ROUNDS_PER_KILL = 10;

  private final long seed = Long.getLong("larder.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final Path data = TestPlace.newDirectory("node");
  private final Map<Outage, Integer> outages = new EnumMap<>(Outage.class);
  private int kills;
  private int unproven;
  private long reads;

  @Test
  void whatANodeWasToldToRemoveItNeverReadsAgain() {
    // Written before each answer, which is enough against a kill; the default may wait a second.
    try (RedisProcess redis = RedisProcess.start("--appendonly", "yes", "--appendfsync", "no");
        TcpProxy proxy = TcpProxy.start(redis.port())) {
      NodeProcess node = start(proxy);
      try {
        for (int round = 0; round < ROUNDS; round++) {
          node = round(round, redis, proxy, node);
        }
        countReads(node);
      } finally {
        node.close();
      }
    }
    FaultFigures.record(
        "delete-during-outage",
        "rounds",
        ROUNDS,
        "kills",
        kills,
        "outages",
        outages,
        "without-proof-that-the-data-was-there",
        unproven,
        "reads",
        reads,
        "revived",
        0);
    assertThat(unproven).isLessThanOrEqualTo(Math.max(1, ROUNDS / 100));
  }

  private NodeProcess start(TcpProxy proxy) {
    return NodeProcess.start(proxy.port(), data, data.resolve("node.log"));
  }

  private NodeProcess round(int round, RedisProcess redis, TcpProxy proxy, NodeProcess before) {
    NodeProcess node = before;
    Outage outage = Outage.values()[round % Outage.values().length];
    outages.merge(outage, 1, Integer::sum);
    String key = "k" + round;
    String written = "app:" + key;
    String old = "old-" + round;
    String what = "seed " + seed + ", round " + round + ", " + outage;
    boolean kill = round % ROUNDS_PER_KILL == ROUNDS_PER_KILL - 1;
    try (RawGet early = new RawGet(redis.port())) {
      stored(node, key, old, what);
      assertThat(early.get(written)).as(what).isEqualTo(quoted(old));

      outage.begin(redis, proxy, early, written);
      // The removal meets a breaker that is open, or opens it.
      for (int i = random.nextInt(5); i > 0; i--) {
        assertThat(node.ask("get " + key)).as(what).isEqualTo("UNAVAILABLE");
      }
      String command = random.nextInt(4) == 0 ? "removePattern " : "remove ";
      assertThat(node.ask(command + key + " " + old)).as(what).isEqualTo("DEFERRED");
      boolean killEarly = kill && random.nextBoolean();
      if (killEarly) {
        countReads(node);
        node.kill();
        assertThat(data.resolve("journal"))
            .isDirectoryContaining(DeleteDuringOutageIT::holdsRemovals);
      }
      if (!outage.proveAndEnd(redis, proxy, early, written, quoted(old))) {
        unproven++;
      }
      if (kill) {
        if (!killEarly) {
          // Before, within or after the replay, as it comes.
          pause(random.nextInt(80));
          countReads(node);
          node.kill();
        }
        kills++;
        node = start(proxy);
        assertThat(node.ask("watch " + key + " " + old)).isEqualTo("watching");
      }
    }
    return settled(node, redis, key, old, what);
  }

  /** Its time-outs are short, and a busy machine may make it miss one of its own. */
  private static void stored(NodeProcess node, String key, String value, String what) {
    await(what)
        .atMost(Duration.ofSeconds(120))
        .pollInterval(Duration.ofMillis(5))
        .until(
            () ->
                node.ask("set " + key + " " + value).equals("stored")
                    && node.ask("get " + key).equals(value));
  }

  /** Waits until the node uses Redis again, and reads what it removed by every way. */
  private NodeProcess settled(
      NodeProcess node, RedisProcess redis, String key, String old, String what) {
    await(what)
        .atMost(Duration.ofSeconds(120))
        .pollInterval(Duration.ofMillis(5))
        .until(() -> node.ask("state").equals("up"));
    assertThat(node.ask("get " + key)).as(what).isIn("null", "new-" + old, "UNAVAILABLE");
    assertThat(node.ask("load " + key + " new-" + old)).as(what).isEqualTo("new-" + old);
    try (RawGet late = new RawGet(redis.port())) {
      assertThat(late.get("app:" + key)).as(what).isIn(null, quoted("new-" + old));
    }
    assertThat(node.ask("revived")).as(what).startsWith("0 of ");
    return node;
  }

  private void countReads(NodeProcess node) {
    String answer = node.ask("revived");
    assertThat(answer).startsWith("0 of ");
    reads += Long.parseLong(answer.substring("0 of ".length()));
  }

  /** Not a wait for anything: a random moment. */
  private static void pause(int millis) {
    LockSupport.parkNanos(millis * 1_000_000L);
  }

  private static boolean holdsRemovals(Path path) {
    return path.toString().endsWith(".log")
        && path.toFile().length() > JournalRecords.identity("redis://127.0.0.1:00000").length;
  }

  private static String quoted(String text) {
    return "\"" + text + "\"";
  }
}
