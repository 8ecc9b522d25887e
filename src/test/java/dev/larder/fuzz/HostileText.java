package dev.larder.fuzz;

import java.util.List;
import java.util.Random;

/**
 * Text that breaks what reads it carelessly. Bytes are written as ISO 8859-1 characters, so that
 * any bytes can be said. What would begin a line of a log or of a header is marked with {@link
 * #MARK}.
 */
final class HostileText {

  /** What no line of the log and no header of an answer may begin with. */
  static final String MARK = "Injected";

  private static final List<String> ENCODED =
      List.of(
          "../",
          "..%2f",
          "%2e%2e%2f",
          "%2E%2E",
          "..",
          ".",
          "%2f",
          "%2F",
          "%5c",
          "\\",
          ";x=y",
          ";",
          "%3b",
          "%00",
          "%00.txt",
          "%0d%0a" + MARK + ":%20yes",
          "%0a" + MARK + "%20line",
          "%0d" + MARK,
          "%c2%85" + MARK,
          "%e2%80%a8" + MARK,
          "%1b[31m" + MARK + "%1b[0m",
          "%08%08%08",
          "%7f",
          "%",
          "%4",
          "%zz",
          "%u002f",
          "%ff",
          "%80",
          "%c0%af",
          "%c0%ae%c0%ae%c0%af",
          "%e0%80%af",
          "%ed%a0%80",
          "%f4%90%80%80",
          "%f0%9f%98%80",
          "%ef%bf%be",
          "%ef%bb%bf",
          "%25%32%66",
          "%252f",
          "+",
          "%2b",
          "%20",
          "%23",
          "#frag",
          "?",
          "%3f",
          "&key=sentinel:1",
          "\u00ff",
          "\u00c3\u00a9",
          "\u0000",
          "\r\n" + MARK + ": raw\r\n",
          "\n" + MARK + ": raw\n",
          "\u001b]0;" + MARK + "\u0007",
          " ",
          "\t",
          "${jndi:ldap://127.0.0.1/x}",
          "{{7*7}}",
          "'%20or%201=1--",
          "<script>",
          "%3Cscript%3E",
          "%e2%80%ae",
          "*",
          "[a-z]",
          "larder:x",
          "bifrost:requirements:content");

  private static final List<String> NUMBERS =
      List.of(
          "0",
          "-0",
          "-1",
          "1",
          "00",
          "01",
          "+1",
          "1.5",
          "1e3",
          "0x10",
          "NaN",
          "Infinity",
          "",
          "999999999",
          "1000000000",
          "2147483648",
          "9223372036854775807",
          "9223372036854775808",
          "99999999999999999999999999",
          "%D9%A3",
          "1%00",
          "1%20",
          "1_000",
          "true",
          "null");

  private static final List<String> TTLS =
      List.of(
          "5m",
          "1ms",
          "none",
          "PT5M",
          "0",
          "0s",
          "-5m",
          "5",
          "5mm",
          "5M",
          " 5m",
          "5m%0a",
          "1e3s",
          "36500d",
          "36501d",
          "99999999999999999999d",
          "PT0S",
          "-PT5M",
          "PT-5M",
          "P1Y",
          "P",
          "PT1E9S",
          "PT0.0000000001S",
          "NONE",
          "null",
          "%D9%A3s",
          "5%6d");

  private static final List<String> PATTERNS =
      List.of(
          "*",
          "",
          "?",
          "[",
          "[^",
          "[]",
          "[a-",
          "[z-a]",
          "\\",
          "%5c",
          "%5c%5c",
          "**",
          "*%00*",
          "sentinel:*",
          "larder:*",
          "bifrost:*",
          "%ff",
          "*a*a*a*a*a*a*a*a*a*a*b",
          "user:*");

  private final Random random;

  HostileText(Random random) {
    this.random = random;
  }

  <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  /** Something for a URI, which need not be validly encoded. */
  String encoded() {
    return switch (random.nextInt(40)) {
      case 0 -> long_("a");
      case 1 -> long_("%41");
      case 2 -> long_("%c3%a9");
      case 3 -> one(ENCODED).repeat(1 + random.nextInt(20));
      case 4 -> "../".repeat(1 + random.nextInt(50));
      case 5 -> bytes(1 + random.nextInt(40));
      default -> one(ENCODED) + (random.nextBoolean() ? one(ENCODED) : "");
    };
  }

  /** From a few kilobytes to a megabyte, seldom. */
  private String long_(String unit) {
    int size =
        switch (random.nextInt(12)) {
          case 0 -> 1 << 20;
          case 1 -> 200_000;
          case 2, 3 -> 20_000;
          default -> 4_000 + random.nextInt(300);
        };
    return unit.repeat(size / unit.length() + 1);
  }

  /** Any bytes at all, but no line feed, which would only be another line. */
  String bytes(int length) {
    StringBuilder bytes = new StringBuilder();
    for (int i = 0; i < length; i++) {
      bytes.append((char) random.nextInt(256));
    }
    return bytes.toString();
  }

  String number() {
    return random.nextInt(20) == 0 ? "9".repeat(5_000) : one(NUMBERS);
  }

  String ttl() {
    return random.nextInt(20) == 0 ? "9".repeat(5_000) + "d" : one(TTLS);
  }

  String pattern() {
    return switch (random.nextInt(12)) {
      case 0 -> "*".repeat(3_000);
      case 1 -> "?".repeat(200);
      case 2 -> "[".repeat(250);
      case 3 -> "*a".repeat(16);
      case 4 -> encoded();
      default -> one(PATTERNS);
    };
  }
}
