package dev.larder.cache;

import static dev.larder.cache.ModuleRules.set;
import static dev.larder.cache.ModuleRules.textOf;
import static dev.larder.cache.StoreRules.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The contract of modules: values, times to live, bulk operations, counters, statistics. */
public interface ModuleValueRules extends ModuleRules {

  Duration HOUR = Duration.ofHours(1);

  @Test
  default void aValueComesBackUntilItIsDeleted() {
    CacheModule module = module("app");
    for (String key : HOSTILE_KEYS) {
      set(module, key, "value of " + key);
    }
    for (String key : HOSTILE_KEYS) {
      assertThat(textOf(module, key)).isEqualTo("value of " + key);
      assertThat(module.exists(key)).isTrue();
    }
    for (String key : HOSTILE_KEYS) {
      assertThat(module.delete(key)).isTrue();
      assertThat(module.delete(key)).isFalse();
      assertThat(module.exists(key)).isFalse();
    }
    assertThat(everything()).isEmpty();
  }

  @Test
  default void timesToLiveAreTheDefaultNoneOrAsGiven() {
    CacheModule module = module("");
    module.set("default", bytes("v"));
    module.set("zero", bytes("v"), CacheModule.DEFAULT_TTL);
    module.set("none", bytes("v"), CacheModule.NO_EXPIRY);
    module.set("hour", bytes("v"), HOUR);
    module.set("most", bytes("v"), Ttl.MAX);
    module.mset(Map.of("m", bytes("v")));
    module.setIfAbsent("absent", bytes("v"), HOUR);
    Duration fiveMinutes = Duration.ofMinutes(5);
    for (String key : List.of("default", "zero", "m")) {
      assertThat(module.entry(key).orElseThrow().ttl().orElseThrow())
          .as(key)
          .isBetween(fiveMinutes.minusSeconds(30), fiveMinutes);
    }
    assertThat(module.entry("none").orElseThrow().ttl()).isEmpty();
    for (String key : List.of("hour", "absent")) {
      assertThat(module.entry(key).orElseThrow().ttl().orElseThrow())
          .isBetween(HOUR.minusSeconds(30), HOUR);
    }
    assertThat(module.entry("most").orElseThrow().ttl().orElseThrow())
        .isGreaterThan(Ttl.MAX.minusSeconds(30));
  }

  @Test
  default void whatIsBelowAMillisecondIsRoundedUpToOne() {
    CacheModule module = module("");
    module.set("k", bytes("v"), Duration.ofNanos(1));
    elapse(Duration.ofMillis(5));
    assertThat(module.get("k")).isEmpty();
  }

  @Test
  default void aWrongTimeToLiveIsRefusedAndNothingChanges() {
    CacheModule module = module("");
    module.set("k", bytes("v"), HOUR);
    for (Duration wrong :
        List.of(
            Duration.ofNanos(-1),
            Duration.ofSeconds(-5),
            Ttl.MAX.plusNanos(1),
            Duration.ofDays(40_000),
            Duration.ofSeconds(Long.MIN_VALUE))) {
      refused(() -> module.set("k", bytes("w"), wrong));
      refused(() -> module.setIfAbsent("new", bytes("w"), wrong));
      refused(() -> module.mset(Map.of("k", bytes("w"), "new", bytes("w")), wrong));
      refused(() -> module.setJson("k", 1, wrong));
      refused(() -> module.getOrSet("new", String.class, wrong, () -> "loaded"));
    }
    assertThat(everything()).containsExactlyEntriesOf(Map.of("k", "v"));
    assertThat(module.entry("k").orElseThrow().ttl().orElseThrow())
        .isBetween(HOUR.minusSeconds(30), HOUR);
  }

  @Test
  default void aLoneSurrogateIsNoKeyAndNothingChanges() {
    CacheModule module = module("");
    set(module, "?", "v");
    byte[] w = bytes("w");
    for (String wrong : List.of("\uD83D", "\uDE00", "a\uD83Db", "\uDE00\uD83D", "ok\uDBFF")) {
      refused(() -> module.get(wrong));
      refused(() -> module.entry(wrong));
      refused(() -> module.set(wrong, w));
      refused(() -> module.setIfAbsent(wrong, w, HOUR));
      refused(() -> module.delete(wrong));
      refused(() -> module.deleteIf(wrong, WriteCondition.ifEquals(w)));
      refused(() -> module.exists(wrong));
      refused(() -> module.incr(wrong));
      refused(() -> module.decr(wrong));
      refused(() -> module.mget(List.of("?", wrong)));
      refused(() -> module.mset(ordered("?", w, wrong, w)));
      refused(() -> module.getJson(wrong, String.class));
      refused(() -> module.setJson(wrong, "w"));
      refused(() -> module.getOrSet(wrong, String.class, HOUR, () -> "loaded"));
      refused(() -> module.keys(KeyPattern.glob(wrong), null, 10));
      refused(() -> module.deletePattern(KeyPattern.glob(wrong)));
    }
    assertThat(everything()).containsExactlyEntriesOf(Map.of("?", "v"));
  }

  @Test
  default void bulkReadsKeepOrderRepeatDuplicatesAndHaveHoles() {
    CacheModule module = module("p");
    module.mset(ordered("a", bytes("1"), "b", bytes("2"), "", bytes("e")));
    assertThat(module.mget(List.of("b", "x", "", "a", "b")))
        .extracting(StoreRules::text)
        .containsExactly("2", null, "e", "1", "2");
    assertThat(module.mget(List.of())).isEmpty();
  }

  @Test
  default void countersCountUpAndDownAndKeepTheirTimeToLive() {
    CacheModule module = module("p");
    assertThat(module.incr("n")).isEqualTo(1);
    assertThat(module.incr("n", 10)).isEqualTo(11);
    assertThat(module.decr("n")).isEqualTo(10);
    assertThat(module.decr("n", 25)).isEqualTo(-15);
    assertThat(module.entry("n").orElseThrow().ttl()).isEmpty();
    module.set("t", bytes("5"), HOUR);
    assertThat(module.decr("t", -3)).isEqualTo(8);
    assertThat(module.entry("t").orElseThrow().ttl()).isPresent();
    set(module, "text", "five");
    CacheException notANumber =
        catchThrowableOfType(CacheException.class, () -> module.incr("text"));
    assertThat(notANumber.reason()).isEqualTo(CacheException.Reason.NOT_AN_INTEGER);
    assertThat(textOf(module, "text")).isEqualTo("five");
    set(module, "max", Long.toString(Long.MAX_VALUE));
    CacheException overflow = catchThrowableOfType(CacheException.class, () -> module.incr("max"));
    assertThat(overflow.reason()).isEqualTo(CacheException.Reason.OVERFLOW);
    CacheException noNegation =
        catchThrowableOfType(CacheException.class, () -> module.decr("n", Long.MIN_VALUE));
    assertThat(noNegation.reason()).isEqualTo(CacheException.Reason.OVERFLOW);
    assertThat(textOf(module, "n")).isEqualTo("-15");
  }

  @Test
  default void conditionsHold() {
    CacheModule module = module("p");
    assertThat(module.setIfAbsent("k", bytes("1"), HOUR)).isTrue();
    assertThat(module.setIfAbsent("k", bytes("2"), HOUR)).isFalse();
    assertThat(module.setIf("k", bytes("3"), HOUR, WriteCondition.ifEquals(bytes("1")))).isTrue();
    assertThat(module.deleteIf("k", WriteCondition.ifEquals(bytes("1")))).isFalse();
    assertThat(module.deleteIf("k", WriteCondition.ifEquals(bytes("3")))).isTrue();
    assertThat(module.setIf("k", bytes("9"), HOUR, WriteCondition.ifNewer("f", 9))).isTrue();
    assertThat(module.setIf("k", bytes("8"), HOUR, WriteCondition.ifNewer("f", 8))).isFalse();
    assertThat(textOf(module, "k")).isEqualTo("9");
    assertThat(everything()).containsOnlyKeys("p:k", "p:f");
    refused(() -> module.deleteIf("k", WriteCondition.ifAbsent()));
  }

  @Test
  default void statisticsCountHitsAndMisses() {
    CacheModule module = module("");
    set(module, "a", "1");
    module.get("a");
    module.get("x");
    module.entry("a");
    module.entry("x");
    module.mget(List.of("a", "a", "x"));
    CacheStats stats = module.stats();
    assertThat(stats.hits()).isEqualTo(4);
    assertThat(stats.misses()).isEqualTo(3);
    assertThat(stats.errors()).isZero();
    set(module, "text", "five");
    assertThatThrownBy(() -> module.incr("text")).isInstanceOf(CacheException.class);
    assertThat(module.stats().errors()).as("a refusal is no failure of the store").isZero();
  }

  @Test
  default void aStoppedModuleIsUnavailable() {
    CacheModule module = module("");
    set(module, "k", "v");
    assertThat(module.health().state()).isEqualTo(CacheHealth.State.UP);
    module.start();
    assertThat(textOf(module, "k")).isEqualTo("v");
    module.stop();
    module.stop();
    CacheException stopped = catchThrowableOfType(CacheException.class, () -> module.get("k"));
    assertThat(stopped.kind()).isEqualTo(CacheException.Kind.UNAVAILABLE);
    assertThatThrownBy(() -> set(module, "k", "w")).isInstanceOf(CacheException.class);
    assertThat(module.health().state()).isEqualTo(CacheHealth.State.STOPPED);
    assertThat(module.stats()).isNotNull();
  }

  private static Map<String, byte[]> ordered(Object... keysAndValues) {
    Map<String, byte[]> items = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      items.put((String) keysAndValues[i], (byte[]) keysAndValues[i + 1]);
    }
    return items;
  }

  private static void refused(ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessageMatching(".+");
  }
}
