package dev.larder.http;

import java.util.List;
import java.util.Optional;

/** The field {@code CDN-Cache-Control} (RFC 9213). */
final class CdnCacheControl {

  private CdnCacheControl() {}

  /**
   * Reads all lines of the field, which then stand for {@code Cache-Control} and {@code Expires};
   * empty when the field is absent, empty, no dictionary of structured fields, or has a directive
   * of a wrong type.
   */
  static Optional<CacheControl> parse(List<String> lines) {
    return Optional.empty();
  }
}
