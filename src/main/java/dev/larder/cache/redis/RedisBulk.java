package dev.larder.cache.redis;

import dev.larder.cache.CacheException;
import dev.larder.cache.CacheException.Kind;
import dev.larder.cache.CacheException.Reason;
import dev.larder.cache.Ttl;
import dev.larder.cache.redis.RedisCalls.Repeat;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;

/** Reads and writes of many keys, in parts of bounded size, a round trip each. */
final class RedisBulk {

  private static final int KEYS = 512;
  private static final long BYTES = 1 << 20;

  private RedisBulk() {}

  static List<Optional<byte[]>> getAll(RedisCalls calls, List<String> keys) {
    List<Optional<byte[]>> found = new ArrayList<>(keys.size());
    for (int from = 0; from < keys.size(); from += KEYS) {
      CommandArguments mget = new CommandArguments(Command.MGET);
      long bytes = 0;
      for (String key : keys.subList(from, Math.min(from + KEYS, keys.size()))) {
        byte[] written = Utf8.bytes(key);
        mget.add(written);
        bytes += written.length + 16;
      }
      List<?> values =
          calls.call(Repeat.SAFE, bytes, connection -> (List<?>) connection.executeCommand(mget));
      for (Object value : values) {
        found.add(Optional.ofNullable((byte[]) value));
      }
    }
    return found;
  }

  static Map<String, CacheException> putAll(RedisCalls calls, Map<String, byte[]> items, Ttl ttl) {
    Map<String, CacheException> failures = new LinkedHashMap<>();
    Part part = new Part(calls, failures);
    items.forEach(
        (key, value) -> {
          if (part.isFull()) {
            part.send();
          }
          try {
            RedisStore.requireFitting(value);
            part.add(key, RedisStore.set(key, value, ttl), value.length);
          } catch (CacheException e) {
            failures.put(key, e);
          }
        });
    part.send();
    return failures;
  }

  /** What is sent in one go, and then the next. */
  private static final class Part {
    private final RedisCalls calls;
    private final Map<String, CacheException> failures;
    private final Map<String, CommandArguments> commands = new LinkedHashMap<>();
    private long bytes;
    private @Nullable CacheException away;

    Part(RedisCalls calls, Map<String, CacheException> failures) {
      this.calls = calls;
      this.failures = failures;
    }

    boolean isFull() {
      return commands.size() >= KEYS || bytes >= BYTES;
    }

    void add(String key, CommandArguments set, int size) {
      commands.put(key, set);
      bytes += size + key.length() + 64L;
    }

    void send() {
      if (!commands.isEmpty()) {
        write(commands, bytes);
        commands.clear();
        bytes = 0;
      }
    }

    private void write(Map<String, CommandArguments> sets, long size) {
      // Once the server is away, the rest would wait for nothing, a time-out for each part.
      if (away != null) {
        fail(sets, away);
        return;
      }
      try {
        List<Object> replies =
            calls.call(
                Repeat.SAFE,
                size,
                c -> {
                  sets.values().forEach(c::sendCommand);
                  return c.getMany(sets.size());
                });
        int at = 0;
        for (String key : sets.keySet()) {
          if (replies.get(at++) instanceof JedisDataException e) {
            failures.put(key, RedisErrors.refused(e));
          }
        }
      } catch (CacheException e) {
        if (e.reason() == Reason.TOO_LARGE && sets.size() > 1) {
          // The server closed the connection at one value, and does not say which.
          sets.forEach((key, set) -> write(Map.of(key, set), size));
          return;
        }
        if (e.kind() == Kind.UNAVAILABLE) {
          away = e;
        }
        fail(sets, e);
      }
    }

    private void fail(Map<String, CommandArguments> sets, CacheException e) {
      sets.keySet().forEach(key -> failures.put(key, e));
    }
  }
}
