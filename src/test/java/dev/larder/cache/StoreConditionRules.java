package dev.larder.cache;

import static dev.larder.cache.StoreRules.bytes;
import static dev.larder.cache.WriteCondition.forceVersion;
import static dev.larder.cache.WriteCondition.ifAbsent;
import static dev.larder.cache.WriteCondition.ifEquals;
import static dev.larder.cache.WriteCondition.ifHeld;
import static dev.larder.cache.WriteCondition.ifNewer;
import static dev.larder.cache.WriteCondition.ifStartsWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The contract of stores: conditional writes and removals, and fences. */
public interface StoreConditionRules extends StoreRules {

  String KEY = "{k}";
  String FENCE = "{k}:fence";
  String LEASE = "{k}:lease";

  default boolean putIf(String key, String value, WriteCondition condition) {
    return store().putIf(key, bytes(value), Ttl.NONE, condition);
  }

  @Test
  default void ifAbsentStoresOnlyWhereNothingIs() {
    assertThat(putIf("k", "first", ifAbsent())).isTrue();
    assertThat(putIf("k", "second", ifAbsent())).isFalse();
    assertThat(read("k")).isEqualTo("first");
    put("empty", "");
    assertThat(putIf("empty", "x", ifAbsent())).isFalse();
    assertThat(putIf("", "x", ifAbsent())).isTrue();
    store().delete("k");
    assertThat(putIf("k", "third", ifAbsent())).isTrue();
  }

  @Test
  default void aRefusedConditionLeavesValueAndTimeToLive() {
    put("k", "v", Duration.ofHours(1));
    put(FENCE, "9");
    assertThat(putIf("k", "w", ifAbsent())).isFalse();
    assertThat(putIf("k", "w", ifEquals(bytes("V")))).isFalse();
    assertThat(putIf("k", "w", ifNewer(FENCE, 8))).isFalse();
    assertThat(store().deleteIf("k", ifEquals(bytes("v ")))).isFalse();
    assertThat(store().deleteIf("k", ifNewer(FENCE, 8))).isFalse();
    assertThat(read("k")).isEqualTo("v");
    assertThat(ttl("k")).isPresent();
    assertThat(read(FENCE)).isEqualTo("9");
  }

  @Test
  default void ifEqualsComparesEveryByte() {
    byte[] binary = {0, 1, (byte) 0xff, '\r', '\n', 0};
    store().put("k", binary, Ttl.NONE);
    assertThat(putIf("k", "x", ifEquals(new byte[] {0, 1, (byte) 0xff, '\r', '\n'}))).isFalse();
    assertThat(putIf("k", "x", ifEquals(new byte[0]))).isFalse();
    assertThat(putIf("k", "x", ifEquals(binary))).isTrue();
    assertThat(read("k")).isEqualTo("x");
    assertThat(putIf("missing", "x", ifEquals(new byte[0]))).isFalse();
    assertThat(store().exists("missing")).isFalse();
    put("empty", "");
    assertThat(putIf("empty", "y", ifEquals(new byte[0]))).isTrue();
    assertThat(store().deleteIf("empty", ifEquals(bytes("x")))).isFalse();
    assertThat(store().deleteIf("empty", ifEquals(bytes("y")))).isTrue();
    assertThat(store().exists("empty")).isFalse();
    assertThat(store().deleteIf("empty", ifEquals(bytes("y")))).isFalse();
  }

  @Test
  default void ifStartsWithComparesTheFirstBytesOnly() {
    byte[] binary = {0, 1, (byte) 0xff, '\r', '\n', 0, 7};
    store().put("k", binary, Ttl.of(Duration.ofHours(1)));
    assertThat(putIf("k", "x", ifStartsWith(new byte[] {0, 1, (byte) 0xfe}))).isFalse();
    assertThat(putIf("k", "x", ifStartsWith(new byte[] {1, (byte) 0xff}))).isFalse();
    assertThat(putIf("k", "x", ifStartsWith(java.util.Arrays.copyOf(binary, 8)))).isFalse();
    assertThat(store().get("k")).contains(binary);
    assertThat(ttl("k")).isPresent();
    assertThat(putIf("k", "0-changed", ifStartsWith(new byte[] {0, 1, (byte) 0xff}))).isTrue();
    assertThat(read("k")).isEqualTo("0-changed");
    assertThat(ttl("k")).isEmpty();
    assertThat(putIf("k", "0-whole", ifStartsWith(bytes("0-changed")))).isTrue();
    assertThat(store().deleteIf("k", ifStartsWith(bytes("1-")))).isFalse();
    assertThat(store().deleteIf("k", ifStartsWith(bytes("0-whole and more")))).isFalse();
    assertThat(store().deleteIf("k", ifStartsWith(bytes("0-")))).isTrue();
    assertThat(store().exists("k")).isFalse();
    assertThat(store().deleteIf("k", ifStartsWith(bytes("0-")))).isFalse();
  }

  @Test
  default void everyValueAndNoMissingOneStartsWithNothing() {
    assertThat(putIf("k", "x", ifStartsWith(new byte[0]))).isFalse();
    assertThat(store().deleteIf("k", ifStartsWith(new byte[0]))).isFalse();
    assertThat(store().exists("k")).isFalse();
    put("k", "");
    assertThat(putIf("k", "y", ifStartsWith(bytes("x")))).isFalse();
    assertThat(putIf("k", "x", ifStartsWith(new byte[0]))).isTrue();
    assertThat(putIf("k", "", ifStartsWith(new byte[0]))).isTrue();
    assertThat(read("k")).isEmpty();
    assertThat(store().deleteIf("k", ifStartsWith(new byte[0]))).isTrue();
    assertThat(store().exists("k")).isFalse();
  }

  @Test
  default void ifStartsWithComparesLargeValuesAndLargePrefixes() {
    byte[] large = new byte[300_000];
    new java.util.Random(5).nextBytes(large);
    for (int length : new int[] {1, 65_519, 65_520, 65_521, 131_040, 299_999, 300_000}) {
      store().put("k", large, Ttl.NONE);
      byte[] prefix = java.util.Arrays.copyOf(large, length);
      byte[] other = prefix.clone();
      other[length - 1]++;
      assertThat(store().deleteIf("k", ifStartsWith(other))).as("%d", length).isFalse();
      assertThat(store().deleteIf("k", ifStartsWith(prefix))).as("%d", length).isTrue();
    }
  }

  @Test
  default void aRemovalOnConditionOfAbsenceIsRefused() {
    put("k", "v");
    assertThatThrownBy(() -> store().deleteIf("k", ifAbsent()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(read("k")).isEqualTo("v");
  }

  @Test
  default void anOlderVersionNeverOverwritesANewerOne() {
    assertThat(putIf(KEY, "five", ifNewer(FENCE, 5))).isTrue();
    assertThat(read(FENCE)).isEqualTo("5");
    assertThat(ttl(FENCE)).isEmpty();
    assertThat(putIf(KEY, "four", ifNewer(FENCE, 4))).isFalse();
    assertThat(read(KEY)).isEqualTo("five");
    assertThat(putIf(KEY, "five again", ifNewer(FENCE, 5))).isTrue();
    assertThat(putIf(KEY, "six", ifNewer(FENCE, 6))).isTrue();
    assertThat(read(KEY)).isEqualTo("six");
    store().delete(KEY);
    assertThat(putIf(KEY, "five", ifNewer(FENCE, 5))).isFalse();
    assertThat(store().exists(KEY)).isFalse();
  }

  @Test
  default void aRemovalMovesTheFenceAlsoWhenNothingWasThere() {
    assertThat(store().deleteIf(KEY, ifNewer(FENCE, 7))).isFalse();
    assertThat(read(FENCE)).isEqualTo("7");
    assertThat(putIf(KEY, "six", ifNewer(FENCE, 6))).isFalse();
    assertThat(putIf(KEY, "seven", ifNewer(FENCE, 7))).isTrue();
    assertThat(store().deleteIf(KEY, ifNewer(FENCE, 6))).isFalse();
    assertThat(store().deleteIf(KEY, ifNewer(FENCE, 8))).isTrue();
    assertThat(read(FENCE)).isEqualTo("8");
    assertThat(store().exists(KEY)).isFalse();
  }

  @Test
  default void aForcedVersionSetsTheFenceBack() {
    putIf(KEY, "nine", ifNewer(FENCE, 9));
    assertThat(putIf(KEY, "three", forceVersion(FENCE, 3))).isTrue();
    assertThat(read(KEY)).isEqualTo("three");
    assertThat(read(FENCE)).isEqualTo("3");
    assertThat(putIf(KEY, "four", ifNewer(FENCE, 4))).isTrue();
    assertThat(store().deleteIf(KEY, forceVersion(FENCE, 1))).isTrue();
    assertThat(read(FENCE)).isEqualTo("1");
    put(FENCE, "no version", Duration.ofHours(1));
    assertThat(putIf(KEY, "two", forceVersion(FENCE, 2))).isTrue();
    assertThat(read(FENCE)).isEqualTo("2");
    assertThat(ttl(FENCE)).isEmpty();
  }

  @Test
  default void versionsAreComparedExactlyOverTheWholeRange() {
    long[] rising = {
      Long.MIN_VALUE,
      Long.MIN_VALUE + 1,
      -(1L << 53) - 1,
      -(1L << 53),
      -10,
      -9,
      -1,
      0,
      1,
      9,
      10,
      99,
      100,
      (1L << 53) - 1,
      1L << 53,
      (1L << 53) + 1,
      1_700_000_000_000_000_001L,
      1_700_000_000_000_000_002L,
      Long.MAX_VALUE - 1,
      Long.MAX_VALUE
    };
    for (int i = 0; i < rising.length; i++) {
      assertThat(putIf(KEY, "v" + i, ifNewer(FENCE, rising[i]))).as("%d", rising[i]).isTrue();
      for (int older = 0; older < i; older++) {
        assertThat(putIf(KEY, "older", ifNewer(FENCE, rising[older])))
            .as("%d after %d", rising[older], rising[i])
            .isFalse();
      }
      assertThat(read(KEY)).isEqualTo("v" + i);
      assertThat(read(FENCE)).isEqualTo(Long.toString(rising[i]));
    }
  }

  @Test
  default void aFenceThatHoldsNoVersionIsRefusedAndNothingChanges() {
    put(KEY, "v");
    for (String wrong : List.of("", "abc", "1.5", "05", "9223372036854775808")) {
      put(FENCE, wrong);
      CacheException put =
          catchThrowableOfType(CacheException.class, () -> putIf(KEY, "w", ifNewer(FENCE, 1)));
      assertThat(put).as("fence '%s'", wrong).isNotNull();
      assertThat(put.reason()).isEqualTo(CacheException.Reason.NOT_AN_INTEGER);
      CacheException delete =
          catchThrowableOfType(
              CacheException.class, () -> store().deleteIf(KEY, ifNewer(FENCE, 1)));
      assertThat(delete.reason()).isEqualTo(CacheException.Reason.NOT_AN_INTEGER);
      assertThat(read(FENCE)).isEqualTo(wrong);
      assertThat(read(KEY)).isEqualTo("v");
    }
  }

  @Test
  default void whatIsStoredUnderALeaseGivesTheLeaseBack() {
    put(LEASE, "mine", Duration.ofMinutes(1));
    byte[] mine = bytes("mine");
    assertThat(putIf(KEY, "v", ifHeld(LEASE, bytes("yours"), ifAbsent()))).isFalse();
    assertThat(putIf(KEY, "v", ifHeld(LEASE, bytes("min"), ifAbsent()))).isFalse();
    assertThat(putIf(KEY, "v", ifHeld(LEASE, new byte[0], ifAbsent()))).isFalse();
    assertThat(putIf(KEY, "v", ifHeld(LEASE, mine, ifEquals(new byte[0])))).isFalse();
    assertThat(store().exists(KEY)).isFalse();
    assertThat(read(LEASE)).isEqualTo("mine");
    assertThat(
            store()
                .putIf(
                    KEY, bytes("v"), Ttl.of(Duration.ofHours(1)), ifHeld(LEASE, mine, ifAbsent())))
        .isTrue();
    assertThat(read(KEY)).isEqualTo("v");
    assertThat(ttl(KEY)).isPresent();
    assertThat(store().exists(LEASE)).isFalse();
    assertThat(putIf(KEY, "w", ifHeld(LEASE, mine, ifEquals(bytes("v"))))).isFalse();
    put(LEASE, "mine");
    assertThat(putIf(KEY, "w", ifHeld(LEASE, mine, ifAbsent()))).isFalse();
    assertThat(putIf(KEY, "w", ifHeld(LEASE, mine, ifEquals(bytes("V"))))).isFalse();
    assertThat(read(KEY)).isEqualTo("v");
    assertThat(read(LEASE)).isEqualTo("mine");
    assertThat(putIf(KEY, "w", ifHeld(LEASE, mine, ifEquals(bytes("v"))))).isTrue();
    assertThat(read(KEY)).isEqualTo("w");
    assertThat(ttl(KEY)).isEmpty();
    assertThat(store().exists(LEASE)).isFalse();
    put(KEY, "");
    put(LEASE, "");
    assertThat(putIf(KEY, "x", ifHeld(LEASE, new byte[0], ifAbsent()))).isFalse();
    assertThat(putIf(KEY, "x", ifHeld(LEASE, new byte[0], ifEquals(new byte[0])))).isTrue();
  }

  @Test
  default void aLeaseIsForAbsenceAndEqualityAndForWritesOnly() {
    assertThatThrownBy(() -> ifHeld(LEASE, bytes("t"), ifNewer(FENCE, 1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store().deleteIf(KEY, ifHeld(LEASE, bytes("t"), ifAbsent())))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  default void whatIsRemovedAfterItsLeaseIsNotStoredUnderIt() throws Exception {
    AtomicLong stored = new AtomicLong();
    for (int round = 0; round < 300; round++) {
      byte[] token = bytes("token" + round);
      store().put(LEASE, token, Ttl.NONE);
      boolean scan = round % 3 == 0;
      concurrently(
          () -> {
            if (store().putIf(KEY, bytes("v"), Ttl.NONE, ifHeld(LEASE, token, ifAbsent()))) {
              stored.incrementAndGet();
            }
            return 0;
          },
          () -> {
            if (scan) {
              store().deleteMatching(KeyScan.of(LEASE, "*"));
              store().deleteMatching(KeyScan.of(KEY, ""));
            } else {
              store().deleteAll(List.of(LEASE, KEY));
            }
            return 0;
          });
      assertThat(store().exists(KEY)).as("round %d", round).isFalse();
      assertThat(store().exists(LEASE)).as("round %d", round).isFalse();
    }
    assertThat(stored.get()).as("rounds in which the write was first").isBetween(0L, 300L);
  }

  @Test
  default void severalKeysAreRemovedAtOnceAndEachIsTold() {
    put("{t}a", "1");
    put("{t}c", "3");
    assertThat(store().deleteAll(List.of("{t}a", "{t}b", "{t}c", "{t}a")))
        .containsExactly(true, false, true, false);
    assertThat(store().exists("{t}a")).isFalse();
    assertThat(store().exists("{t}c")).isFalse();
    assertThat(store().deleteAll(List.of())).isEmpty();
    List<String> many = new ArrayList<>();
    for (int i = 0; i < 1_200; i++) {
      many.add("many" + i);
      put("many" + i, "x");
    }
    assertThat(store().deleteAll(many)).hasSize(1_200).containsOnly(true);
    assertThat(scanAll("many", "*")).isEmpty();
  }

  @Test
  default void ofConcurrentVersionsTheNewestStays() throws Exception {
    AtomicLong next = new AtomicLong();
    concurrently(
        4,
        () -> {
          for (int i = 0; i < 200; i++) {
            long version = next.incrementAndGet();
            if (version % 3 == 0) {
              store().deleteIf(KEY, ifNewer(FENCE, version));
            } else {
              putIf(KEY, Long.toString(version), ifNewer(FENCE, version));
            }
          }
          return 0;
        });
    assertThat(read(FENCE)).isEqualTo("800");
    assertThat(read(KEY)).isEqualTo("800");
  }

  @Test
  default void ofConcurrentWritersOnAbsenceOneWins() throws Exception {
    for (int round = 0; round < 50; round++) {
      String key = "lease" + round;
      List<Boolean> won =
          concurrently(4, () -> putIf(key, Thread.currentThread().getName(), ifAbsent()));
      assertThat(won).containsOnlyOnce(true);
    }
  }

  private static <T> List<T> concurrently(int count, Callable<T> work) throws Exception {
    return concurrently(java.util.Collections.nCopies(count, work));
  }

  private static <T> List<T> concurrently(Callable<T> one, Callable<T> other) throws Exception {
    return concurrently(List.of(one, other));
  }

  private static <T> List<T> concurrently(List<Callable<T>> all) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(all.size());
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> done : threads.invokeAll(all)) {
        results.add(done.get());
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }
}
