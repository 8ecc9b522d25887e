package dev.larder.cache.redis;

import dev.larder.cache.CacheException;
import dev.larder.cache.redis.RedisCalls.Outcome;
import dev.larder.cache.redis.RedisCalls.Repeat;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;

/**
 * The servers of a store, and the way to the one that holds a key. Thread-safe; every call has a
 * bound in time, and nothing but {@link CacheException}s comes out.
 */
interface Topology extends AutoCloseable {

  /** One command of a bulk, and the one key it is about; done twice it has the effect of once. */
  final class Keyed {
    private final byte[] key;
    private final CommandArguments command;

    Keyed(byte[] key, CommandArguments command) {
      this.key = key;
      this.command = command;
    }

    byte[] key() {
      return key;
    }

    CommandArguments command() {
      return command;
    }
  }

  /**
   * Makes the topology that a URL is about. Nothing is connected yet.
   *
   * @param changes is handed the primaries whenever they are others than before, in order, and
   *     before anything is asked of a new one; it must be quick, and neither block nor throw
   */
  static Topology of(
      RedisSettings settings, HostLookup.Resolver resolver, Consumer<List<Primary>> changes) {
    LinkOpener opener = new LinkOpener(settings, resolver);
    return switch (settings.url().mode()) {
      case SINGLE -> new OneServer(settings, opener, new FixedTarget(settings, opener));
      case SENTINEL -> OneServer.bySentinels(settings, opener, changes);
      case CLUSTER -> new ClusterTopology(settings, opener, changes);
    };
  }

  /**
   * Does one exchange with the server that holds a key.
   *
   * @param requestBytes about how much is sent
   */
  <R extends @Nullable Object> R call(
      byte[] key, Repeat repeat, long requestBytes, Function<Connection, R> exchange);

  /** Whether there is but one server, so that one command may be about any keys. */
  boolean isOneServer();

  /** Returns what is the same for keys that are most likely at one server. */
  Object place(byte[] key);

  /**
   * Sends many commands, and returns what came of each in their order: the reply, or a {@link
   * CacheException}. It throws only what is true for all.
   */
  List<@Nullable Object> callAll(List<Keyed> commands, long requestBytes);

  /**
   * Begins a walk over all keys, or goes on with one.
   *
   * @throws IllegalArgumentException when the cursor is none of this kind of topology
   */
  KeyWalk walk(@Nullable String cursor);

  /**
   * Checks that one script may be about both keys.
   *
   * @throws IllegalArgumentException when they may be at different servers
   */
  void requireTogether(String key, String other);

  /**
   * Returns the servers that take writes at present, as far as known; it asks when nothing is known
   * yet.
   */
  List<Primary> primaries();

  /** A primary could not be reached: the next call looks whether another one has its place. */
  default void suspect(Primary primary) {}

  /**
   * Asks whether the primaries are still those that are known, when that was not done for a while
   * and nobody learns it otherwise; for whoever uses connections without calls. It takes a bounded
   * time and never fails.
   */
  default void lookAgain() {}

  /** Asks every primary whether it answers, on connections of its own. */
  void ping(long deadline);

  /** What is known by the last call. */
  Outcome outcome();

  /** Returns the pools of all primaries. */
  List<Links> links();

  boolean isClosed();

  /** Closes every connection; calls that run end with an exception. */
  @Override
  void close();
}
