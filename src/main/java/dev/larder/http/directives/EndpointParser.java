package dev.larder.http.directives;

import dev.larder.http.Directive;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/** Reads one {@code endpoint METHOD /path { … }}. */
final class EndpointParser {

  private static final List<String> METHODS =
      List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  private final Tokens tokens;
  private final Token keyword;
  private final String method;
  private final Token path;
  private final PathTemplate template;
  private final Set<String> seen = new HashSet<>();
  private final List<Value> middlewares = new ArrayList<>();
  private @Nullable CacheOptions cache;
  private @Nullable Token cacheName;
  private boolean authRequired;

  /** Reads the endpoint whose keyword stands here. */
  EndpointParser(Tokens tokens) {
    this.tokens = tokens;
    this.keyword = tokens.next();
    if (!METHODS.contains(tokens.peek().text()) || !tokens.peek().isText()) {
      throw tokens.expected("a method (" + String.join(", ", METHODS) + ")");
    }
    this.method = tokens.next().text();
    this.path = tokens.peek();
    boolean given =
        path.kind() == Token.Kind.PATH
            || (path.kind() == Token.Kind.STRING && !path.text().isBlank());
    if (!given) {
      throw tokens.expected("a path such as /products/{id}");
    }
    this.template =
        PathTemplate.ofFile(path.text().strip())
            .orElseThrow(() -> tokens.expected("a path with a '}' for every '{'"));
    tokens.next();
    if (!tokens.at('{')) {
      throw tokens.expected("'{'");
    }
    Block.read(tokens, this::property);
  }

  private boolean property(Token name) {
    if (name.isWord("cache")) {
      return cache();
    }
    if (name.isWord("auth") && Block.atProperty(tokens, false)) {
      Block.once(tokens, seen);
      tokens.next();
      tokens.next();
      auth(tokens.value("required, optional or none"));
      return true;
    }
    if (name.isWord("middleware")) {
      tokens.next();
      tokens.skip(':');
      middlewares.addAll(tokens.values("the name of a middleware"));
      return true;
    }
    return false;
  }

  private boolean cache() {
    boolean block = tokens.peek(1).isSymbol('{');
    if (!block && !Block.atProperty(tokens, false)) {
      return false;
    }
    Block.once(tokens, seen);
    cacheName = tokens.next();
    tokens.skip(':');
    cache = CacheOptions.ofEndpoint(tokens);
    return true;
  }

  private void auth(Value value) {
    switch (value.text()) {
      case "required" -> authRequired = true;
      case "optional", "none" -> {}
      default -> throw value.expected("required, optional or none", "");
    }
    tokens.endOfValue("auth is required, optional or none");
  }

  /** Makes an exception for an endpoint that the file had before. */
  DirectivesException repeats(EndpointParser earlier) {
    return tokens.error(
        keyword,
        "expected each endpoint only once, but %s is in line %d already (names of path parameters do not tell endpoints apart)"
            .formatted(earlier.shown(), earlier.line()));
  }

  String key() {
    return method + " " + template.shape();
  }

  String shown() {
    return method + " " + path.text();
  }

  int line() {
    return tokens.line(keyword);
  }

  List<Value> middlewares() {
    return middlewares;
  }

  /** Whether the endpoint has a cache of its own that can have no effect. */
  boolean isInVain() {
    return cacheName != null && !method.equals("GET");
  }

  /**
   * Returns what is to be known of the endpoint, if anything.
   *
   * @param named what the middlewares say that it names and that cache
   */
  Optional<Endpoint> resolve(List<CacheOptions> named) {
    if (!method.equals("GET") || (cache == null && named.isEmpty())) {
      return Optional.empty();
    }
    CacheOptions options = cache == null ? new CacheOptions() : cache;
    Directive directive = null;
    if (!options.off) {
      named.forEach(options::complete);
      directive = directive(options);
    }
    return Optional.of(new Endpoint(method, path.text(), template, directive, line()));
  }

  private Directive directive(CacheOptions options) {
    Value early = options.early;
    boolean isEarly = early != null && early.truth();
    boolean perUser = perUser(options);
    if (early != null && isEarly && perUser) {
      throw early.expected(
          "no early mode for an endpoint whose entries are per user", "; remove one of both");
    }
    List<String> tags = options.tags.stream().map(this::tag).distinct().toList();
    return new Directive(
        options.lifetime,
        perUser,
        options.parameters,
        List.copyOf(options.varyBy),
        tags,
        Boolean.TRUE.equals(options.storeSetCookie),
        isEarly);
  }

  private boolean perUser(CacheOptions options) {
    // Whoever varies by Authorization wants an own answer for each user. The field alone would not
    // do: users may be known by a session, and answers to such requests would not be stored.
    boolean implied = authRequired || options.varyBy.contains("authorization");
    if (options.perUser == null) {
      return implied;
    }
    boolean said = options.perUser.truth();
    if (implied && !said) {
      throw options.perUser.expected(
          "per_user: true", "; auth: required and vary_by: Authorization make entries per user");
    }
    return said;
  }

  private String tag(Value tag) {
    Matcher parameters = PathTemplate.PARAMETER.matcher(tag.text());
    while (parameters.find()) {
      if (!template.names().contains(parameters.group(1))) {
        throw tag.expected(
            "a tag with parameters of the path " + path.text(),
            "; the path has no parameter '" + parameters.group(1) + "'");
      }
    }
    return tag.text();
  }
}
