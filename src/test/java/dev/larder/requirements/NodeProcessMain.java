package dev.larder.requirements;

import dev.larder.cache.redis.RedisSettings;
import dev.larder.cache.redis.RedisStore;
import dev.larder.testing.PostgresServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A {@link Node} in a process of its own, which does what its standard input says and tells on its
 * standard output, in lines that begin with {@code @}, what it is about to do and what was
 * acknowledged. It ends when its input ends.
 */
final class NodeProcessMain {

  private static final Duration REDIS_TIMEOUT = Duration.ofMillis(100);
  private static final Duration INTERVAL = Duration.ofMillis(300);
  private static final Duration BOUND = Duration.ofMillis(700);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Node node;
  private final Gates gates;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  private NodeProcessMain(Node node, Gates gates) {
    this.node = node;
    this.gates = gates;
  }

  /** URL, user and password of the database, URL of Redis, a seed. */
  public static void main(String[] arguments) throws IOException {
    Gates gates = new Gates(Long.parseLong(arguments[4]), gate -> say("stopped", gate));
    TestDatabase database =
        TestDatabase.postgres(
            new PostgresServer.Database(arguments[0], arguments[1], arguments[2]));
    RedisStore store =
        new RedisStore(
            RedisSettings.builder(arguments[3])
                .connectTimeout(REDIS_TIMEOUT)
                .timeout(REDIS_TIMEOUT)
                .poolMaxWait(REDIS_TIMEOUT)
                .build());
    store.start();
    Node node =
        new Node(
            database,
            gates.around(store),
            Clock.systemUTC(),
            INTERVAL,
            gates::around,
            gates::around,
            BOUND);
    NodeProcessMain main = new NodeProcessMain(node, gates);
    // Loads most classes, so that the first change comes as fast as those after it.
    node.requirements.get();
    say("ready");
    main.serve();
  }

  private static synchronized void say(String... words) {
    System.out.println("@" + String.join(" ", words));
  }

  private void serve() throws IOException {
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    while (true) {
      String line = commands.readLine();
      if (line == null) {
        Runtime.getRuntime().halt(0);
      }
      String[] words = line.split(" ");
      switch (words[0]) {
        case "start" -> {
          node.start();
          say("started");
        }
        case "work" -> {
          if (words.length > 5) {
            gates.stopAt(words[5], Integer.parseInt(words[6]));
          }
          threads.execute(
              () ->
                  work(
                      words[1],
                      Integer.parseInt(words[2]),
                      Integer.parseInt(words[3]),
                      Long.parseLong(words[4])));
        }
        case "reconcile" -> threads.execute(this::reconcile);
        default -> throw new IllegalArgumentException(line);
      }
    }
  }

  /** Changes packages in several threads; each has names that no other changes. */
  private void work(String owner, int workers, int changes, long seed) {
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < workers; i++) {
      String prefix = owner + "-t" + i;
      Random random = new Random(seed * 31 + i);
      running.add(threads.submit(() -> change(prefix, changes, random)));
    }
    for (Future<?> each : running) {
      try {
        each.get();
      } catch (ExecutionException e) {
        say("failed", String.valueOf(e.getCause()).replaceAll("\\s+", " "));
        e.getCause().printStackTrace();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    say("done");
  }

  private void change(String prefix, int changes, Random random) {
    for (int i = 0; i < changes; i++) {
      String name = prefix + "-p" + random.nextInt(4);
      String version = Integer.toUnsignedString(random.nextInt());
      int kind = random.nextInt(10);
      if (kind < 6) {
        say("try", name, version);
        node.requirements.addPackage(name, version);
        say("ack", name, version);
      } else if (kind < 8) {
        say("try", name, "-");
        node.requirements.removePackage(name);
        say("ack", name, "-");
      } else {
        replace(name, version);
      }
    }
  }

  private void replace(String name, String version) {
    Requirements before = node.requirements.get().orElseThrow();
    String content =
        RequirementsFile.parse(before.content())
            .add(PackageSpec.parse(name, version))
            .file()
            .text();
    say("try", name, version);
    try {
      node.requirements.save(content, SaveCondition.hashIn(Set.of(before.hash())));
      say("ack", name, version);
    } catch (RequirementsChangedException e) {
      say("refused", name);
    }
  }

  /**
   * Has the reconciler look, and waits for a look that began after this call. The first one that
   * ends may have begun before; then the second one did not.
   */
  private void reconcile() {
    Instant begin = Instant.now();
    for (int i = 0; i < 2; i++) {
      Instant asked = Instant.now();
      node.keeper.lookNow();
      while (node.keeper.status().checkedAt().filter(at -> at.isAfter(asked)).isEmpty()) {
        if (Duration.between(begin, Instant.now()).compareTo(PATIENCE) > 0) {
          say("not-reconciled");
          return;
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
      }
    }
    RequirementsStatus status = node.keeper.status();
    long drift = status.copyDrifts().values().stream().mapToLong(Long::longValue).sum();
    say("reconciled", Long.toString(drift), Long.toString(status.failures()));
  }
}
