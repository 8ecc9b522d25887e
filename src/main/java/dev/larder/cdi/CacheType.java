package dev.larder.cdi;

/** The kinds of cache that configuration can choose. */
enum CacheType {
  MEMORY,
  REDIS;

  static CacheType parse(String text) {
    return switch (text) {
      case "memory" -> MEMORY;
      case "redis" -> REDIS;
      case "tiered" ->
          throw new IllegalArgumentException(
              "the cache type tiered is not part of this version yet; allowed are memory, redis");
      default ->
          throw new IllegalArgumentException(
              "unsupported cache type: " + text + "; allowed are memory, redis");
    };
  }
}
