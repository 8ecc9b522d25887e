package dev.larder.http.directives;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A {@code middleware name { type … config { … } }}. Its {@code config} is read only when an
 * endpoint names it: what nobody names is skipped.
 */
final class Middleware {

  private final Token name;
  private final Set<String> seen = new HashSet<>();
  private @Nullable String type;
  private @Nullable Tokens config;
  private @Nullable CacheOptions options;

  /** Reads the middleware whose keyword stands here. */
  Middleware(Tokens tokens) {
    tokens.next();
    if (!tokens.peek().isText()) {
      throw tokens.expected("the name of a middleware");
    }
    this.name = tokens.next();
    if (!tokens.at('{')) {
      throw tokens.expected("'{'");
    }
    Block.read(tokens, token -> property(tokens, token));
  }

  private boolean property(Tokens tokens, Token token) {
    if (token.isWord("type")) {
      Block.once(tokens, seen);
      tokens.next();
      tokens.skip(':');
      type = tokens.value("the type of the middleware").text();
      return true;
    }
    int brace = tokens.peek(1).isSymbol(':') ? 2 : 1;
    if (token.isWord("config") && tokens.peek(brace).isSymbol('{')) {
      Block.once(tokens, seen);
      tokens.next();
      tokens.skip(':');
      config = tokens.mark();
      tokens.skipBlock();
      return true;
    }
    return false;
  }

  Token name() {
    return name;
  }

  /** What it says of caching; empty when it is a middleware of another type. */
  Optional<CacheOptions> cache() {
    if (!"cache".equals(type)) {
      return Optional.empty();
    }
    if (options == null) {
      options = config == null ? new CacheOptions() : CacheOptions.ofMiddleware(config);
    }
    return Optional.of(options);
  }
}
