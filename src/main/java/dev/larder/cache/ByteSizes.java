package dev.larder.cache;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The written form of sizes in configuration: {@code 512B}, {@code 64KB}, {@code 100MB}, {@code
 * 2GB}, each unit 1024 times the one before; a number alone is bytes.
 */
public final class ByteSizes {

  private static final Pattern FORM = Pattern.compile("([0-9]{1,15})(B|KB|MB|GB)?");

  private ByteSizes() {}

  /**
   * Reads a size in bytes.
   *
   * @throws IllegalArgumentException when the text is none; the message says what is allowed
   */
  public static long parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "not a size; write a whole number and a unit, such as 512B, 64KB, 100MB or 2GB");
    }
    String unit = matcher.group(2) == null ? "B" : matcher.group(2);
    int shift =
        switch (unit) {
          case "KB" -> 10;
          case "MB" -> 20;
          case "GB" -> 30;
          default -> 0;
        };
    long number = Long.parseLong(matcher.group(1));
    if (number > Long.MAX_VALUE >> shift) {
      throw new IllegalArgumentException("the size is too large");
    }
    return number << shift;
  }
}
