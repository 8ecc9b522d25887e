package dev.larder.cache.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.cache.KeyPattern;
import dev.larder.cache.KeyScan;
import dev.larder.testing.RedisProcess;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;

/** Globs decide in this JVM as they do in a real Redis. */
class GlobRedisDifferentialIT {

  private static final int ROUNDS = 30;
  private static final int PATTERNS = 40;
  private static final int KEYS = 60;

  @Test
  void everyGlobMatchesWhatRedisSaysItMatches() {
    long seed = Long.getLong("larder.test.seed", System.nanoTime());
    HostileText text = new HostileText(new Random(seed));
    long pairs = 0;
    long matches = 0;
    try (RedisProcess redis = RedisProcess.start();
        Jedis jedis = new Jedis(redis.url())) {
      for (int round = 0; round < ROUNDS; round++) {
        String prefix = round % 3 == 0 ? text.letters(3) : "";
        List<String> rests = new ArrayList<>();
        Set<String> keys = new TreeSet<>();
        for (int i = 0; i < KEYS; i++) {
          String rest = text.key();
          rests.add(rest);
          keys.add(i % 5 == 0 ? rest : prefix + rest);
        }
        jedis.flushAll();
        keys.forEach(key -> jedis.set(key, ""));
        for (int i = 0; i < PATTERNS; i++) {
          String glob = text.glob(rests);
          KeyScan scan = KeyScan.of(prefix, glob);
          Set<String> found = scan(jedis, scan.redisPattern());
          Predicate<String> matcher = scan.matcher();
          for (String key : keys) {
            boolean expected = found.contains(key);
            String what =
                "prefix %s, glob %s, key %s; -Dlarder.test.seed=%d"
                    .formatted(
                        HostileText.shown(prefix),
                        HostileText.shown(glob),
                        HostileText.shown(key),
                        seed);
            assertThat(matcher.test(key)).as(what).isEqualTo(expected);
            if (prefix.isEmpty()) {
              assertThat(KeyPattern.glob(glob).matches(key)).as(what).isEqualTo(expected);
            }
            pairs++;
            matches += expected ? 1 : 0;
          }
        }
      }
    }
    System.out.printf("globs compared with Redis: %d pairs, %d match%n", pairs, matches);
    assertThat(pairs).isGreaterThan(20_000);
    assertThat(matches).isGreaterThan(pairs / 50);
  }

  private static Set<String> scan(Jedis jedis, String pattern) {
    Set<String> found = new HashSet<>();
    ScanParams params = new ScanParams().match(pattern.getBytes(UTF_8)).count(1_000);
    byte[] cursor = ScanParams.SCAN_POINTER_START_BINARY;
    do {
      ScanResult<byte[]> page = jedis.scan(cursor, params);
      page.getResult().forEach(key -> found.add(new String(key, UTF_8)));
      cursor = page.getCursorAsBytes();
    } while (!new String(cursor, UTF_8).equals("0"));
    return found;
  }
}
