package dev.larder.http;

import dev.larder.http.Storability.NotStorable;
import dev.larder.http.Storability.Storable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Whether a response is stored, how it is selected later, and how long it is kept. */
final class Storing {

  private Storing() {}

  /** Returns whether a response is stored: see {@link CachePolicy#storability}. */
  static Storability storability(
      CacheRequest request,
      Directive directive,
      ResponseHead response,
      List<String> impliedVary,
      Instant now,
      CacheOptions options,
      Trace trace) {
    if (trace.decides(Rule.METHOD, !request.method().equals("GET"))) {
      return not(Rule.METHOD);
    }
    boolean noStore = CacheControl.parse(request.fields().values("Cache-Control")).noStore();
    if (trace.decides(Rule.REQUEST_NO_STORE, noStore)) {
      return not(Rule.REQUEST_NO_STORE);
    }
    if (trace.decides(Rule.CONNECTION, HopByHop.hidesWhatDecides(response.fields()))) {
      return not(Rule.CONNECTION);
    }
    HeaderFields fields = HopByHop.endToEnd(response.fields());
    Freshness freshness = Freshness.of(new ResponseHead(response.status(), fields), now, now);
    CacheControl directives = freshness.directives();
    String refusal = Sharing.refusal(response.status(), fields, directives, directive, trace);
    if (!refusal.isEmpty()) {
      return new NotStorable(refusal);
    }
    if (trace.decides(Rule.AUTHORIZATION, !Sharing.allowed(request, directive, directives))) {
      return not(Rule.AUTHORIZATION);
    }
    VaryField vary = VaryField.parse(fields.values("Vary"));
    if (trace.decides(Rule.VARY, vary.any())) {
      return not(Rule.VARY);
    }
    boolean known =
        freshness.isKnown(directive) || (directives.noCache() && freshness.mayBeEstimated());
    if (trace.decides(Rule.NO_FRESHNESS, !known)) {
      return not(Rule.NO_FRESHNESS);
    }
    long useful = keepMillis(freshness, directive, response.status(), fields, now, options);
    long keep = Math.min(useful, Freshness.millis(options.longest()));
    if (trace.decides(Rule.STALE, keep <= 0)) {
      return not(Rule.STALE);
    }
    trace.decides(Rule.STORED, true);
    VaryField selecting =
        vary.and(directive.varyBy()).and(impliedVary).and(implied(request.fields(), fields));
    return new Storable(
        fields, Selection.of(selecting.names(), request.fields()), Duration.ofMillis(keep));
  }

  private static NotStorable not(Rule rule) {
    return new NotStorable(rule.token());
  }

  /**
   * Returns the request fields that made the response what it is, although it may not say so: a
   * coded body goes only to who asked in the same words, and permissions for one origin only to
   * that origin; and a media type with a parameter that the client chose, since JAX-RS takes those
   * over from {@code Accept}, a {@code charset} that the body is written in among them.
   */
  private static List<String> implied(HeaderFields request, HeaderFields fields) {
    List<String> implied = new ArrayList<>(3);
    if (hasParameterOf(request.values("Accept"), fields.values("Content-Type"))) {
      implied.add("accept");
    }
    if (saysOtherThan("identity", fields.values("Content-Encoding"))) {
      implied.add("accept-encoding");
    }
    if (saysOtherThan("*", fields.values("Access-Control-Allow-Origin"))) {
      implied.add("origin");
    }
    return implied;
  }

  /** Returns whether the media types that a client accepts name a parameter of the response's. */
  private static boolean hasParameterOf(List<String> accept, List<String> types) {
    String accepted = Syntax.lower(String.join(",", accept));
    for (String type : types) {
      String[] parts = type.split(";", -1);
      for (int i = 1; i < parts.length; i++) {
        String name = Syntax.lower(Syntax.trim(parts[i].split("=", 2)[0]));
        if (!name.isEmpty() && accepted.contains(name)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Returns whether any line of a field has a value other than this one. */
  private static boolean saysOtherThan(String value, List<String> lines) {
    for (String line : lines) {
      String text = Syntax.trim(line);
      if (!text.isEmpty() && !text.equalsIgnoreCase(value)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns how long a response is of use. What was never fresh and cannot be validated is of none;
   * what was fresh is kept for a while for clients that take stale responses.
   */
  private static long keepMillis(
      Freshness freshness,
      Directive directive,
      int status,
      HeaderFields fields,
      Instant now,
      CacheOptions options) {
    CacheControl directives = freshness.directives();
    long fresh = freshness.lifetimeMillis(directive, options) - freshness.ageMillis(now);
    long stale = fresh + Staleness.window(directives, options);
    boolean useful =
        Validators.areIn(status, fields, now)
            || directives.noCache()
            || (fresh > 0 && !Staleness.isForbidden(directives));
    long validated = Math.max(0, fresh) + (useful ? Freshness.millis(options.keepStale()) : 0);
    return Math.max(stale, validated);
  }
}
