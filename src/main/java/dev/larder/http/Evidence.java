package dev.larder.http;

import dev.larder.http.Explanation.Origin;
import dev.larder.http.Explanation.Seen;
import dev.larder.http.Explanation.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What rules look at, as text for an {@link Explanation}. It decides nothing. Immutable. */
final class Evidence {

  private static final int LONGEST = 300;
  private static final Set<String> SECRET = Set.of("authorization", "cookie", "set-cookie");

  private final CacheRequest request;
  private final Directive directive;
  private final CacheOptions options;
  private final Instant now;
  private final @Nullable ResponseHead response;
  private final @Nullable Freshness freshness;

  Evidence(
      CacheRequest request,
      Directive directive,
      CacheOptions options,
      Instant now,
      @Nullable ResponseHead response,
      @Nullable Freshness freshness) {
    this.request = request;
    this.directive = directive;
    this.options = options;
    this.now = now;
    this.response = response;
    this.freshness = freshness;
  }

  /** Returns the same request with another response. */
  Evidence with(ResponseHead other, Freshness of) {
    return new Evidence(request, directive, options, now, other, of);
  }

  /** Returns age and lifetime of the response. */
  Times times() {
    Freshness known = Objects.requireNonNull(freshness);
    Lifetime from = known.isKnown(directive) ? known.lifetime(directive) : Lifetime.NONE;
    return new Times(
        known.date(),
        Duration.ofMillis(known.ageMillis(now)),
        Duration.ofMillis(known.lifetimeMillis(directive, options)),
        from,
        switch (from) {
          case S_MAXAGE, MAX_AGE -> controlling();
          case EXPIRES -> "Expires";
          case OVERRIDDEN -> "CDN-Cache-Control";
          case HEURISTIC -> "Last-Modified";
          case DIRECTIVE, NONE -> null;
        });
  }

  /** Returns what a rule looked at. */
  List<Seen> of(Rule rule) {
    List<Seen> seen = new ArrayList<>();
    switch (rule) {
      case NEEDS_RESOURCE ->
          asked(seen, "If-Match", "If-Unmodified-Since", "Content-Length", "Transfer-Encoding");
      case METHOD, SAFE_METHOD -> seen.add(new Seen(Origin.REQUEST, shortened(request.method())));
      case REQUEST_NO_STORE, REQUEST_NO_CACHE, REQUEST_MAX_AGE, REQUEST_MIN_FRESH -> {
        asked(seen, "Cache-Control");
        reload(seen);
      }
      case PRAGMA -> {
        asked(seen, "Pragma", "Cache-Control");
        reload(seen);
      }
      case MAX_STALE, ONLY_IF_CACHED -> asked(seen, "Cache-Control");
      case NOT_SELECTED, VARY -> {
        answered(seen, "Vary");
        if (!directive.varyBy().isEmpty()) {
          seen.add(new Seen(Origin.DIRECTIVE, "varies by " + directive.varyBy()));
        }
      }
      case CONNECTION -> answered(seen, "Connection");
      case STATUS, ERROR_STATUS -> status(seen);
      case MUST_UNDERSTAND -> {
        answered(seen, controlling());
        status(seen);
      }
      case MALFORMED_CACHE_CONTROL, NO_STORE, PRIVATE, NO_CACHE, STALE_FORBIDDEN ->
          answered(seen, controlling());
      case STALE_WHILE_REVALIDATE -> {
        answered(seen, controlling());
        asked(seen, "Cache-Control");
      }
      case SET_COOKIE -> {
        answered(seen, "Set-Cookie");
        if (directive.storeSetCookie()) {
          seen.add(new Seen(Origin.DIRECTIVE, "responses with Set-Cookie may be stored"));
        }
      }
      case AUTHORIZATION -> authorization(seen);
      case NO_FRESHNESS, FRESH, STALE, STALE_NOT_ALLOWED -> freshness(seen);
      case OTHER_RESOURCE, VARY_MISS, URI_MISS, STORED, TARGET_URI, SAME_ORIGIN, OTHER_ORIGIN -> {}
    }
    return seen;
  }

  private void authorization(List<Seen> seen) {
    if (request.principal() != null) {
      seen.add(new Seen(Origin.REQUEST, shortened("user " + request.principal())));
    }
    asked(seen, "Authorization");
    answered(seen, controlling());
    if (directive.perUser()) {
      seen.add(new Seen(Origin.DIRECTIVE, "each user has an own entry"));
    }
  }

  private void freshness(List<Seen> seen) {
    answered(seen, controlling(), "Expires", "Last-Modified", "Date", "Age");
    if (directive.lifetime() != null) {
      seen.add(new Seen(Origin.DIRECTIVE, "fresh for " + text(directive.lifetime())));
    }
    if (freshness != null) {
      Times times = times();
      String lifetime =
          times.from() == Lifetime.NONE ? "no lifetime" : "fresh for " + text(times.lifetime());
      seen.add(new Seen(Origin.CLOCK, text(times.age()) + " old, " + lifetime));
    }
  }

  private void reload(List<Seen> seen) {
    if (!options.clientReload() && !seen.isEmpty()) {
      seen.add(new Seen(Origin.OPTIONS, "clients may not force a reload"));
    }
  }

  private void status(List<Seen> seen) {
    if (response != null) {
      seen.add(new Seen(Origin.RESPONSE, Integer.toString(response.status())));
    }
  }

  /** Returns the field whose directives count. */
  private String controlling() {
    return freshness != null && freshness.isTargeted() ? "CDN-Cache-Control" : "Cache-Control";
  }

  private void asked(List<Seen> seen, String... names) {
    fields(seen, Origin.REQUEST, request.fields(), names);
  }

  private void answered(List<Seen> seen, String... names) {
    if (response != null) {
      fields(seen, Origin.RESPONSE, response.fields(), names);
    }
  }

  private static void fields(List<Seen> seen, Origin origin, HeaderFields from, String... names) {
    for (String name : names) {
      boolean secret = SECRET.contains(name.toLowerCase(Locale.ROOT));
      for (String value : from.values(name)) {
        seen.add(new Seen(origin, shortened(name + ": " + (secret ? "(not shown)" : value))));
      }
    }
  }

  /** Returns a text that is not longer than what an explanation shows. */
  static String shortened(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
  }

  private static String text(Duration time) {
    return time.toSeconds() + " s";
  }
}
