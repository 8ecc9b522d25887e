package dev.larder.http.directives;

/** The settings of Larder's cache that the platform has as well. */
final class CacheKeys {

  static final String TYPE = "larder.cache.type";
  static final String URL = "larder.cache.url";
  static final String PREFIX = "larder.cache.prefix";
  static final String DEFAULT_TTL = "larder.cache.default-ttl";

  private CacheKeys() {}
}
