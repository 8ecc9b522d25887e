package dev.larder.http.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.http.rules.app.Plan;
import dev.larder.testing.Feature;
import dev.larder.testing.RedisProcess;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.Jedis;

/** What is in Redis, seen and spoilt by a client that knows nothing of Larder. */
@ExtendWith(OneServer.OnRedis.class)
@Feature("Response cache: records in Redis")
class RedisRecordsIT extends Rules {

  private Jedis jedis;

  @BeforeEach
  void connect(RedisProcess redis) {
    jedis = new Jedis(URI.create(redis.url()));
  }

  @AfterEach
  void disconnect() {
    jedis.close();
  }

  private Set<String> keys() {
    return jedis.keys("*");
  }

  /** The keys that an action adds. */
  private Set<String> added(Runnable action) {
    Set<String> before = keys();
    action.run();
    Set<String> after = new HashSet<>(keys());
    after.removeAll(before);
    return after;
  }

  @Test
  @DisplayName("keys are full digests below larder:http:, and every one of them ends some time")
  void rule12_keysAreFullDigests() {
    Set<String> added =
        added(
            () -> {
              plan(Plan.ok().with("Vary: X-Kind"));
              miss("five", "X-Kind: a");
              miss("five", "X-Kind: b");
              miss("user", ALICE);
              miss("tagged", "X-Kind: a");
            });
    assertThat(added).hasSizeGreaterThanOrEqualTo(4);
    for (String key : added) {
      assertThat(key).startsWith("larder:http:");
      assertThat(jedis.pttl(key)).as(key).isPositive();
      if (!key.startsWith("larder:http:tag:")) {
        assertThat(key).matches("larder:http:[A-Za-z0-9_-]{43}.*");
      }
    }
    assertThat(added).anyMatch(key -> key.startsWith("larder:http:tag:"));
  }

  @Test
  @DisplayName("a tag whose generation was lost brings nothing old back")
  void rule20_aLostGeneration() {
    Set<String> added = added(() -> reused("tagged"));
    List<String> tags = added.stream().filter(key -> key.contains(":tag:")).toList();
    assertThat(tags).isNotEmpty();
    for (String tag : tags) {
      jedis.del(tag);
      miss("tagged");
      hit("tagged");
    }
  }

  @Test
  @DisplayName("invalidating a tag is one write, however many entries have it")
  void rule20_oneWriteForATag() {
    Set<String> entries =
        added(
            () -> {
              for (int i = 0; i < 60; i++) {
                assertMiss(app.get("tagged/" + id + "?page=" + i));
              }
            });
    assertThat(entries).hasSizeGreaterThanOrEqualTo(60);
    long before = writes();
    assertThat(app.send("POST", "change/tag/" + id).status()).isEqualTo(204);
    // The tag, and the URI of the request itself.
    assertThat(writes() - before).isLessThanOrEqualTo(2);
    for (int i = 0; i < 60; i++) {
      assertMiss(app.get("tagged/" + id + "?page=" + i));
    }
  }

  /** The calls so far of commands that write. */
  private long writes() {
    long calls = 0;
    for (String line : jedis.info("commandstats").lines().toList()) {
      if (line.matches("cmdstat_(set|psetex|del|unlink|mset|eval|evalsha|getset|incr).*")) {
        calls += Long.parseLong(line.replaceAll(".*calls=(\\d+),.*", "$1"));
      }
    }
    return calls;
  }

  @Test
  @DisplayName("records that are damaged, cut or of another version are misses, and no errors")
  void anyRecordMayBeDamaged() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 60; round++) {
      id = App.newId();
      boolean varies = random.nextBoolean();
      plan(varies ? Plan.ok().with("Vary: X-Kind") : Plan.ok());
      Set<String> records = added(() -> miss("tagged", "X-Kind: a"));
      for (String record : records) {
        byte[] key = record.getBytes(StandardCharsets.UTF_8);
        byte[] value = jedis.get(key);
        if (value != null) {
          jedis.set(key, damaged(value, random));
        }
      }
      String description = "seed " + seed + ", round " + round;
      for (int i = 0; i < 2; i++) {
        var answer = get("tagged", "X-Kind: a");
        assertThat(answer.status()).as(description).isEqualTo(200);
        assertThat(answer.text()).as(description).startsWith("run ");
      }
    }
  }

  private static byte[] damaged(byte[] value, Random random) {
    byte[] damaged = value.clone();
    switch (random.nextInt(5)) {
      case 0 -> damaged[0] ^= (byte) (1 + random.nextInt(255));
      case 1 -> damaged = java.util.Arrays.copyOf(value, random.nextInt(value.length));
      case 2 -> random.nextBytes(damaged);
      case 3 -> damaged = new byte[0];
      default -> damaged = java.util.Arrays.copyOf(value, value.length + 1 + random.nextInt(20));
    }
    return damaged;
  }
}
