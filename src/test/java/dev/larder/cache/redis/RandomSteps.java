package dev.larder.cache.redis;

import static dev.larder.cache.redis.HostileText.shown;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.larder.cache.BulkWriteException;
import dev.larder.cache.CacheEntry;
import dev.larder.cache.CacheException;
import dev.larder.cache.CacheModule;
import dev.larder.cache.KeyPage;
import dev.larder.cache.KeyPattern;
import dev.larder.cache.WriteCondition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** Random operations on modules, whose results can be compared. */
final class RandomSteps {

  /**
   * One operation.
   *
   * @param foreign whether it is for the other module over the same store
   * @param expires whether something that it wrote may expire at once
   */
  record Step(String text, boolean foreign, boolean expires, Function<CacheModule, Object> call) {

    Object on(CacheModule module) {
      try {
        return call.apply(module);
      } catch (BulkWriteException e) {
        return "bulk " + e.failures().keySet() + e.reason();
      } catch (CacheException e) {
        return e.reason();
      } catch (IllegalArgumentException e) {
        return "illegal argument";
      }
    }
  }

  private static final Duration[] TTLS = {
    CacheModule.NO_EXPIRY,
    CacheModule.DEFAULT_TTL,
    Duration.ofHours(2),
    Duration.ofDays(3),
    Duration.ofDays(36_500),
    Duration.ofDays(36_501),
    Duration.ofMillis(-1)
  };
  private static final String[] NUMBERS = {
    "0",
    "1",
    "-1",
    "41",
    "-0",
    "007",
    "+5",
    " 5",
    "5 ",
    "",
    "1.0",
    "0x10",
    "٣",
    "9223372036854775807",
    "-9223372036854775808",
    "9223372036854775808",
    "9223372036854775800"
  };
  private static final long[] DELTAS = {
    1, 2, -1, 0, 1_000, Long.MAX_VALUE, Long.MIN_VALUE, -Long.MAX_VALUE, 9_000_000_000L
  };

  private final Random random;
  private final HostileText hostile;
  private final List<String> keys = new ArrayList<>();
  private final boolean confined;

  RandomSteps(Random random, String prefix) {
    this.random = random;
    this.hostile = new HostileText(random);
    this.confined = !prefix.isEmpty();
    for (int i = 0; i < 40; i++) {
      keys.add(hostile.key());
    }
    keys.add("bifrost:requirements:content");
    keys.add("{bifrost:requirements:content}:fence");
    keys.add("cache[ab]:a");
    keys.add("cachea:a");
    keys.add("\ud800");
  }

  Step next() {
    boolean foreign = confined && random.nextInt(10) == 0;
    if (random.nextInt(40) == 0) {
      keys.set(random.nextInt(40), hostile.key());
    }
    return switch (random.nextInt(20)) {
      case 0, 1 -> get(foreign);
      case 2, 3, 4 -> set(foreign);
      case 5 -> delete(foreign);
      case 6, 7, 8 -> add(foreign);
      case 9 -> setIf(foreign);
      case 10, 11 -> fenced(foreign);
      case 12 -> deleteIf(foreign);
      case 13 -> mget(foreign);
      case 14 -> mset(foreign);
      case 15, 16 -> list(foreign);
      case 17 -> random.nextInt(3) == 0 ? deletePattern(foreign) : list(foreign);
      default -> touch(foreign);
    };
  }

  /** What a module holds altogether. */
  static Step everything() {
    return new Step(
        "everything",
        false,
        false,
        module -> {
          Map<String, Object> all = new TreeMap<>();
          module
              .keys(KeyPattern.glob("*"))
              .forEach(key -> all.put(shown(key), shownEntry(module.entry(key))));
          return all;
        });
  }

  private Step get(boolean foreign) {
    String key = key();
    return new Step("get " + shown(key), foreign, false, m -> text(m.get(key)));
  }

  /** Every read of one key. */
  private Step touch(boolean foreign) {
    String key = key();
    return new Step(
        "read " + shown(key),
        foreign,
        false,
        m -> List.of(text(m.get(key)), shownEntry(m.entry(key)), m.exists(key)));
  }

  private Step set(boolean foreign) {
    String key = key();
    String value = value();
    Duration ttl = ttl();
    return new Step(
        "set " + shown(key) + " " + shown(value) + " " + ttl,
        foreign,
        isShort(ttl),
        m -> {
          m.set(key, value.getBytes(UTF_8), ttl);
          return isShort(ttl) ? "set" : shownEntry(m.entry(key));
        });
  }

  private Step delete(boolean foreign) {
    String key = key();
    return new Step("delete " + shown(key), foreign, false, m -> m.delete(key));
  }

  private Step add(boolean foreign) {
    String key = key();
    long delta = DELTAS[random.nextInt(DELTAS.length)];
    boolean up = random.nextBoolean();
    return new Step(
        (up ? "incr " : "decr ") + shown(key) + " " + delta,
        foreign,
        false,
        m -> List.of(up ? m.incr(key, delta) : m.decr(key, delta), shownEntry(m.entry(key))));
  }

  private Step setIf(boolean foreign) {
    String key = key();
    String value = value();
    Duration ttl = ttl();
    byte[] expected = value().getBytes(UTF_8);
    byte[] prefix = Arrays.copyOf(expected, random.nextInt(expected.length + 1));
    int kind = random.nextInt(3);
    WriteCondition condition =
        switch (kind) {
          case 0 -> WriteCondition.ifAbsent();
          case 1 -> WriteCondition.ifEquals(expected);
          default -> WriteCondition.ifStartsWith(prefix);
        };
    return new Step(
        "setIf "
            + shown(key)
            + " "
            + shown(value)
            + " "
            + ttl
            + List.of(" absent", " equal ", " starts ").get(kind)
            + (kind == 0 ? "" : text(Optional.of(kind == 1 ? expected : prefix))),
        foreign,
        isShort(ttl),
        m -> m.setIf(key, value.getBytes(UTF_8), ttl, condition));
  }

  private Step fenced(boolean foreign) {
    String key = key();
    String fence = key();
    String value = value();
    Duration ttl = ttl();
    long version = random.nextInt(4) == 0 ? random.nextLong() : random.nextInt(30);
    boolean force = random.nextInt(4) == 0;
    boolean remove = random.nextInt(4) == 0;
    WriteCondition condition =
        force
            ? WriteCondition.forceVersion(fence, version)
            : WriteCondition.ifNewer(fence, version);
    return new Step(
        "fenced " + shown(key) + " " + shown(value) + " " + ttl + " " + condition + " " + remove,
        foreign,
        isShort(ttl),
        m ->
            remove
                ? m.deleteIf(key, condition)
                : m.setIf(key, value.getBytes(UTF_8), ttl, condition));
  }

  private Step deleteIf(boolean foreign) {
    String key = key();
    byte[] expected = value().getBytes(UTF_8);
    byte[] prefix = Arrays.copyOf(expected, random.nextInt(expected.length + 1));
    boolean whole = random.nextBoolean();
    return new Step(
        "deleteIf "
            + shown(key)
            + (whole ? " equal " : " starts ")
            + text(Optional.of(whole ? expected : prefix)),
        foreign,
        false,
        m ->
            m.deleteIf(
                key,
                whole ? WriteCondition.ifEquals(expected) : WriteCondition.ifStartsWith(prefix)));
  }

  private Step mget(boolean foreign) {
    List<String> asked = new ArrayList<>();
    for (int i = random.nextInt(8); i > 0; i--) {
      asked.add(key());
    }
    return new Step(
        "mget " + asked.stream().map(HostileText::shown).toList(),
        foreign,
        false,
        m -> m.mget(asked).stream().map(RandomSteps::text).toList());
  }

  private Step mset(boolean foreign) {
    Map<String, byte[]> items = new LinkedHashMap<>();
    StringBuilder shown = new StringBuilder("mset");
    for (int i = random.nextInt(8); i > 0; i--) {
      String key = key();
      String value = value();
      items.put(key, value.getBytes(UTF_8));
      shown.append(' ').append(shown(key)).append('=').append(shown(value));
    }
    Duration ttl = ttl();
    return new Step(
        shown + " " + ttl,
        foreign,
        isShort(ttl),
        m -> {
          m.mset(items, ttl);
          return "stored";
        });
  }

  private Step list(boolean foreign) {
    KeyPattern pattern = pattern();
    int limit = random.nextInt(4) == 0 ? 1_000 : 1 + random.nextInt(20);
    return new Step(
        "keys " + shown(pattern.glob()) + " " + shown(pattern.requiredPrefix()) + " " + limit,
        foreign,
        false,
        m -> {
          TreeSet<String> found = new TreeSet<>();
          String cursor = null;
          do {
            KeyPage page = m.keys(pattern, cursor, limit);
            if (page.keys().stream().distinct().count() != page.keys().size()) {
              return "a page with duplicates: " + page.keys();
            }
            page.keys().forEach(key -> found.add(shown(key)));
            cursor = page.cursor().orElse(null);
          } while (cursor != null);
          return found;
        });
  }

  private Step deletePattern(boolean foreign) {
    KeyPattern pattern = pattern();
    return new Step(
        "deletePattern " + shown(pattern.glob()) + " " + shown(pattern.requiredPrefix()),
        foreign,
        false,
        m -> m.deletePattern(pattern));
  }

  private KeyPattern pattern() {
    KeyPattern pattern = KeyPattern.glob(hostile.glob(keys.subList(0, 40)));
    return random.nextInt(4) == 0 ? pattern.under(hostile.letters(2)) : pattern;
  }

  private String key() {
    return keys.get(random.nextInt(keys.size()));
  }

  private String value() {
    return switch (random.nextInt(3)) {
      case 0 -> NUMBERS[random.nextInt(NUMBERS.length)];
      case 1 -> Integer.toString(random.nextInt(3));
      default -> random.nextBoolean() ? "\0\u00ff\r\n" : "value";
    };
  }

  private Duration ttl() {
    return random.nextInt(8) == 0
        ? Duration.ofNanos(1 + random.nextInt(2_000_000))
        : TTLS[random.nextInt(TTLS.length)];
  }

  private static boolean isShort(Duration ttl) {
    return ttl.compareTo(Duration.ZERO) > 0 && ttl.compareTo(Duration.ofSeconds(1)) < 0;
  }

  private static String text(Optional<byte[]> value) {
    return value.map(bytes -> shown(new String(bytes, ISO_8859_1))).orElse("none");
  }

  /** The value with the TTL in minutes, rounded, which no test runs long enough to change. */
  private static String shownEntry(Optional<CacheEntry> entry) {
    return entry
        .map(
            e ->
                text(Optional.of(e.value()))
                    + e.ttl().map(ttl -> " " + (ttl.toMinutes() + 59) / 60).orElse(" for ever"))
        .orElse("none");
  }
}
