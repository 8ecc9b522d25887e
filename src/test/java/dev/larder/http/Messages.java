package dev.larder.http;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Requests and responses as they are written in the tables of tests: fields as {@link Lines#fields}
 * reads them, or {@code (none)}; {@code {+60}} is the date a minute after {@link #NOW}.
 */
final class Messages {

  /** When everything happens; the second has begun, as it mostly has. */
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00.250Z");

  static final TargetUri TARGET = new TargetUri("http", "shop.example", "/a/b", "q=1");

  static final String BODY = "0123456789";

  private static final Pattern DATE = Pattern.compile("\\{([+-]\\d+)}");

  private Messages() {}

  static HeaderFields fields(String text) {
    String dated =
        DATE.matcher(text)
            .replaceAll(match -> Matcher.quoteReplacement(date(Integer.parseInt(match.group(1)))));
    return text.equals("(none)") ? HeaderFields.NONE : Lines.fields(dated);
  }

  /** Returns the date some seconds after now. */
  static String date(int seconds) {
    return HttpDate.format(NOW.plusSeconds(seconds));
  }

  static CacheRequest get(String fields) {
    return request("GET", fields);
  }

  static CacheRequest request(String method, String fields) {
    return new CacheRequest(method, TARGET, fields(fields), null);
  }

  static CacheRequest by(@Nullable String principal, CacheRequest request) {
    return new CacheRequest(request.method(), request.target(), request.fields(), principal);
  }

  static ResponseHead head(int status, String fields) {
    return new ResponseHead(status, fields(fields));
  }

  /** Returns a 200 that was stored at {@link #NOW}. */
  static StoredResponse stored(String fields) {
    return stored(200, fields);
  }

  static StoredResponse stored(int status, String fields) {
    return stored(status, fields, NOW, 0);
  }

  static StoredResponse stored(int status, String fields, Instant responseTime, long resource) {
    return new StoredResponse(
        head(status, fields),
        PolicyCache.bytes(BODY),
        responseTime,
        responseTime,
        List.of(),
        resource);
  }

  static Candidates only(StoredResponse... stored) {
    return new Candidates(List.of(stored), false);
  }

  /** Returns a directive with a lifetime of some minutes. */
  static Directive minutes(int minutes) {
    return new Directive(
        Duration.ofMinutes(minutes), false, null, List.of(), List.of(), false, false);
  }

  static Directive perUser() {
    return new Directive(null, true, null, List.of(), List.of(), false, false);
  }

  static Directive storingCookies() {
    return new Directive(null, false, null, List.of(), List.of(), true, false);
  }

  static Directive varyingBy(String... names) {
    return new Directive(null, false, null, List.of(names), List.of(), false, false);
  }
}
