package dev.larder.http.directives;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an endpoint's {@code cache}, or the {@code config} of a middleware, says. Not thread-safe.
 */
final class CacheOptions {

  /** A field name of RFC 9110, section 5.1. */
  private static final Pattern FIELD = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

  private static final List<String> KNOWN =
      List.of("ttl", "vary_by", "parameters", "tags", "per_user", "store_set_cookie", "early");

  boolean off;
  @Nullable Duration lifetime;
  @Nullable List<String> parameters;
  final Set<String> varyBy = new LinkedHashSet<>();
  final List<Value> tags = new ArrayList<>();
  @Nullable Value perUser;
  @Nullable Boolean storeSetCookie;
  @Nullable Value early;

  /** Reads what stands behind {@code cache:} of an endpoint. */
  static CacheOptions ofEndpoint(Tokens tokens) {
    CacheOptions options = new CacheOptions();
    if (!tokens.at('{')) {
      Value value = tokens.value("a duration such as 5m, on, off, or '{'");
      switch (value.text()) {
        case "off", "none", "false", "no" -> options.off = true;
        case "on", "true", "yes" -> {}
        default -> options.lifetime = value.duration();
      }
    }
    if (tokens.at('{') && !tokens.peek().firstOnLine()) {
      options.block(tokens, true);
    }
    tokens.endOfValue("options of a cache stand in braces: cache: 5m { early: true }");
    return options;
  }

  /** Reads the {@code config} block of a middleware, of which other properties are skipped. */
  static CacheOptions ofMiddleware(Tokens tokens) {
    CacheOptions options = new CacheOptions();
    options.block(tokens, false);
    return options;
  }

  private void block(Tokens tokens, boolean onlyKnown) {
    Set<String> seen = new HashSet<>();
    Block.read(
        tokens,
        name -> {
          boolean known = name.isText() && KNOWN.contains(name.text());
          if (known && Block.atProperty(tokens, onlyKnown)) {
            Block.once(tokens, seen);
            property(tokens, name.text());
            return true;
          }
          if (onlyKnown && name.isText()) {
            throw tokens.expected("one of " + String.join(", ", KNOWN));
          }
          return false;
        });
  }

  private void property(Tokens tokens, String key) {
    tokens.next();
    tokens.next();
    switch (key) {
      case "ttl" -> ttl(tokens.value("a duration"));
      case "vary_by" -> tokens.values("the name of a request field").forEach(this::varyBy);
      case "parameters" -> parameters = texts(tokens.values("the name of a query parameter"));
      case "tags" -> tags.addAll(tokens.values("a tag"));
      case "per_user" -> perUser = tokens.value("true or false");
      case "store_set_cookie" -> storeSetCookie = tokens.value("true or false").truth();
      default -> early = tokens.value("true or false");
    }
    tokens.endOfValue("several values stand in square brackets");
  }

  private void ttl(Value value) {
    if (lifetime != null) {
      throw value.expected("one lifetime", "; it stands before the braces already");
    }
    lifetime = value.ttl();
  }

  private void varyBy(Value value) {
    for (String part : value.text().split(",", -1)) {
      String field = part.strip().toLowerCase(Locale.ROOT);
      if (!FIELD.matcher(field).matches() || field.equals("*")) {
        throw value.expected("the name of a request field", "");
      }
      varyBy.add(field);
    }
  }

  private static List<String> texts(List<Value> values) {
    return values.stream().map(Value::text).filter(t -> !t.isEmpty()).distinct().toList();
  }

  /** Takes from a middleware what is not said here. */
  void complete(CacheOptions middleware) {
    if (lifetime == null) {
      lifetime = middleware.lifetime;
    }
    if (parameters == null) {
      parameters = middleware.parameters;
    }
    varyBy.addAll(middleware.varyBy);
    tags.addAll(middleware.tags);
    perUser = perUser == null ? middleware.perUser : perUser;
    storeSetCookie = storeSetCookie == null ? middleware.storeSetCookie : storeSetCookie;
    early = early == null ? middleware.early : early;
  }
}
