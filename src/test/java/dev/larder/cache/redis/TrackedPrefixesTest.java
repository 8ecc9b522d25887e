package dev.larder.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Redis refuses prefixes of which one covers another. */
class TrackedPrefixesTest {

  private static List<String> covering(String... prefixes) {
    return TrackedPrefixes.covering(List.of(prefixes)).stream()
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
        .toList();
  }

  @Test
  void prefixesThatAreCoveredByOthersAreLeftOut() {
    assertThat(covering("app:", "larder:http:", "larder:", "app:", "app:x", "b"))
        .containsExactly("app:", "larder:", "b");
    assertThat(covering("ключ", "ключ 😀", "*")).containsExactly("ключ", "*");
  }

  @Test
  void theEmptyPrefixIsForAllKeysWhateverElseThereIs() {
    assertThat(covering("a", "", "b")).isEmpty();
  }

  @Test
  void noPrefixAtAllIsRefused() {
    assertThatThrownBy(() -> TrackedPrefixes.covering(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least one prefix");
  }
}
