package dev.larder.requirements;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Versions as PEP 440 writes them, as far as this package needs them: is it one, and do two
 * spellings mean the same. Nothing here orders versions.
 *
 * @see <a href="https://peps.python.org/pep-0440/">PEP 440</a>
 */
final class Pep440 {

  /**
   * Longer texts are no versions here. It also keeps the pattern's work small; its repetitions are
   * possessive besides, so they neither backtrack nor use the stack.
   */
  static final int MAX_LENGTH = 200;

  private static final Pattern VERSION =
      Pattern.compile(
          "v?(?:(?<epoch>[0-9]++)!)?(?<release>[0-9]++(?:\\.[0-9]++)*+)"
              + "(?:[-_.]?(?<pre>alpha|a|beta|b|preview|pre|c|rc)[-_.]?(?<preN>[0-9]*+))?"
              + "(?:-(?<postN1>[0-9]++)|[-_.]?(?<post>post|rev|r)[-_.]?(?<postN2>[0-9]*+))?"
              + "(?:[-_.]?(?<dev>dev)[-_.]?(?<devN>[0-9]*+))?"
              + "(?:\\+(?<local>[a-z0-9]++(?:[-_.][a-z0-9]++)*+))?",
          Pattern.CASE_INSENSITIVE);

  private Pep440() {}

  static boolean isVersion(String text) {
    return match(text) != null;
  }

  /** A version without the {@code +local} part, which no ordered comparison allows. */
  static boolean isPublicVersion(String text) {
    return isVersion(text) && text.indexOf('+') < 0;
  }

  /** Only epoch and release numbers: what may stand before {@code .*}. */
  static boolean isReleaseOnly(String text) {
    Matcher match = match(text);
    return match != null && match.end("release") == text.length();
  }

  /** Whether the release has two numbers or more, as {@code ~=} needs. */
  static boolean hasSeveralNumbers(String text) {
    Matcher match = match(text);
    return match != null && group(match, "release").indexOf('.') >= 0;
  }

  /**
   * The normal form of a version, or the text in lower case if it is none.
   *
   * @param dropTrailingZeros whether {@code 1.0} is to be the same as {@code 1}
   */
  static String canonical(String text, boolean dropTrailingZeros) {
    Matcher match = match(text);
    if (match == null) {
      return text.toLowerCase(Locale.ROOT);
    }
    StringBuilder result = new StringBuilder();
    result.append(number(group(match, "epoch"))).append('!');
    result.append(release(group(match, "release"), dropTrailingZeros));
    if (match.group("pre") != null) {
      result.append(preLetter(group(match, "pre"))).append(number(group(match, "preN")));
    }
    if (match.group("postN1") != null) {
      result.append(".post").append(number(group(match, "postN1")));
    } else if (match.group("post") != null) {
      result.append(".post").append(number(group(match, "postN2")));
    }
    if (match.group("dev") != null) {
      result.append(".dev").append(number(group(match, "devN")));
    }
    if (match.group("local") != null) {
      result.append('+').append(local(group(match, "local")));
    }
    return result.toString();
  }

  private static @Nullable Matcher match(String text) {
    if (text.length() > MAX_LENGTH) {
      return null;
    }
    Matcher match = VERSION.matcher(text);
    return match.matches() ? match : null;
  }

  private static String group(Matcher match, String name) {
    String value = match.group(name);
    return value == null ? "" : value;
  }

  private static String number(String digits) {
    int from = 0;
    while (from < digits.length() - 1 && digits.charAt(from) == '0') {
      from++;
    }
    return digits.isEmpty() ? "0" : digits.substring(from);
  }

  private static String release(String release, boolean dropTrailingZeros) {
    StringBuilder result = new StringBuilder();
    int kept = 0;
    for (String part : release.split("\\.", -1)) {
      String number = number(part);
      result.append(result.length() == 0 ? "" : ".").append(number);
      if (kept == 0 || !number.equals("0")) {
        kept = result.length();
      }
    }
    return dropTrailingZeros ? result.substring(0, kept) : result.toString();
  }

  private static String preLetter(String letters) {
    return switch (letters.toLowerCase(Locale.ROOT)) {
      case "a", "alpha" -> "a";
      case "b", "beta" -> "b";
      default -> "rc";
    };
  }

  private static String local(String local) {
    StringBuilder result = new StringBuilder();
    for (String part : local.toLowerCase(Locale.ROOT).split("[-_.]", -1)) {
      boolean digits = part.chars().allMatch(c -> c >= '0' && c <= '9');
      result.append(result.length() == 0 ? "" : ".").append(digits ? number(part) : part);
    }
    return result.toString();
  }
}
