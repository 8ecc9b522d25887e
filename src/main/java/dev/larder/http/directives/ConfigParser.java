package dev.larder.http.directives;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads a {@code config { cache: redis { ttl: 5m } }} into settings of Larder. */
final class ConfigParser {

  private static final List<String> TYPES = List.of("memory", "redis", "tiered");
  private static final List<String> KNOWN = List.of("type", "ttl", "url", "prefix");

  private final Tokens tokens;
  private final Set<String> seen;
  private final Map<String, String> settings;

  /**
   * Makes a parser.
   *
   * @param seen properties that were read so far, here or in another block
   * @param settings receives what is read
   */
  ConfigParser(Tokens tokens, Set<String> seen, Map<String, String> settings) {
    this.tokens = tokens;
    this.seen = seen;
    this.settings = settings;
  }

  /** Reads the block whose keyword stands here. */
  void read() {
    tokens.next();
    tokens.skip(':');
    if (!tokens.at('{')) {
      throw tokens.expected("'{'");
    }
    Block.read(
        tokens,
        name -> {
          boolean block = tokens.peek(1).isSymbol('{');
          if (!name.isWord("cache") || (!block && !Block.atProperty(tokens, false))) {
            return false;
          }
          Block.once(tokens, seen);
          tokens.next();
          tokens.skip(':');
          cache();
          return true;
        });
  }

  private void cache() {
    Set<String> keys = new HashSet<>();
    if (!tokens.at('{')) {
      keys.add("type");
      type(tokens.value("memory, redis or '{'"));
    }
    if (tokens.at('{') && !tokens.peek().firstOnLine()) {
      Block.read(
          tokens,
          name -> {
            boolean known = name.isText() && KNOWN.contains(name.text());
            if (!known || !Block.atProperty(tokens, false)) {
              return false;
            }
            Block.once(tokens, keys);
            tokens.next();
            tokens.next();
            property(name.text(), tokens.value("a value"));
            return true;
          });
    }
    tokens.endOfValue("settings of the cache stand in braces: cache: redis { ttl: 5m }");
  }

  private void property(String key, Value value) {
    switch (key) {
      case "type" -> type(value);
      case "ttl" -> settings.put(CacheKeys.DEFAULT_TTL, value.ttl().toString());
      case "url" -> settings.put(CacheKeys.URL, value.text());
      default -> settings.put(CacheKeys.PREFIX, value.text());
    }
    tokens.endOfValue("text with white space stands in quotation marks");
  }

  private void type(Value value) {
    if (!TYPES.contains(value.text())) {
      throw value.expected("memory, redis or tiered", "; unsupported cache type");
    }
    settings.put(CacheKeys.TYPE, value.text());
  }
}
