package dev.larder.cache;

import static dev.larder.cache.StoreRules.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The contract of stores: times to live. */
public interface StoreTtlRules extends StoreRules {

  Duration SHORT = Duration.ofMillis(500);
  Duration PAST_SHORT = Duration.ofMillis(540);
  Duration HOUR = Duration.ofHours(1);

  @Test
  default void theRemainingTimeIsToldInMilliseconds() {
    put("none", "v");
    put("hour", "v", HOUR);
    put("odd", "v", Duration.ofMillis(90_001));
    put("most", "v", Ttl.MAX);
    assertThat(ttl("none")).isEmpty();
    assertThat(ttl("hour").orElseThrow()).isBetween(HOUR.minusSeconds(30), HOUR);
    assertThat(ttl("odd").orElseThrow())
        .isBetween(Duration.ofMillis(60_001), Duration.ofMillis(90_001));
    assertThat(ttl("most").orElseThrow()).isBetween(Ttl.MAX.minusSeconds(30), Ttl.MAX);
    elapse(Duration.ofMillis(50));
    assertThat(ttl("hour").orElseThrow()).isLessThanOrEqualTo(HOUR.minusMillis(50));
  }

  @Test
  default void manyEntriesAreToldAtOnceInTheOrderAskedForWithAHoleForAMissingKey() {
    put("none", "n");
    put("hour", "h", HOUR);
    put("", "empty key", Duration.ofMinutes(1));
    put("gone", "v", Duration.ofMillis(1));
    elapse(Duration.ofMillis(5));
    List<Optional<CacheEntry>> found =
        store().entries(List.of("hour", "missing", "none", "gone", "hour", ""));
    assertThat(found)
        .map(entry -> StoreRules.text(entry.map(CacheEntry::value)))
        .containsExactly("h", null, "n", null, "h", "empty key");
    assertThat(found.get(0).orElseThrow().ttl().orElseThrow())
        .isBetween(HOUR.minusSeconds(30), HOUR);
    assertThat(found.get(2).orElseThrow().ttl()).isEmpty();
    assertThat(found.get(5).orElseThrow().ttl().orElseThrow())
        .isLessThanOrEqualTo(Duration.ofMinutes(1));
    assertThat(store().entries(List.of())).isEmpty();
  }

  @Test
  default void anEntryLivesForItsTimeAndNotLonger() {
    put("soon", "v", SHORT);
    put("later", "v", SHORT.plusSeconds(60));
    elapse(PAST_SHORT);
    assertThat(read("soon")).isNull();
    assertThat(read("later")).isEqualTo("v");
  }

  @Test
  default void oneMillisecondIsATimeToLive() {
    put("k", "v", Duration.ofMillis(1));
    elapse(Duration.ofMillis(5));
    assertThat(read("k")).isNull();
  }

  @Test
  default void everyWriteReplacesTheTimeToLive() {
    Ttl hour = Ttl.of(HOUR);
    put("put", "v", SHORT);
    put("put", "v", HOUR);
    put("forever", "v", SHORT);
    put("forever", "v");
    put("all", "v", SHORT);
    store().putAll(Map.of("all", bytes("v")), hour);
    put("equal", "v", SHORT);
    store().putIf("equal", bytes("v"), hour, WriteCondition.ifEquals(bytes("v")));
    put("shorter", "v");
    put("shorter", "v", SHORT);
    elapse(PAST_SHORT);
    for (String key : List.of("put", "all", "equal")) {
      assertThat(ttl(key).orElseThrow()).as(key).isGreaterThan(Duration.ofMinutes(59));
    }
    assertThat(ttl("forever")).isEmpty();
    assertThat(store().exists("shorter")).isFalse();
  }

  @Test
  default void bulkAndConditionalWritesTakeATimeToLive() {
    store().putAll(Map.of("all", bytes("v")), Ttl.of(SHORT));
    store().putIf("absent", bytes("v"), Ttl.of(SHORT), WriteCondition.ifAbsent());
    store().putIf("newer", bytes("v"), Ttl.of(SHORT), WriteCondition.ifNewer("{newer}:fence", 1));
    elapse(PAST_SHORT);
    assertThat(store().getAll(List.of("all", "absent", "newer")))
        .allSatisfy(value -> assertThat(value).isEmpty());
    assertThat(ttl("{newer}:fence")).isEmpty();
  }

  @Test
  default void readsDoNotProlongAnEntry() {
    put("k", "v", Duration.ofSeconds(60));
    elapse(Duration.ofMillis(40));
    store().get("k");
    store().entry("k");
    store().getAll(List.of("k"));
    store().exists("k");
    store().scan(KeyScan.of("", "*"), null, 10);
    assertThat(ttl("k").orElseThrow()).isLessThanOrEqualTo(Duration.ofMillis(59_960));
  }

  @Test
  default void anExpiredKeyIsMissingForEveryRead() {
    put("x", "5", SHORT);
    put("y", "v");
    elapse(PAST_SHORT);
    assertThat(store().get("x")).isEmpty();
    assertThat(store().entry("x")).isEmpty();
    assertThat(store().exists("x")).isFalse();
    assertThat(store().getAll(List.of("x", "y")).get(0)).isEmpty();
    assertThat(scanAll("", "*")).containsExactly("y");
    assertThat(scanAll("", "x")).isEmpty();
  }

  @Test
  default void anExpiredKeyIsMissingForEveryWrite() {
    for (String key : List.of("d", "de", "dn", "dm1", "dm2", "pa", "pe", "n")) {
      put(key, "5", SHORT);
    }
    elapse(PAST_SHORT);
    byte[] five = bytes("5");
    assertThat(store().delete("d")).isFalse();
    assertThat(store().deleteIf("de", WriteCondition.ifEquals(five))).isFalse();
    assertThat(store().deleteIf("dn", WriteCondition.ifNewer("{dn}:fence", 1))).isFalse();
    assertThat(store().deleteMatching(KeyScan.of("dm", "*"))).isZero();
    assertThat(store().putIf("pe", bytes("new"), Ttl.NONE, WriteCondition.ifEquals(five)))
        .isFalse();
    assertThat(store().putIf("pa", bytes("new"), Ttl.NONE, WriteCondition.ifAbsent())).isTrue();
    assertThat(read("pa")).isEqualTo("new");
    assertThat(store().increment("n", 3)).isEqualTo(3);
    assertThat(ttl("n")).isEmpty();
    assertThat(ttl("pa")).isEmpty();
    assertThat(store().exists("pe")).isFalse();
  }
}
