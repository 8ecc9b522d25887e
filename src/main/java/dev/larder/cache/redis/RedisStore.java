package dev.larder.cache.redis;

import dev.larder.cache.CacheEntry;
import dev.larder.cache.CacheException;
import dev.larder.cache.CacheStore;
import dev.larder.cache.EntryHead;
import dev.larder.cache.KeyScan;
import dev.larder.cache.ScanPage;
import dev.larder.cache.StoreStatus;
import dev.larder.cache.Ttl;
import dev.larder.cache.WriteCondition;
import dev.larder.cache.redis.RedisCalls.Repeat;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.Protocol.Keyword;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * The store on Redis (6.0 or newer): on one server, on the primary that sentinels name, or on a
 * cluster; see {@link RedisUrl}. It is thread-safe, connects when it is first used, and repairs
 * itself when a server comes back or another one takes its place; it starts no thread for that.
 *
 * <p>Every call has a bound in time; see {@link RedisSettings}. A call that reads, puts or removes
 * is done once more when a pooled connection turns out to be broken; a removal may then have been
 * done by the first attempt and be reported as nothing removed. What a server did certainly not
 * carry out, since it is no primary any more or gave the slot away, is done at the right one.
 *
 * <p>Replication of Redis is asynchronous: a fail-over, of Sentinel or of a cluster, may lose
 * writes that were acknowledged just before. Nothing here can tell, so what must not be lost does
 * not belong in a cache.
 *
 * <p>In a cluster a bulk is sent to each primary in turn and is no unit; a scan and a removal by
 * pattern meet every key that is there all the time, also while slots are moved; and a {@link
 * WriteCondition.IfNewer} needs a fence key of the same slot, which a common {@code {tag}} gives,
 * or is refused by an {@link IllegalArgumentException}.
 *
 * <p>The user needs the commands GET, MGET, GETRANGE, STRLEN, SET, UNLINK, EXISTS, INCRBY, PTTL,
 * MULTI, EXEC, SCAN, EVAL, EVALSHA and PING; SELECT with a database other than 0; ROLE behind
 * sentinels; CLUSTER SLOTS, CLUSTER NODES and ASKING in a cluster. At the sentinels it is SENTINEL
 * GET-MASTER-ADDR-BY-NAME. {@code getAll}, {@code entries} and {@code heads} show a key of another
 * type than string as missing, as MGET does; any other read of it is unreadable.
 */
public final class RedisStore implements CacheStore {

  /** What Redis takes at most: 512 MB. A server may be configured to take less. */
  private static final int LARGEST_VALUE = 512 << 20;

  private static final byte[] EMPTY = {};

  private final RedisSettings settings;
  private final HostLookup.Resolver resolver;
  private final Object lifecycle = new Object();
  private volatile Topology topology;
  private volatile Consumer<List<Primary>> changes = primaries -> {};

  /**
   * Makes a store; nothing is connected yet.
   *
   * @throws IllegalArgumentException when the file of trusted certificates cannot be used
   */
  public RedisStore(RedisSettings settings) {
    this(settings, InetAddress::getAllByName);
  }

  RedisStore(RedisSettings settings, HostLookup.Resolver resolver) {
    this.settings = settings;
    this.resolver = resolver;
    this.topology = open();
  }

  private Topology open() {
    return Topology.of(settings, resolver, primaries -> changes.accept(primaries));
  }

  /**
   * Sets who is handed the primaries whenever they are others than before, before anything is asked
   * of a new one; see {@link Topology#of}. It stays set when the store is closed and started again.
   */
  void whenPrimariesChange(Consumer<List<Primary>> listener) {
    changes = listener;
  }

  RedisSettings settings() {
    return settings;
  }

  /** The servers of this store, until it is closed. */
  Topology topology() {
    return topology;
  }

  @Override
  public String name() {
    return "redis";
  }

  @Override
  public void start() {
    synchronized (lifecycle) {
      if (topology.isClosed()) {
        topology = open();
      }
    }
  }

  @Override
  public void close() {
    synchronized (lifecycle) {
      topology.close();
    }
  }

  @Override
  public Optional<byte[]> get(String key) {
    byte[] written = Utf8.bytes(key);
    CommandArguments get = new CommandArguments(Command.GET).add(written);
    return Optional.ofNullable(
        topology.call(
            written,
            Repeat.SAFE,
            written.length,
            connection -> (byte @Nullable []) connection.executeCommand(get)));
  }

  @Override
  public Optional<CacheEntry> entry(String key) {
    byte[] written = Utf8.bytes(key);
    List<?> replies =
        topology.call(
            written,
            Repeat.SAFE,
            written.length * 2L,
            connection -> {
              connection.sendCommand(Command.MULTI);
              connection.sendCommand(Command.GET, written);
              connection.sendCommand(Command.PTTL, written);
              connection.sendCommand(Command.EXEC);
              return results(connection.getMany(4));
            });
    byte @Nullable [] value = (byte[]) replies.get(0);
    long ttl = (Long) replies.get(1);
    // PTTL is -1 without expiry, and -2 when the key expired between the two.
    return value == null || ttl == -2
        ? Optional.empty()
        : Optional.of(new CacheEntry(value, ttl < 0 ? null : Duration.ofMillis(ttl)));
  }

  /** Returns what EXEC answered; throws the first error, which may be of a command before it. */
  private static List<?> results(List<Object> replies) {
    List<?> results = List.of();
    for (Object reply : replies) {
      results = reply instanceof List<?> list ? list : List.of(reply);
      for (Object each : results) {
        if (each instanceof JedisDataException e) {
          throw e;
        }
      }
    }
    return results;
  }

  @Override
  public List<Optional<CacheEntry>> entries(List<String> keys) {
    return RedisBulk.entries(topology, keys);
  }

  @Override
  public List<Optional<EntryHead>> heads(List<String> keys, int whole) {
    return RedisBulk.heads(topology, keys, whole);
  }

  @Override
  public List<Optional<byte[]>> getAll(List<String> keys) {
    return RedisBulk.getAll(topology, keys);
  }

  @Override
  public void put(String key, byte[] value, Ttl ttl) {
    requireFitting(value);
    byte[] written = Utf8.bytes(key);
    CommandArguments set = set(written, value, ttl);
    topology.call(written, Repeat.SAFE, value.length, connection -> connection.executeCommand(set));
  }

  /** The command that stores a value. */
  static CommandArguments set(byte[] key, byte[] value, Ttl ttl) {
    CommandArguments set = new CommandArguments(Command.SET).add(key).add(value);
    return ttl.isNone() ? set : set.add(Keyword.PX).add(ttl.millis());
  }

  @Override
  public boolean putIf(String key, byte[] value, Ttl ttl, WriteCondition condition) {
    requireFitting(value);
    byte[] written = Utf8.bytes(key);
    byte[] millis = ttl.isNone() ? EMPTY : Utf8.bytes(Long.toString(ttl.millis()));
    if (condition instanceof WriteCondition.IfAbsent) {
      CommandArguments set = set(written, value, ttl).add(Keyword.NX);
      return topology.call(
          written,
          Repeat.UNSAFE,
          value.length,
          connection -> connection.executeCommand(set) != null);
    }
    if (condition instanceof WriteCondition.IfEquals equals) {
      return Lua.PUT_IF_EQUALS.run(topology, 1, written, equals.expected(), value, millis);
    }
    if (condition instanceof WriteCondition.IfStartsWith starts) {
      return Lua.PUT_IF_STARTS_WITH.run(topology, 1, written, starts.prefix(), value, millis);
    }
    if (condition instanceof WriteCondition.IfHeld held) {
      return putIfHeld(key, written, value, millis, held);
    }
    WriteCondition.IfNewer newer = (WriteCondition.IfNewer) condition;
    topology.requireTogether(key, newer.fenceKey());
    return Lua.PUT_IF_NEWER.run(
        topology,
        2,
        written,
        Utf8.bytes(newer.fenceKey()),
        Utf8.bytes(Long.toString(newer.version())),
        Utf8.bytes(newer.force() ? "1" : "0"),
        value,
        millis);
  }

  private boolean putIfHeld(
      String key, byte[] written, byte[] value, byte[] millis, WriteCondition.IfHeld held) {
    topology.requireTogether(key, held.otherKey());
    byte[] other = Utf8.bytes(held.otherKey());
    return held.then() instanceof WriteCondition.IfEquals equals
        ? Lua.PUT_IF_HELD.run(
            topology, 2, written, other, held.token(), value, millis, equals.expected())
        : Lua.PUT_IF_HELD.run(topology, 2, written, other, held.token(), value, millis);
  }

  @Override
  public Map<String, CacheException> putAll(Map<String, byte[]> items, Ttl ttl) {
    return RedisBulk.putAll(topology, items, ttl);
  }

  @Override
  public boolean delete(String key) {
    byte[] written = Utf8.bytes(key);
    CommandArguments unlink = new CommandArguments(Command.UNLINK).add(written);
    return topology.call(
        written,
        Repeat.SAFE,
        written.length,
        connection -> connection.executeCommand(unlink).equals(1L));
  }

  @Override
  public List<Boolean> deleteAll(List<String> keys) {
    return RedisBulk.deleteAll(topology, keys);
  }

  @Override
  public boolean deleteIf(String key, WriteCondition condition) {
    byte[] written = Utf8.bytes(key);
    if (condition instanceof WriteCondition.IfEquals equals) {
      return Lua.DELETE_IF_EQUALS.run(topology, 1, written, equals.expected());
    }
    if (condition instanceof WriteCondition.IfStartsWith starts) {
      return Lua.DELETE_IF_STARTS_WITH.run(topology, 1, written, starts.prefix());
    }
    if (condition instanceof WriteCondition.IfNewer newer) {
      topology.requireTogether(key, newer.fenceKey());
      return Lua.DELETE_IF_NEWER.run(
          topology,
          2,
          written,
          Utf8.bytes(newer.fenceKey()),
          Utf8.bytes(Long.toString(newer.version())),
          Utf8.bytes(newer.force() ? "1" : "0"));
    }
    throw new IllegalArgumentException("a removal on a condition that is for writes only");
  }

  @Override
  public boolean exists(String key) {
    byte[] written = Utf8.bytes(key);
    CommandArguments exists = new CommandArguments(Command.EXISTS).add(written);
    return topology.call(
        written,
        Repeat.SAFE,
        written.length,
        connection -> connection.executeCommand(exists).equals(1L));
  }

  @Override
  public long increment(String key, long delta) {
    byte[] written = Utf8.bytes(key);
    CommandArguments incrBy = new CommandArguments(Command.INCRBY).add(written).add(delta);
    return topology.call(
        written,
        Repeat.UNSAFE,
        written.length,
        connection -> (Long) connection.executeCommand(incrBy));
  }

  @Override
  public ScanPage scan(KeyScan scan, @Nullable String cursor, int limit) {
    return new RedisScan(topology).page(scan, cursor, limit);
  }

  @Override
  public long deleteMatching(KeyScan scan) {
    return new RedisScan(topology).delete(scan);
  }

  @Override
  public void ping(Duration timeout) {
    topology.ping(System.nanoTime() + timeout.toNanos());
  }

  @Override
  public StoreStatus status() {
    Topology now = topology;
    List<Links> pools = now.links();
    return new StoreStatus(
        now.isClosed() ? "stopped" : now.outcome().name().toLowerCase(Locale.ROOT),
        OptionalLong.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        Map.of(
            "pool.active", sum(pools, Links::active),
            "pool.idle", sum(pools, Links::idle),
            "pool.waiters", sum(pools, Links::waiters),
            "pool.max", sum(pools, Links::size),
            "redis.nodes", (double) pools.size()));
  }

  private static double sum(List<Links> pools, ToIntFunction<Links> figure) {
    return pools.stream().mapToInt(figure).sum();
  }

  @Override
  public String toString() {
    return "RedisStore[" + settings.url() + "]";
  }

  static void requireFitting(byte[] value) {
    if (value.length > LARGEST_VALUE) {
      throw RedisErrors.tooLarge();
    }
  }
}
