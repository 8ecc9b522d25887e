package dev.larder.cache.resilience;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.larder.cache.CacheException;
import dev.larder.cache.CacheModule;
import dev.larder.cache.CacheModuleBuilder;
import dev.larder.cache.KeyPattern;
import dev.larder.cache.json.JacksonCodec;
import dev.larder.cache.redis.RedisSettings;
import dev.larder.cache.redis.RedisStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A node of its own process: a module on Redis behind a breaker and a journal. It does what it
 * reads line by line, and answers each with a line; two threads read the key that was removed last,
 * all the time, and count how often they get what it had.
 */
final class NodeMain {

  private static final Duration TIMEOUT = Duration.ofMillis(60);
  private static final int READERS = 2;

  /** A key that was removed, and what it had. */
  private record Removed(String key, String old) {}

  private final ResilientStore store;
  private final CacheModule module;
  private final AtomicLong revived = new AtomicLong();
  private final AtomicLong reads = new AtomicLong();
  private volatile Removed removed;

  private NodeMain(int port, Path data) {
    ScheduledExecutorService scheduler =
        Executors.newScheduledThreadPool(
            1,
            task -> {
              Thread thread = new Thread(task, "probes");
              thread.setDaemon(true);
              return thread;
            });
    String url = "redis://127.0.0.1:" + port;
    RedisStore redis =
        new RedisStore(
            RedisSettings.builder(url)
                .connectTimeout(TIMEOUT)
                .timeout(TIMEOUT)
                .poolMaxWait(TIMEOUT)
                .poolMaxSize(8)
                .build());
    store =
        new ResilientStore(
            redis,
            new Journal(data, url, List.of("app:")),
            new ResilienceSettings(3, Duration.ofMillis(40), TIMEOUT),
            scheduler,
            System::nanoTime);
    module = new CacheModuleBuilder(store, new JacksonCodec()).prefix("app").build();
    module.start();
    for (int i = 0; i < READERS; i++) {
      Thread reader = new Thread(this::read, "reader");
      reader.setDaemon(true);
      reader.start();
    }
  }

  /**
   * Ends when its input ends.
   *
   * @param arguments the port of Redis, and the data directory
   */
  public static void main(String[] arguments) throws IOException {
    NodeMain node = new NodeMain(Integer.parseInt(arguments[0]), Path.of(arguments[1]));
    PrintStream out = new PrintStream(System.out, true, UTF_8);
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    out.println("ready");
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      out.println(node.answer(line.split(" ")));
    }
  }

  private String answer(String[] words) {
    try {
      return switch (words[0]) {
        case "get" -> String.valueOf(module.getJson(words[1], String.class).orElse(null));
        case "set" -> {
          module.setJson(words[1], words[2], CacheModule.NO_EXPIRY);
          yield "stored";
        }
        case "remove" -> forbid(words, module.remove(words[1]).toString());
        case "removePattern" ->
            forbid(
                words,
                module.removePattern(KeyPattern.startingWith(words[1])).isEmpty()
                    ? "DEFERRED"
                    : "REMOVED");
        case "watch" -> forbid(words, "watching");
        case "load" -> load(words[1], words[2]);
        case "state" -> store.status().state();
        case "revived" -> revived + " of " + reads;
        default -> throw new IllegalArgumentException(words[0]);
      };
    } catch (CacheException e) {
      return e.reason().toString();
    }
  }

  /** From now on the old value must not be read any more. */
  private String forbid(String[] words, String answer) {
    removed = new Removed(words[1], words[2]);
    return answer;
  }

  private String load(String key, String value) {
    return module.getOrSet(key, String.class, CacheModule.NO_EXPIRY, () -> value);
  }

  private void read() {
    for (long round = 0; ; round++) {
      Removed now = removed;
      if (now != null) {
        try {
          String found =
              round % 2 == 0
                  ? module.getJson(now.key, String.class).orElse("none")
                  : load(now.key, "new-" + now.old);
          reads.incrementAndGet();
          if (now.old.equals(found)) {
            revived.incrementAndGet();
          }
        } catch (CacheException e) {
          // Away, which is no false answer.
          reads.incrementAndGet();
        }
      }
      LockSupport.parkNanos(500_000);
    }
  }
}
