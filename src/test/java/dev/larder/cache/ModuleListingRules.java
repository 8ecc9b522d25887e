package dev.larder.cache;

import static dev.larder.cache.ModuleRules.keys;
import static dev.larder.cache.ModuleRules.pages;
import static dev.larder.cache.ModuleRules.set;
import static dev.larder.cache.StoreRules.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The contract of modules: listings, cursors, and removals by pattern. */
public interface ModuleListingRules extends ModuleRules {

  @Test
  default void aListingFindsWhatThePatternMatchesUnderEveryPrefix() {
    for (String prefix : PREFIXES) {
      CacheModule module = module(prefix);
      List<String> all = List.of("user:1", "user:2", "user:10", "USER:1", "usér:1", "u\n:1", "*");
      all.forEach(key -> set(module, key, "v"));
      assertThat(keys(module, "user:*"))
          .as("prefix '%s'", prefix)
          .containsExactlyInAnyOrder("user:1", "user:2", "user:10");
      assertThat(keys(module, "us??r:1")).containsExactly("usér:1");
      assertThat(keys(module, "[uU]*:1"))
          .containsExactlyInAnyOrder("user:1", "USER:1", "usér:1", "u\n:1");
      assertThat(keys(module, "\\*")).containsExactly("*");
      assertThat(pages(module, KeyPattern.glob("user:?"), 1))
          .containsExactlyInAnyOrder("user:1", "user:2");
      assertThat(keys(module, "*")).containsExactlyInAnyOrderElementsOf(all);
      assertThat(module.deletePattern(KeyPattern.glob("*"))).isEqualTo(all.size());
    }
  }

  @Test
  default void theEmptyKeyIsListedByTheStarAndBehindAPrefixByEveryRunOfStars() {
    CacheModule bare = module("");
    set(bare, "", "v");
    assertThat(keys(bare, "*")).containsExactly("");
    assertThat(keys(bare, "")).containsExactly("");
    assertThat(keys(bare, "**")).isEmpty();
    assertThat(bare.deletePattern(KeyPattern.glob("**"))).isZero();
    assertThat(bare.deletePattern(KeyPattern.glob("*"))).isEqualTo(1);
    CacheModule prefixed = module("p");
    set(prefixed, "", "v");
    assertThat(keys(prefixed, "*")).containsExactly("");
    assertThat(keys(prefixed, "**")).containsExactly("");
    assertThat(keys(prefixed, "")).containsExactly("");
    assertThat(prefixed.deletePattern(KeyPattern.glob("**"))).isEqualTo(1);
  }

  @Test
  default void patternsFromLiteralTextAndConfinedPatternsMatchNothingElse() {
    CacheModule module = module("p");
    for (String key : List.of("a*b:1", "a*b:2", "axb:1", "t1:x", "t1:y", "t2:x", "t1")) {
      set(module, key, "v");
    }
    assertThat(module.keys(KeyPattern.startingWith("a*b:")))
        .containsExactlyInAnyOrder("a*b:1", "a*b:2");
    KeyPattern confined = KeyPattern.glob("*:x").under("t1:");
    assertThat(module.keys(confined)).containsExactly("t1:x");
    assertThat(module.deletePattern(KeyPattern.glob("*").under("t1:"))).isEqualTo(2);
    assertThat(keys(module, "t*")).containsExactlyInAnyOrder("t1", "t2:x");
  }

  @Test
  default void pagesHoldEveryKeyAndOnlyAnAbsentCursorEndsThem() {
    CacheModule module = module("list");
    Set<String> all = new HashSet<>();
    Map<String, byte[]> items = new HashMap<>();
    for (int i = 0; i < 1_200; i++) {
      all.add("k" + i);
      items.put("k" + i, bytes("v"));
    }
    module.mset(items);
    module("other").mset(items);
    for (int limit : new int[] {1, 10, 333, 5_000}) {
      assertThat(new HashSet<>(pages(module, KeyPattern.glob("*"), limit))).isEqualTo(all);
    }
    KeyPage first = module.keys(KeyPattern.glob("*"), null, 10);
    assertThat(first.keys()).hasSizeLessThan(200).doesNotHaveDuplicates();
    assertThat(first.cursor()).isPresent();
    try (Stream<String> lazy = module.keys(KeyPattern.glob("*"))) {
      assertThat(lazy.limit(5)).hasSize(5);
    }
    assertThat(pages(module, KeyPattern.glob("nothing*"), 10)).isEmpty();
  }

  @Test
  default void aCursorOfAnotherListingOrDamagedIsRefused() {
    CacheModule module = module("p");
    for (int i = 0; i < 600; i++) {
      set(module, "k" + i, "v");
    }
    KeyPattern pattern = KeyPattern.glob("k*");
    String cursor = module.keys(pattern, null, 10).cursor().orElseThrow();
    assertThat(module.keys(pattern, cursor, 10).keys()).isNotNull();
    List<String> foreign = new ArrayList<>(List.of("", "0", "17", "no cursor", "%%%", "\n", "é"));
    foreign.add(cursor.substring(1));
    foreign.add(cursor.substring(0, cursor.length() - 2));
    foreign.add(cursor + cursor);
    foreign.add((cursor.charAt(0) == 'A' ? 'B' : 'A') + cursor.substring(1));
    for (String wrong : foreign) {
      assertThatThrownBy(() -> module.keys(pattern, wrong, 10))
          .as("cursor '%s'", wrong)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("cursor");
    }
    assertThatThrownBy(() -> module.keys(KeyPattern.glob("*"), cursor, 10))
        .as("a cursor of another pattern")
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> module.keys(pattern.under("k1"), cursor, 10))
        .as("a cursor of a wider pattern")
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> module("q").keys(pattern, cursor, 10))
        .as("a cursor of another prefix")
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  default void aPageHoldsAtLeastOneKey() {
    CacheModule module = module("");
    set(module, "k", "v");
    for (int wrong : new int[] {0, -1, Integer.MIN_VALUE}) {
      assertThatThrownBy(() -> module.keys(KeyPattern.glob("*"), null, wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("limit");
    }
  }

  @Test
  default void aRemovalByPatternReturnsWhatItRemoved() {
    CacheModule module = module("app");
    Map<String, byte[]> items = new HashMap<>();
    for (int i = 0; i < 2_000; i++) {
      items.put("k" + i, bytes("v"));
    }
    module.mset(items);
    module("appendix").mset(items);
    assertThat(module.deletePattern(KeyPattern.glob("k1???"))).isEqualTo(1_000);
    assertThat(module.deletePattern(KeyPattern.glob("*"))).isEqualTo(1_000);
    assertThat(module.deletePattern(KeyPattern.glob("*"))).isZero();
    assertThat(keys(module("appendix"), "*")).hasSize(2_000);
  }
}
