package dev.larder.cache.redis;

import dev.larder.cache.CacheEvents;
import dev.larder.cache.CacheException;
import dev.larder.cache.CacheModule;
import dev.larder.cache.CacheModuleBuilder;
import dev.larder.cache.Leases;
import dev.larder.cache.LoadOptions;
import dev.larder.cache.TypeRef;
import dev.larder.cache.json.JacksonCodec;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import redis.clients.jedis.Jedis;

/**
 * Many callers of one key in a JVM of their own: they begin when a line is read, and what they got
 * is printed. The loader counts itself in Redis, says so, and takes its time.
 */
final class LoadCallersMain {

  private LoadCallersMain() {}

  /**
   * @param arguments the URL of Redis, the number of callers, how long a load takes and how long a
   *     lease lasts, in milliseconds
   */
  public static void main(String[] arguments) throws Exception {
    String url = arguments[0];
    int callers = Integer.parseInt(arguments[1]);
    long loadMillis = Long.parseLong(arguments[2]);
    RedisStore store =
        new RedisStore(
            RedisSettings.builder(url)
                .timeout(Duration.ofSeconds(20))
                .poolMaxWait(Duration.ofSeconds(20))
                .build());
    AtomicLong failures = new AtomicLong();
    CacheModule module =
        new CacheModuleBuilder(store, new JacksonCodec())
            .leases(
                new Leases(
                    store,
                    Duration.ofMillis(Long.parseLong(arguments[3])),
                    new SecureRandom()::nextLong))
            .events(
                new CacheEvents() {
                  @Override
                  public void failed(String operation, CacheException failure) {
                    failures.incrementAndGet();
                  }
                })
            .build();
    module.start();
    module.exists("warm");
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    ExecutorService threads = Executors.newFixedThreadPool(callers);
    CountDownLatch ready = new CountDownLatch(callers);
    CountDownLatch go = new CountDownLatch(1);
    LoadOptions options = LoadOptions.DEFAULTS.withMaxWait(Duration.ofSeconds(60));
    List<Future<String>> calls = new ArrayList<>();
    for (int i = 0; i < callers; i++) {
      calls.add(
          threads.submit(
              () -> {
                ready.countDown();
                go.await();
                return module.getOrSet(
                    "missing",
                    TypeRef.of(String.class),
                    Duration.ofMinutes(5),
                    options,
                    () -> load(url, loadMillis));
              }));
    }
    ready.await();
    say("ready");
    in.readLine();
    long start = System.nanoTime();
    go.countDown();
    List<String> values = new ArrayList<>();
    for (Future<String> call : calls) {
      values.add(call.get());
    }
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    say(
        "done "
            + values.size()
            + " "
            + values.stream().distinct().count()
            + " "
            + values.get(0)
            + " "
            + millis
            + " "
            + failures);
    threads.shutdownNow();
    module.stop();
  }

  private static String load(String url, long millis) throws InterruptedException {
    long number;
    try (Jedis jedis = new Jedis(url)) {
      number = jedis.incr("loads");
    }
    say("loading");
    TimeUnit.MILLISECONDS.sleep(millis);
    return "load-" + number;
  }

  private static synchronized void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
