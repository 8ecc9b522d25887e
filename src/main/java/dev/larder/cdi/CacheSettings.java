package dev.larder.cdi;

import dev.larder.cache.ByteSizes;
import dev.larder.cache.CacheModule;
import dev.larder.cache.CacheModuleBuilder;
import dev.larder.cache.Durations;
import dev.larder.cache.Ttl;
import dev.larder.cache.redis.RedisSettings;
import dev.larder.cache.redis.RedisStore;
import dev.larder.cache.redis.RedisUrl;
import dev.larder.cache.tiered.NearSettings;
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
 * @param load how values are loaded
 * @param remote the rest, for Redis; null when the type is memory
 */
record CacheSettings(
    CacheType type,
    Duration defaultTtl,
    long maxMemory,
    String prefix,
    LoadSettings load,
    @Nullable Remote remote) {

  /**
   * The configuration of a cache in Redis.
   *
   * @param redis how it is reached
   * @param outage what is done when it is away
   * @param near what a near tier keeps
   */
  record Remote(RedisSettings redis, OutageSettings outage, NearSettings near) {}

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
        LoadSettings.read(settings),
        remote(settings, type));
  }

  /** The rest is checked whatever the type is, but for the URL, which may be anything then. */
  private static @Nullable Remote remote(Settings settings, CacheType type) {
    OutageSettings outage = OutageSettings.read(settings);
    NearSettings near =
        new NearSettings(
            settings.value("larder.cache.max-memory", CacheSettings::memory),
            settings.value("larder.near.lease", CacheSettings::lease),
            settings.value("larder.near.ttl", CacheSettings::nearTtl),
            Stores::mayBeNear);
    return type == CacheType.MEMORY ? null : new Remote(redis(settings), outage, near);
  }

  private static Duration lease(String text) {
    Duration lease = Durations.parse(text);
    if (lease.compareTo(Duration.ofMillis(20)) < 0 || lease.compareTo(Duration.ofMinutes(1)) > 0) {
      throw new IllegalArgumentException("from 20ms to 1m is allowed");
    }
    return lease;
  }

  private static Duration nearTtl(String text) {
    Duration ttl = Durations.parse(text);
    if (ttl.compareTo(Duration.ofMillis(1)) < 0 || ttl.compareTo(Duration.ofDays(365)) > 0) {
      throw new IllegalArgumentException("from 1ms to 365d is allowed");
    }
    return ttl;
  }

  private static RedisSettings redis(Settings settings) {
    RedisUrl url = settings.secret("larder.cache.url", RedisUrl::parse);
    RedisSettings.Builder builder =
        RedisSettings.builder(url)
            .connectTimeout(settings.value("larder.redis.connect-timeout", Durations::parse))
            .timeout(settings.value("larder.redis.timeout", Durations::parse))
            .poolMaxSize(
                settings.value("larder.redis.pool.max-size", text -> count(text, 1, 10_000)))
            .poolMaxWait(settings.value("larder.redis.pool.max-wait", Durations::parse));
    try {
      settings.text("larder.redis.tls.ca").map(Path::of).ifPresent(builder::tlsCa);
      settings.text("larder.redis.tls.cert").map(Path::of).ifPresent(builder::tlsCert);
      settings.text("larder.redis.tls.key").map(Path::of).ifPresent(builder::tlsKey);
      settings.text("larder.redis.sentinel.user").ifPresent(builder::sentinelUser);
      settings.text("larder.redis.sentinel.password").ifPresent(builder::sentinelPassword);
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

  /** Reads a whole number within bounds. */
  static int count(String text, int least, int most) {
    int count;
    try {
      count = Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("not a whole number", e);
    }
    if (count < least || count > most) {
      throw new IllegalArgumentException("from " + least + " to " + most + " is allowed");
    }
    return count;
  }
}
