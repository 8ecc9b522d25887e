package dev.larder.http.directives;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads a CodeAI file: its endpoints, middlewares of type {@code cache}, and {@code config} blocks.
 * Everything else is skipped. Time and memory are linear in the length of the file, and nesting
 * costs no stack.
 */
final class CodeAiParser {

  private final SourceText source;
  private final Tokens tokens;
  private final Map<String, EndpointParser> endpoints = new LinkedHashMap<>();
  private final Map<String, Middleware> middlewares = new HashMap<>();
  private final Map<String, String> settings = new HashMap<>();
  private final Set<String> configured = new HashSet<>();
  private final List<String> warnings = new ArrayList<>();

  private CodeAiParser(SourceText source, Function<String, @Nullable String> environment) {
    this.source = source;
    this.tokens = new Tokens(source, environment);
  }

  /**
   * Reads a file.
   *
   * @param environment the environment variables, for {@code env(NAME)}
   * @throws DirectivesException when something is wrong at a place of the file
   */
  static CodeAiFile parse(SourceText source, Function<String, @Nullable String> environment) {
    return new CodeAiParser(source, environment).file();
  }

  private CodeAiFile file() {
    while (!tokens.atEnd()) {
      if (tokens.at('{')) {
        tokens.skipBlock();
      } else if (tokens.at('}')) {
        throw tokens.expected("a declaration such as 'endpoint GET /path { … }'");
      } else if (!declaration()) {
        tokens.next();
      }
    }
    List<Endpoint> resolved = new ArrayList<>();
    endpoints.values().forEach(e -> resolve(e).ifPresent(resolved::add));
    return new CodeAiFile(source.name(), resolved, settings, warnings);
  }

  /** Reads the declaration that begins here, if it is one that matters. */
  private boolean declaration() {
    Token keyword = tokens.peek();
    if (keyword.kind() != Token.Kind.WORD || !beginsDeclaration()) {
      return false;
    }
    switch (keyword.text()) {
      case "endpoint" -> endpoint();
      case "middleware" -> middleware();
      case "config" -> new ConfigParser(tokens, configured, settings).read();
      default -> {
        return false;
      }
    }
    return true;
  }

  /** The names of declarations are no reserved words: elsewhere they may be a variable's. */
  private boolean beginsDeclaration() {
    Token previous = tokens.previous();
    boolean first =
        previous == null
            || tokens.peek().firstOnLine()
            || previous.isSymbol('}')
            || previous.isSymbol(')');
    Token next = tokens.peek(1);
    boolean other = next.kind() == Token.Kind.SYMBOL && !next.isSymbol('{');
    return first && !other;
  }

  private void endpoint() {
    EndpointParser endpoint = new EndpointParser(tokens);
    EndpointParser earlier = endpoints.putIfAbsent(endpoint.key(), endpoint);
    if (earlier != null) {
      throw endpoint.repeats(earlier);
    }
    if (endpoint.isInVain()) {
      warnings.add(
          at(endpoint.line())
              + "cache of "
              + endpoint.shown()
              + " has no effect: only answers to GET are stored");
    }
  }

  private void middleware() {
    Middleware middleware = new Middleware(tokens);
    Token name = middleware.name();
    Middleware earlier = middlewares.putIfAbsent(name.text(), middleware);
    if (earlier != null) {
      throw tokens.error(
          name,
          "expected each middleware only once, but '%s' is in line %d already"
              .formatted(name.text(), tokens.line(earlier.name())));
    }
  }

  private Optional<Endpoint> resolve(EndpointParser endpoint) {
    List<CacheOptions> named = new ArrayList<>();
    for (Value value : endpoint.middlewares()) {
      Middleware middleware = middlewares.get(value.text());
      if (middleware == null) {
        warnings.add(
            at(tokens.line(value.token()))
                + "middleware '"
                + value.text()
                + "' of "
                + endpoint.shown()
                + " is not in this file; if it caches, that has no effect");
      } else {
        middleware.cache().ifPresent(named::add);
      }
    }
    return endpoint.resolve(named);
  }

  private String at(int line) {
    return source.name() + ":" + line + ": ";
  }
}
