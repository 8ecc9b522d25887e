package dev.larder.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the parts of the stores' contract have in common: a store that is open and empty, the way to
 * let time pass, and short forms.
 */
public interface StoreRules {

  /** Keys that tend to go wrong somewhere, all different. */
  List<String> HOSTILE_KEYS =
      List.of(
          "",
          " ",
          "  ",
          "a",
          "A",
          "with space ",
          "line\nbreak",
          "line\r\nbreak",
          "\n",
          "\u0000",
          "nul\u0000inside",
          "tab\t",
          "*",
          "**",
          "?",
          "[",
          "]",
          "[abc]",
          "[^a]",
          "^",
          "-",
          "\\",
          "\\\\",
          "\\*",
          "a/b/../c",
          "a:b",
          "{tag}key",
          "%2F%00",
          "\"quoted'",
          "$5\r\nhello\r\n",
          "é",
          "e\u0301",
          "ÿ",
          "Ā",
          "日本語",
          "\u2028",
          "\uFEFF",
          "\uFFFD",
          "\uE000",
          "\uFFFF",
          "😀",
          "👩‍👩‍👧",
          "\uDBFF\uDFFF",
          "k".repeat(4096),
          "ж".repeat(2048));

  /** Returns the store under test, started and, when the test began, empty. */
  CacheStore store();

  /** Lets at least so much time pass for the store. */
  void elapse(Duration time);

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static @Nullable String text(Optional<byte[]> value) {
    return value.map(bytes -> new String(bytes, StandardCharsets.UTF_8)).orElse(null);
  }

  default void put(String key, String value) {
    store().put(key, bytes(value), Ttl.NONE);
  }

  default void put(String key, String value, Duration ttl) {
    store().put(key, bytes(value), Ttl.of(ttl));
  }

  default @Nullable String read(String key) {
    return text(store().get(key));
  }

  /** Returns the remaining TTL; empty without expiry; fails when there is no entry. */
  default Optional<Duration> ttl(String key) {
    Optional<CacheEntry> entry = store().entry(key);
    assertThat(entry).as("entry of '%s'", key).isPresent();
    return entry.get().ttl();
  }

  /** Returns everything a scan finds, page by page, in pages of about {@code limit}. */
  default List<String> scanAll(KeyScan scan, int limit) {
    List<String> found = new ArrayList<>();
    String cursor = null;
    do {
      ScanPage page = store().scan(scan, cursor, limit);
      assertThat(page.keys()).doesNotHaveDuplicates();
      found.addAll(page.keys());
      cursor = page.cursor().orElse(null);
    } while (cursor != null);
    return found;
  }

  default List<String> scanAll(String literalPrefix, String glob) {
    return scanAll(KeyScan.of(literalPrefix, glob), 10);
  }
}
