package dev.larder.cache.redis;

import dev.larder.cache.CacheException;
import dev.larder.cache.CacheException.Kind;
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

  /**
   * What a part of a write holds at most, besides its last value; a larger value goes alone. A
   * server may be configured to take no values above this size, and closes the connection at one:
   * the error can be told then, and no other key suffers.
   */
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
          if (part.isFull() || value.length > BYTES) {
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
      if (commands.isEmpty()) {
        return;
      }
      if (away == null) {
        write();
      } else {
        // The rest would wait for nothing, a time-out for each part.
        fail(away);
      }
      commands.clear();
      bytes = 0;
    }

    private void write() {
      try {
        List<Object> replies =
            calls.call(
                Repeat.SAFE,
                bytes,
                c -> {
                  commands.values().forEach(c::sendCommand);
                  List<Object> answers = c.getMany(commands.size());
                  if (answers.get(0) instanceof JedisDataException e
                      && RedisErrors.isWrongServer(e)) {
                    throw e;
                  }
                  return answers;
                });
        int at = 0;
        for (String key : commands.keySet()) {
          if (replies.get(at++) instanceof JedisDataException e) {
            failures.put(key, RedisErrors.refused(e));
          }
        }
      } catch (CacheException e) {
        if (e.kind() == Kind.UNAVAILABLE) {
          away = e;
        }
        fail(e);
      }
    }

    private void fail(CacheException e) {
      commands.keySet().forEach(key -> failures.put(key, e));
    }
  }
}
