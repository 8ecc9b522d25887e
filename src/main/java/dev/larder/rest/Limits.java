package dev.larder.rest;

import dev.larder.cache.ByteSizes;

/**
 * The bounds of what a request may carry.
 *
 * @param key the most bytes of a key in UTF-8
 * @param value the most bytes of a value
 * @param body the most bytes of a request's body, and of the values that one answer carries
 * @param bulk the most items of one bulk request
 * @param page the most keys of one page of a listing
 * @param pattern the most characters of a pattern behind its first wildcard
 * @param scans the most listings and pattern deletes at once
 * @param headers the most bytes of path, query and headers together
 */
public record Limits(
    int key, int value, int body, int bulk, int page, int pattern, int scans, int headers) {

  /**
   * Reads and checks the bounds.
   *
   * @throws IllegalArgumentException when one is no size, or not within its range
   */
  static Limits read(Settings settings) {
    return new Limits(
        settings.value("larder.limits.key", text -> size(text, 1, 1 << 20)),
        settings.value("larder.limits.value", text -> size(text, 1, 512 << 20)),
        settings.value("larder.limits.body", text -> size(text, 1 << 10, 1 << 30)),
        settings.value("larder.limits.bulk", text -> count(text, 1, 100_000)),
        settings.value("larder.limits.page", text -> count(text, 1, 100_000)),
        settings.value("larder.limits.pattern", text -> count(text, 1, 4_096)),
        settings.value("larder.limits.scans", text -> count(text, 1, 1_000)),
        settings.value("larder.limits.headers", text -> size(text, 1 << 10, 1 << 20)));
  }

  private static int size(String text, int least, int most) {
    long bytes = ByteSizes.parse(text);
    if (bytes < least || bytes > most) {
      throw new IllegalArgumentException(
          "allowed is from " + least + " to " + most + " bytes (" + (most >> 20) + "MB)");
    }
    return (int) bytes;
  }

  private static int count(String text, int least, int most) {
    if (!text.matches("[0-9]{1,9}")
        || Integer.parseInt(text) < least
        || Integer.parseInt(text) > most) {
      throw new IllegalArgumentException("allowed is a whole number from " + least + " to " + most);
    }
    return Integer.parseInt(text);
  }
}
