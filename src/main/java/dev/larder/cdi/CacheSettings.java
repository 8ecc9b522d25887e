package dev.larder.cdi;

import dev.larder.cache.ByteSizes;
import dev.larder.cache.CacheModule;
import dev.larder.cache.CacheModuleBuilder;
import dev.larder.cache.Durations;
import dev.larder.cache.Ttl;
import dev.larder.cache.redis.RedisSettings;
import dev.larder.cache.redis.RedisStore;
import dev.larder.cache.redis.RedisUrl;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of the cache, checked.
 *
 * @param type which store
 * @param defaultTtl the TTL of what is stored without one
 * @param maxMemory the limit of the memory store in bytes, overhead included
 * @param prefix the text in front of every key, or empty
 * @param redis how Redis is reached; null unless the type needs it
 */
record CacheSettings(
    CacheType type,
    Duration defaultTtl,
    long maxMemory,
    String prefix,
    @Nullable RedisSettings redis) {

  /** The least limit that makes sense: a store of a few small entries. */
  private static final long LEAST_MEMORY = 64 << 10;

  static CacheSettings read(Settings settings) {
    CacheType type = settings.value("larder.cache.type", CacheType::parse);
    return new CacheSettings(
        type,
        settings.value("larder.cache.default-ttl", CacheSettings::defaultTtl),
        settings.value("larder.cache.max-memory", CacheSettings::memory),
        settings
            .text("larder.cache.prefix")
            .map(text -> settings.value("larder.cache.prefix", CacheModuleBuilder::requirePrefix))
            .orElse(""),
        type == CacheType.REDIS ? redis(settings) : null);
  }

  private static RedisSettings redis(Settings settings) {
    RedisUrl url = settings.secret("larder.cache.url", RedisUrl::parse);
    RedisSettings.Builder builder =
        RedisSettings.builder(url)
            .connectTimeout(settings.value("larder.redis.connect-timeout", Durations::parse))
            .timeout(settings.value("larder.redis.timeout", Durations::parse))
            .poolMaxSize(settings.value("larder.redis.pool.max-size", CacheSettings::count))
            .poolMaxWait(settings.value("larder.redis.pool.max-wait", Durations::parse));
    try {
      settings.text("larder.redis.tls.ca").map(Path::of).ifPresent(builder::tlsCa);
      RedisSettings built = builder.build();
      // Reads the file of certificates and connects nothing.
      new RedisStore(built).close();
      return built;
    } catch (IllegalArgumentException e) {
      throw new InvalidSettingException(String.valueOf(e.getMessage()));
    }
  }

  private static Duration defaultTtl(String text) {
    Duration ttl = text.equals("none") ? CacheModule.NO_EXPIRY : Durations.parse(text);
    Ttl.of(ttl);
    return ttl;
  }

  private static long memory(String text) {
    long bytes = ByteSizes.parse(text);
    if (bytes < LEAST_MEMORY) {
      throw new IllegalArgumentException("the cache needs at least 64KB");
    }
    return bytes;
  }

  private static int count(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("not a whole number", e);
    }
  }
}
