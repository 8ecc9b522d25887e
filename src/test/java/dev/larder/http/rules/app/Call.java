package dev.larder.http.rules.app;

import jakarta.ws.rs.core.HttpHeaders;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request as a resource saw it.
 *
 * @param run its number, from 1
 * @param user the authenticated user, or {@code nobody}
 * @param lines request fields, each {@code name: value}
 */
record Call(int run, String method, String user, List<String> lines) {

  private static final Pattern PLACE =
      Pattern.compile("\\{(n|user|date([+-]\\d+)?|h:[A-Za-z0-9-]+)}");
  private static final DateTimeFormatter IMF =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT);

  static List<String> lines(HttpHeaders headers) {
    List<String> lines = new ArrayList<>();
    for (String name : headers.getRequestHeaders().keySet()) {
      headers.getRequestHeader(name).forEach(value -> lines.add(name + ": " + value));
    }
    return lines;
  }

  /** Puts values in the places of a template. */
  String fill(String template) {
    Matcher matcher = PLACE.matcher(template);
    StringBuilder text = new StringBuilder();
    while (matcher.find()) {
      matcher.appendReplacement(text, Matcher.quoteReplacement(value(matcher.group(1))));
    }
    return matcher.appendTail(text).toString();
  }

  private String value(String place) {
    if (place.equals("n")) {
      return Integer.toString(run);
    }
    if (place.equals("user")) {
      return user;
    }
    if (place.startsWith("date")) {
      long seconds = place.length() == 4 ? 0 : Long.parseLong(place.substring(4));
      return ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(seconds).format(IMF);
    }
    String prefix = place.substring(2).toLowerCase(Locale.ROOT) + ":";
    return lines.stream()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
        .map(line -> line.substring(prefix.length()).strip())
        .findFirst()
        .orElse("none");
  }
}
