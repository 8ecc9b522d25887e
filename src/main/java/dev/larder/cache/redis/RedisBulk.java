package dev.larder.cache.redis;

import dev.larder.cache.CacheEntry;
import dev.larder.cache.CacheException;
import dev.larder.cache.CacheException.Kind;
import dev.larder.cache.CacheException.Reason;
import dev.larder.cache.EntryHead;
import dev.larder.cache.Ttl;
import dev.larder.cache.redis.RedisCalls.Repeat;
import dev.larder.cache.redis.Topology.Keyed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/**
 * Reads and writes of many keys, in parts of bounded size, a round trip each. No part is for more
 * than one server, so that one that is away delays nothing of the others.
 */
final class RedisBulk {

  private static final int KEYS = 512;

  /**
   * What a part of a write holds at most, besides its last value; a larger value goes alone. A
   * server may be configured to take no values above this size, and closes the connection at one:
   * the error can be told then, and no other key suffers.
   */
  private static final long BYTES = 1 << 20;

  private RedisBulk() {}

  static List<Optional<byte[]>> getAll(Topology topology, List<String> keys) {
    List<Optional<byte[]>> found =
        new ArrayList<>(java.util.Collections.nCopies(keys.size(), Optional.empty()));
    Map<Object, List<Integer>> places = new LinkedHashMap<>();
    byte[][] written = new byte[keys.size()][];
    for (int i = 0; i < written.length; i++) {
      written[i] = Utf8.bytes(keys.get(i));
      places.computeIfAbsent(topology.place(written[i]), place -> new ArrayList<>()).add(i);
    }
    for (List<Integer> indexes : places.values()) {
      for (int from = 0; from < indexes.size(); from += KEYS) {
        List<Integer> part = indexes.subList(from, Math.min(from + KEYS, indexes.size()));
        List<?> values = get(topology, part.stream().map(i -> written[i]).toList());
        for (int i = 0; i < part.size(); i++) {
          found.set(part.get(i), Optional.ofNullable((byte[]) values.get(i)));
        }
      }
    }
    return found;
  }

  /** Reads values with their remaining TTLs, each key as of one moment. */
  static List<Optional<CacheEntry>> entries(Topology topology, List<String> keys) {
    List<Optional<CacheEntry>> found = new ArrayList<>(keys.size());
    for (int from = 0; from < keys.size(); from += KEYS) {
      List<Keyed> reads = new ArrayList<>();
      long bytes = 0;
      for (String key : keys.subList(from, Math.min(from + KEYS, keys.size()))) {
        byte[] written = Utf8.bytes(key);
        reads.add(RedisEntry.read(written));
        bytes += written.length + RedisEntry.REQUEST_BYTES;
      }
      topology.callAll(reads, bytes).forEach(result -> found.add(RedisEntry.of(result)));
    }
    return found;
  }

  /** Reads the beginnings of values, and as little as possible of each. */
  static List<Optional<EntryHead>> heads(Topology topology, List<String> keys, int whole) {
    List<Optional<EntryHead>> found = new ArrayList<>(keys.size());
    for (int from = 0; from < keys.size(); from += KEYS) {
      List<Keyed> reads = new ArrayList<>();
      long bytes = 0;
      for (String key : keys.subList(from, Math.min(from + KEYS, keys.size()))) {
        byte[] written = Utf8.bytes(key);
        reads.add(RedisHead.read(written, whole));
        bytes += written.length + RedisHead.REQUEST_BYTES;
      }
      topology.callAll(reads, bytes).forEach(result -> found.add(RedisHead.of(result)));
    }
    return found;
  }

  private static List<?> get(Topology topology, List<byte[]> keys) {
    long bytes = 0;
    for (byte[] key : keys) {
      bytes += key.length + 32;
    }
    if (topology.isOneServer()) {
      CommandArguments mget = new CommandArguments(Command.MGET);
      keys.forEach(mget::add);
      return topology.call(
          keys.get(0), Repeat.SAFE, bytes, connection -> (List<?>) connection.executeCommand(mget));
    }
    List<Keyed> commands =
        keys.stream()
            .map(key -> new Keyed(key, new CommandArguments(Command.GET).add(key)))
            .toList();
    List<@Nullable Object> values = new ArrayList<>(topology.callAll(commands, bytes));
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i) instanceof CacheException e) {
        if (e.reason() != Reason.UNREADABLE) {
          throw e;
        }
        // MGET shows a key of another type as missing.
        values.set(i, null);
      }
    }
    return values;
  }

  /** A command for each key, so that it is known of each what became of it. */
  static List<Boolean> deleteAll(Topology topology, List<String> keys) {
    Boolean[] removed = new Boolean[keys.size()];
    // In a cluster one command of many may be redirected, and come after those behind it.
    int together = topology.isOneServer() ? removed.length : Math.max(0, removed.length - 1);
    Map<Object, List<Integer>> places = new LinkedHashMap<>();
    for (int i = 0; i < removed.length; i++) {
      Object place = i < together ? topology.place(Utf8.bytes(keys.get(i))) : "last";
      places.computeIfAbsent(place, any -> new ArrayList<>()).add(i);
    }
    for (List<Integer> indexes : places.values()) {
      for (int from = 0; from < indexes.size(); from += KEYS) {
        delete(
            topology, keys, indexes.subList(from, Math.min(from + KEYS, indexes.size())), removed);
      }
    }
    return List.of(removed);
  }

  private static void delete(
      Topology topology, List<String> keys, List<Integer> indexes, Boolean[] removed) {
    List<Keyed> unlinks = new ArrayList<>(indexes.size());
    long bytes = 0;
    for (int i : indexes) {
      byte[] written = Utf8.bytes(keys.get(i));
      unlinks.add(new Keyed(written, new CommandArguments(Command.UNLINK).add(written)));
      bytes += written.length + 32;
    }
    List<@Nullable Object> replies = topology.callAll(unlinks, bytes);
    for (int i = 0; i < unlinks.size(); i++) {
      if (replies.get(i) instanceof CacheException e) {
        throw e;
      }
      removed[indexes.get(i)] = Long.valueOf(1).equals(replies.get(i));
    }
  }

  static Map<String, CacheException> putAll(Topology topology, Map<String, byte[]> items, Ttl ttl) {
    Map<String, CacheException> failures = new LinkedHashMap<>();
    Map<Object, Part> parts = new LinkedHashMap<>();
    items.forEach(
        (key, value) -> {
          byte[] written = Utf8.bytes(key);
          Part part =
              parts.computeIfAbsent(topology.place(written), place -> new Part(topology, failures));
          if (part.isFull() || value.length > BYTES) {
            part.send();
          }
          try {
            RedisStore.requireFitting(value);
            part.add(key, new Keyed(written, RedisStore.set(written, value, ttl)), value.length);
          } catch (CacheException e) {
            failures.put(key, e);
          }
        });
    parts.values().forEach(Part::send);
    return failures;
  }

  /** What is sent to one server in one go, and then the next. */
  private static final class Part {
    private final Topology topology;
    private final Map<String, CacheException> failures;
    private final Map<String, Keyed> commands = new LinkedHashMap<>();
    private long bytes;
    private @Nullable CacheException away;

    Part(Topology topology, Map<String, CacheException> failures) {
      this.topology = topology;
      this.failures = failures;
    }

    boolean isFull() {
      return commands.size() >= KEYS || bytes >= BYTES;
    }

    void add(String key, Keyed set, int size) {
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
        List<Object> results = topology.callAll(List.copyOf(commands.values()), bytes);
        int at = 0;
        for (String key : commands.keySet()) {
          if (results.get(at++) instanceof CacheException e) {
            failures.put(key, e);
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
