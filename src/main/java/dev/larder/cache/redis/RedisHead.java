package dev.larder.cache.redis;

import dev.larder.cache.CacheException;
import dev.larder.cache.CacheException.Reason;
import dev.larder.cache.EntryHead;
import dev.larder.cache.redis.Topology.Keyed;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/**
 * The read of length, remaining TTL and beginning of the value of one key, as of one moment, by one
 * command; see {@link RedisEntry}. A large value stays where it is.
 */
final class RedisHead {

  /** PTTL comes first: it says -2 of a key that is missing, where STRLEN says 0. */
  private static final byte[] SCRIPT =
      Utf8.bytes(
          "local ttl = redis.call('PTTL', KEYS[1]) if ttl == -2 then return false end "
              + "local length = redis.call('STRLEN', KEYS[1]) local shown = ARGV[2] "
              + "if length <= tonumber(ARGV[1]) then shown = length end "
              + "if length == 0 then return {length, ttl, ''} end "
              + "return {length, ttl, redis.call('GETRANGE', KEYS[1], 0, shown - 1)}");

  /** What one read takes to be sent, besides its key. */
  static final int REQUEST_BYTES = SCRIPT.length + 80;

  private RedisHead() {}

  static Keyed read(byte[] key, int whole) {
    return new Keyed(
        key,
        new CommandArguments(Command.EVAL)
            .add(SCRIPT)
            .add(1)
            .add(key)
            .add(whole)
            .add(EntryHead.BEGINNING));
  }

  /**
   * Returns what the result of a read says; a key of another type is missing, as MGET shows it.
   *
   * @throws CacheException when that is what the result is
   */
  static Optional<EntryHead> of(@Nullable Object result) {
    if (result instanceof CacheException e) {
      if (e.reason() != Reason.UNREADABLE) {
        throw e;
      }
      return Optional.empty();
    }
    if (!(result instanceof List<?> all)
        || !(all.get(0) instanceof Long length)
        || !(all.get(1) instanceof Long ttl)
        || !(all.get(2) instanceof byte[] beginning)) {
      return Optional.empty();
    }
    return Optional.of(new EntryHead(length, beginning, ttl < 0 ? null : Duration.ofMillis(ttl)));
  }
}
