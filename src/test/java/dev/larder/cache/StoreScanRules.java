package dev.larder.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The contract of stores: listings in pages, and removals by pattern. */
public interface StoreScanRules extends StoreRules {

  @Test
  default void aScanFindsWhatPrefixAndGlobSelect() {
    for (String key : List.of("a:1", "a:2", "a:10", "a:é", "a:x\ny", "a:", "b:1", "a", "")) {
      put(key, "v");
    }
    assertThat(scanAll("", "a:?")).containsExactlyInAnyOrder("a:1", "a:2");
    assertThat(scanAll("", "a:??")).containsExactlyInAnyOrder("a:10", "a:é");
    assertThat(scanAll("a:", "*"))
        .containsExactlyInAnyOrder("a:1", "a:2", "a:10", "a:é", "a:x\ny", "a:");
    assertThat(scanAll("a:", "1*")).containsExactlyInAnyOrder("a:1", "a:10");
    assertThat(scanAll("a:", "")).containsExactly("a:");
    assertThat(scanAll("a:", "**")).contains("a:");
    assertThat(scanAll("", "")).containsExactly("");
    assertThat(scanAll("", "a:1")).containsExactly("a:1");
    assertThat(scanAll("", "\\a:\\1")).containsExactly("a:1");
    assertThat(scanAll("", "a:[^12]")).isEmpty();
    assertThat(scanAll("", "[ab]:1")).containsExactlyInAnyOrder("a:1", "b:1");
    assertThat(scanAll("", "A:1")).isEmpty();
    assertThat(scanAll("", "*")).hasSize(9).contains("");
    assertThat(scanAll("", "**")).hasSize(8).doesNotContain("");
    assertThat(scanAll("none:", "*")).isEmpty();
  }

  @Test
  default void nothingInTheLiteralPrefixIsAPattern() {
    String prefix = "cache[ab]*?\\^-:";
    List<String> inside = List.of(prefix, prefix + "1", prefix + "*", prefix + "\\");
    List<String> outside =
        List.of("cachea", "cacheb:1", "cache[ab]:1", "cachea\\^-:1", "cache[ab]*?^-:1", "x");
    inside.forEach(key -> put(key, "v"));
    outside.forEach(key -> put(key, "v"));
    assertThat(scanAll(prefix, "*")).containsExactlyInAnyOrderElementsOf(inside);
    assertThat(scanAll(prefix, "\\*")).containsExactly(prefix + "*");
    assertThat(scanAll(prefix, "\\")).containsExactly(prefix + "\\");
    assertThat(store().deleteMatching(KeyScan.of(prefix, "*"))).isEqualTo(inside.size());
    assertThat(scanAll("", "*")).containsExactlyInAnyOrderElementsOf(outside);
  }

  @Test
  default void whatIsNotAcceptedIsNeitherListedNorRemoved() {
    for (int i = 0; i < 30; i++) {
      put("k" + i, "v");
    }
    KeyScan ones = new KeyScan("k", "*", "1", true);
    assertThat(scanAll(ones, 4)).hasSize(11).contains("k1", "k19").doesNotContain("k0", "k2");
    assertThat(store().deleteMatching(ones)).isEqualTo(11);
    assertThat(scanAll("", "*")).hasSize(19).contains("k0", "k29").doesNotContain("k1");
  }

  @Test
  default void everyPageSizeFindsEveryKeyOnceInAQuietStore() {
    Set<String> all = new HashSet<>();
    for (int i = 0; i < 300; i++) {
      all.add("key:" + i);
      put("key:" + i, "v");
      put("other:" + i, "v");
    }
    for (int limit : new int[] {1, 2, 7, 100, 1_000, 1_000_000}) {
      assertThat(new HashSet<>(scanAll(KeyScan.of("key:", "*"), limit)))
          .as("limit %d", limit)
          .isEqualTo(all);
    }
  }

  @Test
  default void aPageIsAboutAsLargeAsAskedFor() {
    for (int i = 0; i < 5_000; i++) {
      put("key:" + i, "v");
    }
    ScanPage page = store().scan(KeyScan.of("key:", "*"), null, 100);
    assertThat(page.keys()).hasSizeBetween(1, 1_000);
    assertThat(page.cursor()).isPresent();
  }

  @Test
  default void keysThatStayAreFoundWhileOthersComeAndGo() {
    Set<String> stay = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      stay.add("stay:" + i);
      put("stay:" + i, "v");
      put("go:" + i, "v");
    }
    Set<String> found = new HashSet<>();
    String cursor = null;
    int changed = 0;
    do {
      ScanPage page = store().scan(KeyScan.of("", "*"), cursor, 50);
      assertThat(page.keys()).doesNotHaveDuplicates();
      found.addAll(page.keys());
      cursor = page.cursor().orElse(null);
      // The keys just listed go, the one the cursor may name among them.
      page.keys().stream().filter(key -> key.startsWith("go:")).forEach(store()::delete);
      put("come:" + changed++, "v");
      put("stay:" + changed % 1_000, "rewritten");
    } while (cursor != null);
    assertThat(found).containsAll(stay);
  }

  @Test
  default void aRemovedKeyIsNotListed() {
    put("a", "v");
    put("b", "v");
    store().delete("a");
    assertThat(scanAll("", "*")).containsExactly("b");
    store().deleteIf("b", WriteCondition.ifEquals(StoreRules.bytes("v")));
    assertThat(scanAll("", "*")).isEmpty();
  }

  @Test
  default void aCursorThatIsNotOursIsRefused() {
    for (int i = 0; i < 50; i++) {
      put("key:" + i, "v");
    }
    for (String foreign : List.of("", "no cursor", "-1", "0x10", "1 ", "99999999999999999999999")) {
      assertThatThrownBy(() -> store().scan(KeyScan.of("key:", "*"), foreign, 10))
          .as("cursor '%s'", foreign)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  default void aRemovalByPatternCountsWhatItRemoved() {
    for (int i = 0; i < 3_000; i++) {
      put("del:" + i, "v");
    }
    List<String> others = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      others.add("keep:" + i);
      put("keep:" + i, "v");
    }
    assertThat(store().deleteMatching(KeyScan.of("", "del:1*"))).isEqualTo(1_111);
    assertThat(store().deleteMatching(KeyScan.of("del:", "*"))).isEqualTo(1_889);
    assertThat(store().deleteMatching(KeyScan.of("del:", "*"))).isZero();
    assertThat(scanAll("", "*")).containsExactlyInAnyOrderElementsOf(others);
    assertThat(store().deleteMatching(KeyScan.of("", "keep:7"))).isEqualTo(1);
    assertThat(store().deleteMatching(KeyScan.of("", "*"))).isEqualTo(49);
  }

  @Test
  default void aScanEndsWhenItsCallerIsInterrupted() {
    put("k1", "v");
    Thread.currentThread().interrupt();
    try {
      KeyScan all = KeyScan.of("", "*");
      assertThat(
              catchThrowableOfType(CacheException.class, () -> store().scan(all, null, 9)).kind())
          .isEqualTo(CacheException.Kind.UNAVAILABLE);
      assertThat(
              catchThrowableOfType(CacheException.class, () -> store().deleteMatching(all))
                  .reason())
          .isEqualTo(CacheException.Reason.UNAVAILABLE);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(store().exists("k1")).isTrue();
  }

  @Test
  default void theEmptyKeyIsRemovedByTheStarAlone() {
    put("", "v");
    assertThat(store().deleteMatching(KeyScan.of("", "**"))).isZero();
    assertThat(store().exists("")).isTrue();
    assertThat(store().deleteMatching(KeyScan.of("", "*"))).isEqualTo(1);
    put("", "v");
    assertThat(store().deleteMatching(KeyScan.of("", ""))).isEqualTo(1);
  }
}
