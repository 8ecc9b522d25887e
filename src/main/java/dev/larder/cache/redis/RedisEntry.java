package dev.larder.cache.redis;

import dev.larder.cache.CacheEntry;
import dev.larder.cache.CacheException;
import dev.larder.cache.CacheException.Reason;
import dev.larder.cache.redis.Topology.Keyed;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/**
 * The read of value and remaining TTL of one key, as of one moment, by one command: so that reads
 * of many keys can be sent at once, wherever they are.
 */
final class RedisEntry {

  private static final byte[] SCRIPT =
      Utf8.bytes("return {redis.call('GET', KEYS[1]), redis.call('PTTL', KEYS[1])}");

  /** What one read takes to be sent, besides its key. */
  static final int REQUEST_BYTES = SCRIPT.length + 48;

  private RedisEntry() {}

  static Keyed read(byte[] key) {
    return new Keyed(key, new CommandArguments(Command.EVAL).add(SCRIPT).add(1).add(key));
  }

  /**
   * Returns what the result of a read says; a key of another type is missing, as MGET shows it.
   *
   * @throws CacheException when that is what the result is
   */
  static Optional<CacheEntry> of(@Nullable Object result) {
    if (result instanceof CacheException e) {
      if (e.reason() != Reason.UNREADABLE) {
        throw e;
      }
      return Optional.empty();
    }
    if (!(result instanceof List<?> both)
        || !(both.get(0) instanceof byte[] value)
        || !(both.get(1) instanceof Long ttl)) {
      return Optional.empty();
    }
    return Optional.of(new CacheEntry(value, ttl < 0 ? null : Duration.ofMillis(ttl)));
  }
}
