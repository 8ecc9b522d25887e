package dev.larder.cache.tiered;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.larder.cache.CacheEntry;
import dev.larder.cache.CacheException;
import dev.larder.cache.CacheException.Reason;
import dev.larder.cache.Ttl;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which copies are used, and until when. */
class TieredStoreTest extends TieredFixture {

  private static final Duration NANO = Duration.ofNanos(1);

  @Test
  void aSecondReadIsServedFromTheCopy() {
    writtenElsewhere("k", "v");
    confirm();
    assertThat(read("k")).isEqualTo("v");
    assertThat(read("k")).isEqualTo("v");
    assertThat(text(store.getShared("k"))).isEqualTo("v");
    assertThat(store.exists("k")).isTrue();
    assertThat(store.entry("k")).isPresent();
    assertThat(remote.reads).hasValue(1);
    assertThat(gauge("near.hits")).isEqualTo(4);
    assertThat(gauge("near.misses")).isEqualTo(1);
  }

  @Test
  void beforeTheFeedHasConfirmedAnythingReadsGoThroughAndKeepNothing() {
    writtenElsewhere("k", "old");
    assertThat(read("k")).isEqualTo("old");
    writtenElsewhere("k", "new");
    assertThat(read("k")).isEqualTo("new");
    assertThat(gauge("near.entries")).isZero();
    assertThat(gauge("near.usable")).isZero();
  }

  @Test
  void aCopyIsUsedUntilTheLeaseIsUpAndNotANanosecondLonger() {
    writtenElsewhere("k", "old");
    confirm();
    assertThat(read("k")).isEqualTo("old");
    writtenElsewhere("k", "new");
    pass(LEASE);
    assertThat(read("k")).isEqualTo("old");
    pass(NANO);
    assertThat(read("k")).isEqualTo("new");
    assertThat(text(store.getShared("k"))).isEqualTo("new");
    assertThat(text(store.getAll(List.of("k")).get(0))).isEqualTo("new");
    assertThat(text(store.entry("k").map(CacheEntry::value))).isEqualTo("new");
    memory.delete("k");
    assertThat(store.exists("k")).isFalse();
  }

  @Test
  void theMomentThatIsConfirmedCountsNotWhenItWasHeardOf() {
    writtenElsewhere("k", "old");
    long asked = clock.get();
    pass(Duration.ofMillis(700));
    feed.says().confirmed(asked);
    assertThat(read("k")).isEqualTo("old");
    writtenElsewhere("k", "new");
    pass(Duration.ofMillis(300));
    assertThat(read("k")).isEqualTo("old");
    pass(NANO);
    assertThat(read("k")).isEqualTo("new");
  }

  @Test
  void copiesAreUsedAgainWhenTheFeedConfirmsAgainWithoutALoss() {
    writtenElsewhere("k", "v");
    confirm();
    read("k");
    pass(LEASE.multipliedBy(3));
    read("k");
    assertThat(remote.reads).hasValue(2);
    confirm();
    assertThat(read("k")).isEqualTo("v");
    assertThat(remote.reads).hasValue(2);
  }

  @Test
  void aChangeThatIsToldRemovesTheCopy() {
    writtenElsewhere("k", "old");
    writtenElsewhere("other", "v");
    confirm();
    read("k");
    read("other");
    writtenElsewhere("k", "new");
    feed.says().changed("k");
    assertThat(read("k")).isEqualTo("new");
    read("other");
    assertThat(remote.reads).hasValue(3);
  }

  @Test
  void anAnswerAskedForBeforeAChangeWasToldIsNotKept() {
    writtenElsewhere("k", "old");
    confirm();
    remote.then(
        read -> {
          writtenElsewhere("k", "new");
          feed.says().changed("k");
        });
    assertThat(read("k")).isEqualTo("old");
    assertThat(read("k")).isEqualTo("new");
    remote.then(
        read -> {
          writtenElsewhere("k", "newest");
          feed.says().changed("k");
        });
    feed.says().changed("k");
    assertThat(text(store.getAll(List.of("k")).get(0))).isEqualTo("new");
    assertThat(read("k")).isEqualTo("newest");
  }

  @Test
  void anAnswerAskedForBeforeALossIsNotKeptEvenWhenTheFeedConfirmsAgainBeforeItComes() {
    writtenElsewhere("k", "old");
    confirm();
    remote.then(
        read -> {
          writtenElsewhere("k", "new");
          feed.says().allChanged();
          confirm();
        });
    assertThat(read("k")).isEqualTo("old");
    assertThat(read("k")).isEqualTo("new");
  }

  @Test
  void aLossRemovesEveryCopyAndReadsGoThroughUntilTheFeedConfirmsAgain() {
    confirm();
    for (int i = 0; i < 100; i++) {
      writtenElsewhere("k" + i, "old");
      read("k" + i);
    }
    assertThat(gauge("near.entries")).isEqualTo(100);
    feed.says().allChanged();
    feed.says().allChanged();
    assertThat(gauge("near.entries")).isZero();
    assertThat(gauge("near.losses")).isEqualTo(1);
    for (String value : List.of("new", "newer")) {
      for (int i = 0; i < 100; i++) {
        writtenElsewhere("k" + i, value);
        assertThat(read("k" + i)).isEqualTo(value);
      }
    }
    confirm();
    read("k1");
    read("k1");
    assertThat(remote.reads).hasValue(301);
  }

  @Test
  void aCopyNeverOutlivesTheRemainingTimeCountedFromBeforeTheReadWasSent() {
    writtenElsewhere("k", "v", Duration.ofMillis(700));
    confirm();
    remote.then(read -> pass(Duration.ofMillis(200)));
    assertThat(read("k")).isEqualTo("v");
    pass(Duration.ofMillis(500));
    confirm();
    assertThat(read("k")).isEqualTo("v");
    assertThat(remote.reads).hasValue(1);
    pass(NANO);
    read("k");
    assertThat(remote.reads).hasValue(2);
    pass(Duration.ofMillis(1));
    assertThat(read("k")).isNull();
  }

  @Test
  void theRemainingTimeOfACopyIsToldAndNeverTooLong() {
    writtenElsewhere("k", "v", Duration.ofMillis(60_000));
    writtenElsewhere("forever", "v");
    confirm();
    assertThat(store.entry("k").orElseThrow().ttl()).contains(Duration.ofMillis(60_000));
    store.entry("forever");
    pass(Duration.ofMillis(400).plus(NANO));
    assertThat(store.entry("k").orElseThrow().ttl()).contains(Duration.ofMillis(59_599));
    assertThat(store.entry("forever").orElseThrow().ttl()).isEmpty();
    assertThat(remote.reads).hasValue(2);
  }

  @Test
  void aCopyLivesForTheNearTtlAtMost() {
    writtenElsewhere("k", "old");
    confirm();
    read("k");
    writtenElsewhere("k", "new");
    pass(NEAR_TTL);
    confirm();
    assertThat(read("k")).isEqualTo("new");
    assertThat(gauge("near.entries")).isEqualTo(1);
  }

  @Test
  void aMissIsNotRemembered() {
    confirm();
    assertThat(read("k")).isNull();
    assertThat(store.getAll(List.of("k")).get(0)).isEmpty();
    assertThat(gauge("near.entries")).isZero();
    writtenElsewhere("k", "v");
    assertThat(read("k")).isEqualTo("v");
  }

  @Test
  void keysThatMayNotBeNearNeverAre() {
    confirm();
    for (String value : List.of("1", "2", "3")) {
      writtenElsewhere("far:k", value);
      assertThat(read("far:k")).isEqualTo(value);
      assertThat(text(store.getShared("far:k"))).isEqualTo(value);
      assertThat(text(store.getAll(List.of("far:k", "near")).get(0))).isEqualTo(value);
      assertThat(text(store.entry("far:k").map(CacheEntry::value))).isEqualTo(value);
    }
    assertThat(gauge("near.entries")).isZero();
  }

  @Test
  void onlySharedReadsSeeTheArrayThatIsKept() {
    writtenElsewhere("k", "v");
    confirm();
    byte[] mine = store.get("k").orElseThrow();
    mine[0] = 'X';
    mine = store.get("k").orElseThrow();
    mine[0] = 'X';
    store.entry("k").orElseThrow().value()[0] = 'X';
    store.getAll(List.of("k", "k")).get(1).orElseThrow()[0] = 'X';
    assertThat(read("k")).isEqualTo("v");
    assertThat(store.getShared("k").orElseThrow())
        .isSameAs(store.getShared("k").orElseThrow())
        .isSameAs(store.getAllShared(List.of("k")).get(0).orElseThrow());
    feed.says().changed("k");
    store.getAll(List.of("k")).get(0).orElseThrow()[0] = 'X';
    feed.says().changed("k");
    store.entry("k").orElseThrow().value()[0] = 'X';
    assertThat(read("k")).isEqualTo("v");
  }

  @Test
  void aBulkReadAsksOnceAndOnlyForWhatIsMissing() {
    for (String key : List.of("a", "b", "c", "far:d")) {
      writtenElsewhere(key, key);
    }
    confirm();
    read("b");
    List<String> keys = List.of("c", "none", "b", "a", "far:d", "c");
    assertThat(store.getAll(keys))
        .map(TieredFixture::text)
        .containsExactly("c", null, "b", "a", "far:d", "c");
    assertThat(remote.reads).hasValue(2);
    assertThat(store.getAllShared(List.of("a", "b", "c")))
        .map(TieredFixture::text)
        .containsExactly("a", "b", "c");
    assertThat(remote.reads).hasValue(2);
  }

  @Test
  void whatABulkReadKeepsEndsWithTheRemainingTime() {
    writtenElsewhere("k", "v", Duration.ofMillis(700));
    confirm();
    store.getAll(List.of("k"));
    pass(Duration.ofMillis(700));
    store.getAll(List.of("k"));
    assertThat(remote.reads).hasValue(1);
    pass(Duration.ofMillis(2));
    assertThat(store.getAll(List.of("k")).get(0)).isEmpty();
  }

  @Test
  void aSecondReaderThatMissesTheSameKeyAsksForItselfAndKeepsNothing() {
    writtenElsewhere("k", "v");
    confirm();
    remote.then(
        first -> {
          assertThat(read("k")).isEqualTo("v");
          assertThat(gauge("near.entries")).isZero();
        });
    assertThat(read("k")).isEqualTo("v");
    assertThat(gauge("near.entries")).isEqualTo(1);
    assertThat(remote.reads).hasValue(2);
  }

  @Test
  void aReadThatFailsLetsTheNextOneKeepItsAnswer() {
    writtenElsewhere("k", "v");
    confirm();
    remote.before(
        read -> {
          throw new CacheException(Reason.UNAVAILABLE, "away");
        });
    assertThatThrownBy(() -> store.get("k")).isInstanceOf(CacheException.class);
    assertThatThrownBy(() -> store.getAll(List.of("k"))).isInstanceOf(CacheException.class);
    remote.before(read -> {});
    read("k");
    assertThat(gauge("near.entries")).isEqualTo(1);
  }

  @Test
  void aCopyIsServedWhileTheRemoteStoreIsAwayAndTheLeaseLasts() {
    writtenElsewhere("k", "v");
    confirm();
    read("k");
    remote.before(
        read -> {
          throw new CacheException(Reason.UNAVAILABLE, "away");
        });
    pass(LEASE);
    assertThat(read("k")).isEqualTo("v");
    pass(NANO);
    assertThatThrownBy(() -> store.get("k"))
        .isInstanceOfSatisfying(
            CacheException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNAVAILABLE));
  }

  @Test
  void theTierStaysWithinItsLimitAndTellsWhatItEvicts() {
    confirm();
    byte[] value = new byte[10_000];
    for (int i = 0; i < 500; i++) {
      memory.put("k" + i, value, Ttl.NONE);
      store.get("k" + i);
      assertThat(gauge("near.bytes")).isLessThanOrEqualTo(MAX_BYTES);
    }
    assertThat(gauge("near.bytes")).isGreaterThan(MAX_BYTES / 2.0);
    assertThat(evicted.get()).isGreaterThan(3L << 20);
    memory.put("large", new byte[(int) MAX_BYTES / 8], Ttl.NONE);
    store.get("large");
    store.get("large");
    assertThat(gauge("near.hits")).isZero();
  }

  @Test
  void theStatusSaysHowStaleACopyMayBeNow() {
    assertThat(store.name()).isEqualTo("tiered");
    confirm();
    pass(Duration.ofMillis(250));
    assertThat(gauge("near.usable")).isEqualTo(1);
    assertThat(gauge("near.link.age.seconds")).isCloseTo(0.25, within(1e-9));
    assertThat(gauge("near.staleness.max.seconds")).isCloseTo(0.25, within(1e-9));
    pass(LEASE);
    assertThat(gauge("near.usable")).isZero();
    assertThat(gauge("near.link.age.seconds")).isCloseTo(1.25, within(1e-9));
    assertThat(gauge("near.staleness.max.seconds")).isZero();
    feed.says().allChanged();
    assertThat(gauge("near.link.age.seconds")).isCloseTo(1.25, within(1e-9));
    assertThat(store.status().state()).isEqualTo("up");
    assertThat(gauge("bytes.max")).isEqualTo(64 << 20);
  }

  @Test
  void aClosedStoreServesNoCopyAndCanBeStartedAgain() {
    writtenElsewhere("k", "v");
    confirm();
    read("k");
    store.close();
    store.close();
    assertThat(feed.isOpen()).isFalse();
    assertThatThrownBy(() -> store.get("k")).isInstanceOf(CacheException.class);
    assertThat(gauge("near.entries")).isZero();
    store.start();
    store.start();
    confirm();
    assertThat(read("k")).isNull();
  }

  @Test
  void settingsThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> NearSettings.of(0)).hasMessageContaining("at least 1 byte");
    assertThatThrownBy(() -> new NearSettings(1, Duration.ZERO, NEAR_TTL, key -> true))
        .hasMessageContaining("lease");
    assertThatThrownBy(() -> new NearSettings(1, LEASE, Duration.ofDays(1_000), key -> true))
        .hasMessageContaining("near copy");
  }
}
