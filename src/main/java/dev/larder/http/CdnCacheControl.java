package dev.larder.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The field {@code CDN-Cache-Control} (RFC 9213). */
final class CdnCacheControl {

  private static final Set<String> FLAGS =
      Set.of("no-store", "public", "must-revalidate", "proxy-revalidate", "must-understand");
  private static final Set<String> FLAGS_OR_NAMES = Set.of("no-cache", "private");
  private static final Set<String> SECONDS =
      Set.of("max-age", "s-maxage", "stale-while-revalidate", "stale-if-error");

  private CdnCacheControl() {}

  /**
   * Reads all lines of the field, which then stand for {@code Cache-Control} and {@code Expires}.
   *
   * <p>A directive without an argument is a true Boolean, one with a number of seconds an integer;
   * {@code no-cache} and {@code private} may have a string. Of duplicates the last counts, as in
   * every dictionary of structured fields. Parameters and unknown directives have no effect.
   *
   * @return empty when the field is absent, empty, no dictionary, or has a directive of a wrong
   *     type: it is then ignored as a whole
   */
  static Optional<CacheControl> parse(List<String> lines) {
    Map<String, SfValue> members = SfDictionary.parse(lines).orElse(Map.of());
    if (members.isEmpty()) {
      return Optional.empty();
    }
    CacheControlBuilder directives = new CacheControlBuilder();
    for (Map.Entry<String, SfValue> member : members.entrySet()) {
      String name = member.getKey();
      if (FLAGS.contains(name) || FLAGS_OR_NAMES.contains(name) || SECONDS.contains(name)) {
        if (!isOfRightType(name, member.getValue())) {
          return Optional.empty();
        }
        directives.add(name, argument(member.getValue()));
      }
    }
    return Optional.of(directives.build());
  }

  private static boolean isOfRightType(String name, SfValue value) {
    if (value instanceof SfValue.Int) {
      return SECONDS.contains(name);
    }
    if (value instanceof SfValue.Text) {
      return FLAGS_OR_NAMES.contains(name);
    }
    return value instanceof SfValue.Bool flag && flag.value() && !SECONDS.contains(name);
  }

  private static @Nullable String argument(SfValue value) {
    if (value instanceof SfValue.Int seconds) {
      return Long.toString(seconds.value());
    }
    return value instanceof SfValue.Text names ? names.value() : null;
  }
}
