package dev.larder.cache.redis;

import java.util.ArrayList;
import java.util.List;

/** The beginnings of the keys that are tracked, as Redis takes them: no two may overlap. */
final class TrackedPrefixes {

  private TrackedPrefixes() {}

  /**
   * Returns the prefixes that are needed to cover all of these; none for all keys.
   *
   * @throws IllegalArgumentException when there are none to cover
   */
  static List<byte[]> covering(List<String> prefixes) {
    if (prefixes.isEmpty()) {
      throw new IllegalArgumentException(
          "the feed of changes needs at least one prefix; the empty one is for all keys");
    }
    List<byte[]> needed = new ArrayList<>();
    for (String prefix : prefixes.stream().distinct().toList()) {
      if (prefix.isEmpty()) {
        return List.of();
      }
      boolean covered =
          prefixes.stream().anyMatch(other -> !other.equals(prefix) && prefix.startsWith(other));
      if (!covered) {
        needed.add(Utf8.bytes(prefix));
      }
    }
    return List.copyOf(needed);
  }
}
