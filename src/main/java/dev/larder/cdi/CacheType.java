package dev.larder.cdi;

/** The kinds of cache that configuration can choose. */
enum CacheType {
  MEMORY,
  REDIS,
  TIERED;

  static CacheType parse(String text) {
    return switch (text) {
      case "memory" -> MEMORY;
      case "redis" -> REDIS;
      case "tiered" -> TIERED;
      default ->
          throw new IllegalArgumentException(
              "unsupported cache type: " + text + "; allowed are memory, redis, tiered");
    };
  }
}
