package dev.larder.requirements;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.cache.CacheStore;
import dev.larder.cache.redis.RedisSettings;
import dev.larder.cache.redis.RedisStore;
import dev.larder.testing.FaultFigures;
import dev.larder.testing.PostgresServer;
import dev.larder.testing.RedisProcess;
import dev.larder.testing.TcpProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/**
 * Two processes save at once, with pauses at every step, while processes are killed, and Redis or
 * the way to it fails. After each round the row has every acknowledged change, and once a
 * reconciler has looked, the cached copy is the row's. {@code -Dlarder.rounds} says how many, and
 * {@code -Dlarder.seed} repeats the choices of a run, though not its timing.
 */
class RequirementsUnderFaultsIT {

  private static final int ROUNDS = Integer.getInteger("larder.rounds", 50);
  private static final int NODES = 2;
  private static final int WORKERS = 2;
  private static final int CHANGES = 3;

  /** What happens to Redis, or to the way of one node to it, in a round. */
  private enum Fault {
    NONE,
    REDIS_LOST_EVERYTHING,
    REDIS_OLD_DUMP,
    REDIS_FROZEN,
    CUT,
    BLACK_HOLE
  }

  private final long seed = Long.getLong("larder.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final ExpectedPackages expected = new ExpectedPackages();
  private final List<TcpProxy> proxies = new ArrayList<>();
  private final List<NodeProcess> nodes = new ArrayList<>();
  private final List<Deque<NodeProcess>> spares = new ArrayList<>();

  private PostgresServer postgres;
  private PostgresServer.Database access;
  private TestDatabase database;
  private RedisProcess redis;

  private final List<String> lost = new ArrayList<>();
  private final List<String> stale = new ArrayList<>();
  private int kills;
  private int killsAfterCommit;
  private int comparisons;
  private long drift;

  @BeforeEach
  void start() {
    postgres = PostgresServer.start();
    access = postgres.newDatabase();
    database = TestDatabase.postgres(access);
    database.migrate();
    redis = RedisProcess.start();
    try (CacheStore store = new RedisStore(RedisSettings.builder(redis.url()).build())) {
      store.start();
      try (Node node = new Node(database, store)) {
        node.requirements.save(ExpectedPackages.initialContent());
      }
    }
    for (int i = 0; i < NODES; i++) {
      proxies.add(TcpProxy.start(redis.port()));
      spares.add(new ArrayDeque<>());
      launchSpare(i);
    }
    for (int i = 0; i < NODES; i++) {
      nodes.add(started(i));
    }
  }

  @AfterEach
  void stop() {
    nodes.forEach(NodeProcess::close);
    spares.forEach(each -> each.forEach(NodeProcess::close));
    proxies.forEach(TcpProxy::close);
    redis.close();
    database.close();
    postgres.close();
  }

  private void launchSpare(int node) {
    spares
        .get(node)
        .add(NodeProcess.launch(access, proxies.get(node).port(), random.nextLong(), expected));
  }

  /** A process that publishes the row and looks after the copy; another one is made ready. */
  private NodeProcess started(int node) {
    NodeProcess process = spares.get(node).remove();
    launchSpare(node);
    process.await("ready");
    process.send("start");
    process.await("started");
    return process;
  }

  @Test
  void noAcknowledgedChangeIsLostAndAfterTheReconcilerTheCopyIsTheRows() {
    for (int round = 1; round <= ROUNDS; round++) {
      Fault fault = Fault.values()[random.nextInt(Fault.values().length)];
      if (round == 1 || random.nextInt(5) == 0) {
        keepDump();
      }
      round("seed " + seed + ", round " + round + ", " + fault + ": ", fault);
    }
    nodes.forEach(node -> drift += node.drift());
    FaultFigures.record(
        "requirements-under-faults",
        "rounds",
        ROUNDS,
        "acknowledged",
        expected.acknowledged(),
        "saves-refused",
        expected.conflicts(),
        "kills",
        kills,
        "kills-between-commit-and-cache",
        killsAfterCommit,
        "lost",
        lost.size(),
        "copies-compared",
        comparisons,
        "stale-after-reconcile",
        stale.size(),
        "drift-repaired",
        drift);
    assertThat(lost).as("acknowledged changes that are not in the row, or the reverse").isEmpty();
    assertThat(stale).as("copies that are not the row's after the reconciler looked").isEmpty();
    assertThat(expected.acknowledged()).isGreaterThan(ROUNDS);
  }

  private void round(String where, Fault fault) {
    boolean[] victims = new boolean[NODES];
    boolean[] atGate = new boolean[NODES];
    for (int i = 0; i < NODES; i++) {
      victims[i] = random.nextInt(4) == 0;
      atGate[i] = victims[i] && random.nextInt(4) > 0;
      String stop = atGate[i] ? " " + Gates.random(random) + " " + random.nextInt(4) : "";
      String work = "work n" + i + " " + WORKERS + " " + CHANGES + " " + random.nextLong();
      nodes.get(i).send(work + stop);
    }
    pause(30);
    int faulty = random.nextInt(NODES);
    inject(fault, proxies.get(faulty));
    kill(victims, atGate);
    boolean soon = random.nextBoolean();
    if (soon) {
      pause(200);
      mend(fault, proxies.get(faulty));
    }
    nodes.forEach(node -> node.await("done"));
    boolean late = !soon && fault == Fault.BLACK_HOLE;
    if (!soon && !late) {
      mend(fault, proxies.get(faulty));
    }
    int repairer = late ? 1 - faulty : random.nextInt(NODES);
    if (!victims[repairer] && random.nextBoolean()) {
      // A survivor repairs, before the start of another process does.
      compareAfterReconciler(where, repairer);
    }
    for (int i = 0; i < NODES; i++) {
      if (victims[i]) {
        drift += nodes.get(i).drift();
        nodes.set(i, started(i));
      }
    }
    compareAfterReconciler(where, repairer);
    if (late) {
      // What was on its way arrives now.
      mend(fault, proxies.get(faulty));
      compareAfterReconciler(where, faulty);
    }
  }

  /** Kills at its gate first who comes there first: with the row locked, the other one waits. */
  private void kill(boolean[] victims, boolean[] atGate) {
    List<NodeProcess> left = new ArrayList<>();
    for (int i = 0; i < NODES; i++) {
      if (victims[i] && atGate[i]) {
        left.add(nodes.get(i));
      } else if (victims[i]) {
        pause(150);
        kill(nodes.get(i));
      }
    }
    long begin = System.nanoTime();
    while (!left.isEmpty()) {
      for (NodeProcess node : List.copyOf(left)) {
        if (node.awaitAtMost(TimeUnit.MILLISECONDS.toNanos(2), "stopped", "done")) {
          kill(node);
          left.remove(node);
        }
      }
      assertThat(System.nanoTime() - begin).isLessThan(TimeUnit.SECONDS.toNanos(60));
    }
  }

  private void kill(NodeProcess node) {
    if (Gates.SAVED.equals(node.stoppedAt())) {
      killsAfterCommit++;
    }
    node.kill();
    kills++;
  }

  private void inject(Fault fault, TcpProxy way) {
    switch (fault) {
      case NONE -> {}
      case REDIS_LOST_EVERYTHING, REDIS_OLD_DUMP -> redis.kill();
      case REDIS_FROZEN -> redis.freeze();
      case CUT -> way.cut();
      case BLACK_HOLE -> way.blackHole(TcpProxy.Way.values()[random.nextInt(2)]);
    }
  }

  private void mend(Fault fault, TcpProxy way) {
    switch (fault) {
      case NONE -> {}
      case REDIS_LOST_EVERYTHING, REDIS_OLD_DUMP -> {
        Path dump = redis.directory().resolve("dump.rdb");
        try {
          Files.deleteIfExists(dump);
          if (fault == Fault.REDIS_OLD_DUMP) {
            Files.copy(redis.directory().resolve("old.rdb"), dump);
          }
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        redis.restart();
      }
      case REDIS_FROZEN -> redis.thaw();
      case CUT, BLACK_HOLE -> way.restore();
    }
  }

  /** Keeps what Redis has now for a later round, as a backup does. */
  private void keepDump() {
    try (Jedis jedis = new Jedis(URI.create(redis.url()))) {
      jedis.save();
      Files.move(
          redis.directory().resolve("dump.rdb"),
          redis.directory().resolve("old.rdb"),
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void compareAfterReconciler(String where, int node) {
    NodeProcess process = nodes.get(node);
    process.send("reconcile");
    process.await("reconciled", "not-reconciled");
    if (!process.hasSaid("reconciled")) {
      stale.add(where + "the reconciler did not succeed");
    }
    // Changes and publications lock the row, so that nothing moves meanwhile.
    database.withLockedRow(
        row -> {
          expected.compare(row.content()).forEach(wrong -> lost.add(where + wrong));
          try (RawCopy copy = new RawCopy(redis)) {
            if (!copy.requirements().equals(row.requirements())) {
              stale.add(where + "the copy is " + copy.text() + ", the row " + row);
            }
            if (!copy.fence().equals(Optional.of(Long.toString(row.version())))) {
              stale.add(where + "the fence is " + copy.fence() + ", the row " + row);
            }
          }
        });
    comparisons++;
  }

  private void pause(int atMostMillis) {
    LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(atMostMillis * 1_000)));
  }
}
