package dev.larder.http.rules;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Header fields in odd spellings, drawn from a seeded source. Not thread-safe. */
final class Spelling {

  private static final String[] DATES = {
    "0",
    "-1",
    "Thu, 01 Jan 1970 00:00:00 GMT",
    "Thursday, 01-Jan-70 00:00:00 GMT",
    "Thu Jan  1 00:00:00 1970",
    "Fri, 31 Dec 9999 23:59:59 GMT",
    "Fri, 32 Dec 2060 23:59:59 GMT",
    "Fri, 31 Dec 99999 23:59:59 GMT",
    "2030-01-01",
    "{date+60}",
    "{date-60}",
    "tomorrow",
    "",
    "\"\"",
  };

  private static final String[] NOISE = {
    "max-age=60",
    "max-age=\"60\"",
    "max-age=0060",
    "max-age",
    "max-age=",
    "max-age=60x",
    "s-maxage=60",
    "public",
    "must-revalidate",
    "stale-while-revalidate=60",
    "stale-if-error=60",
    "immutable",
    "unknown",
    "unknown=value",
    "unknown=\"a, b\"",
    "unknown=\"a \\\" b\"",
    "no-transform",
    "",
    "=",
    "a=b=c",
  };

  private static final String[] REQUESTS = {
    "Cache-Control: max-stale",
    "Cache-Control: max-stale=999999999999",
    "Cache-Control: min-fresh=x",
    "Cache-Control: max-age=-1",
    "Cache-Control: \"",
    "Cache-Control: ,,=,",
    "Cache-Control: no-cache",
    "Cache-Control: no-store",
    "Cache-Control: only-if-cached",
    "Pragma: no-cache",
    "If-None-Match: *",
    "If-None-Match: W/",
    "If-None-Match: \"a\", \"b",
    "If-None-Match: ,",
    "If-Modified-Since: Thu, 01 Jan 1970 00:00:00 GMT",
    "If-Modified-Since: yesterday",
    "If-Modified-Since: Fri, 31 Dec 99999 23:59:59 GMT",
    "Range: bytes=0-1",
    "Range: bytes=-",
    "Range: bytes=99999999999999999999-",
    "Range: bytes=0-0,1-1",
    "Range: =",
    "If-Range: \"a\"",
    "If-Range: never",
    "Accept: */*;q=x",
    "Accept-Encoding: gzip;q=",
    "Accept-Encoding: ;;,",
    "Cookie: =;;a",
    "X-Odd: \u00e4\u00f6",
    "X-Empty:",
  };

  private final Random random;

  Spelling(Random random) {
    this.random = random;
  }

  /** The line of credentials with odd case and white space; it may be folded, or be there twice. */
  String credentials(String line) {
    int colon = line.indexOf(':');
    String value = line.substring(colon + 1).strip();
    int space = value.indexOf(' ');
    String scheme = anyCase(value.substring(0, space));
    String rest = value.substring(space + 1);
    return anyCase(line.substring(0, colon))
        + ":"
        + pick("", " ", "\t", "   ", " \t ", "\r\n ", "\r\n\t")
        + pick(scheme + " " + rest, scheme + "  " + rest, scheme, rest, "x" + rest)
        + pick("", " ", "\t")
        + pick("", "", "", "\r\nAuthorization: Other");
  }

  /** Fields of a response that must not be reused as it is, or of any other one. */
  List<String> response(boolean forbidden) {
    List<String> members = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      members.add(anyCase(pick(NOISE)));
    }
    List<String> lines = new ArrayList<>();
    if (forbidden) {
      switch (random.nextInt(5)) {
        case 0 -> members.add(random.nextInt(members.size() + 1), anyCase("no-store"));
        case 1 -> members.add(random.nextInt(members.size() + 1), anyCase("private"));
        case 2 -> members.add(random.nextInt(members.size() + 1), anyCase("no-cache"));
        case 3 -> lines.add(anyCase("Set-Cookie") + ": personal=secret");
        default ->
            lines.add(anyCase("Vary") + ":" + pick(" *", " *, x", " x , *", " x,*,y", " ,*,"));
      }
    }
    lines.addAll(controlLines(members));
    if (random.nextInt(3) == 0) {
      lines.add(anyCase("Expires") + ": " + pick(DATES));
    }
    if (random.nextInt(4) == 0) {
      lines.add(anyCase("Last-Modified") + ": " + pick(DATES));
    }
    if (random.nextInt(6) == 0) {
      lines.add(anyCase("Age") + ": " + pick("0", "-1", "x", "99999999999", "1, 2", ""));
    }
    if (random.nextInt(4) == 0) {
      lines.add(anyCase("ETag") + ": " + pick("\"a\"", "W/\"a\"", "a", "\"", "W/", ""));
    }
    if (random.nextInt(6) == 0) {
      lines.add(anyCase("Vary") + ": " + pick("Accept", "accept,,cookie", "", ",", "a b"));
    }
    Collections.shuffle(lines, random);
    return lines;
  }

  /** Some odd fields of a request. */
  List<String> request() {
    List<String> lines = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      String line = pick(REQUESTS);
      int colon = line.indexOf(':');
      lines.add(anyCase(line.substring(0, colon)) + line.substring(colon));
    }
    return lines;
  }

  /** The members in one line or several. */
  private List<String> controlLines(List<String> members) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String member : members) {
      if (!line.isEmpty() && random.nextInt(3) == 0) {
        lines.add(anyCase("Cache-Control") + ": " + line);
        line.setLength(0);
      }
      if (!line.isEmpty()) {
        line.append(pick(",", ", ", " ,", ",\t", " , ,  "));
      }
      line.append(member);
    }
    if (!line.isEmpty()) {
      lines.add(anyCase("Cache-Control") + ": " + line);
    }
    return lines;
  }

  private String anyCase(String text) {
    if (text.contains("\"")) {
      return text;
    }
    return switch (random.nextInt(4)) {
      case 0 -> text.toUpperCase(Locale.ROOT);
      case 1 -> text.toLowerCase(Locale.ROOT);
      case 2 -> text;
      default -> {
        StringBuilder mixed = new StringBuilder();
        for (char c : text.toCharArray()) {
          mixed.append(random.nextBoolean() ? Character.toUpperCase(c) : Character.toLowerCase(c));
        }
        yield mixed.toString();
      }
    };
  }

  private String pick(String... from) {
    return from[random.nextInt(from.length)];
  }
}
