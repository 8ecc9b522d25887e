package dev.larder.cache.redis;

import dev.larder.cache.CacheException;
import dev.larder.cache.redis.RedisCalls.Outcome;
import dev.larder.cache.redis.RedisCalls.Repeat;
import dev.larder.cache.redis.RedisUrl.Address;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.exceptions.JedisDataException;

/** One server at a time: always the same, or the primary that sentinels name. */
final class OneServer implements Topology {

  private final LinkOpener opener;
  private final RedisCalls calls;
  private volatile Server server;

  OneServer(RedisSettings settings, LinkOpener opener, Target target) {
    this.opener = opener;
    this.calls = new RedisCalls(settings, opener, target);
    this.server = new Server("", target);
  }

  /** The primary that sentinels name. */
  static OneServer bySentinels(
      RedisSettings settings, LinkOpener opener, Consumer<List<Primary>> changes) {
    Moves moves = new Moves(changes);
    SentinelTarget target = new SentinelTarget(settings, opener, moves);
    moves.target = target;
    OneServer one = new OneServer(settings, opener, target);
    moves.topology = one;
    return one;
  }

  @Override
  public <R extends @Nullable Object> R call(
      byte[] key, Repeat repeat, long requestBytes, Function<Connection, R> exchange) {
    return calls.call(repeat, requestBytes, exchange);
  }

  @Override
  public boolean isOneServer() {
    return true;
  }

  @Override
  public Object place(byte[] key) {
    return this;
  }

  @Override
  public List<@Nullable Object> callAll(List<Keyed> commands, long requestBytes) {
    return calls.call(Repeat.SAFE, requestBytes, connection -> exchange(connection, commands));
  }

  /** Sends commands in one go; what the server refuses is a result as any other. */
  static List<@Nullable Object> exchange(Connection connection, List<Keyed> commands) {
    commands.forEach(each -> connection.sendCommand(each.command()));
    List<Object> replies = connection.getMany(commands.size());
    if (replies.get(0) instanceof JedisDataException e && RedisErrors.isWrongServer(e)) {
      throw e;
    }
    List<@Nullable Object> results = new ArrayList<>(replies.size());
    for (Object reply : replies) {
      results.add(reply instanceof JedisDataException e ? RedisErrors.refused(e) : reply);
    }
    return results;
  }

  @Override
  public KeyWalk walk(@Nullable String cursor) {
    return new ServerWalk(calls, cursor);
  }

  @Override
  public void requireTogether(String key, String other) {
    // One server has all keys.
  }

  @Override
  public List<Primary> primaries() {
    return List.of(server);
  }

  @Override
  public void lookAgain() {
    calls.lookAgain();
  }

  @Override
  public void ping(long deadline) {
    calls.ping(deadline);
  }

  @Override
  public Outcome outcome() {
    return calls.outcome();
  }

  @Override
  public List<Links> links() {
    return List.of(calls.links());
  }

  @Override
  public boolean isClosed() {
    return calls.links().isClosed();
  }

  @Override
  public void close() {
    calls.close();
    opener.close();
  }

  private record Server(String id, Target target) implements Primary {
    @Override
    public Link open(long deadline) {
      return target.open(deadline, 0);
    }
  }

  /** What follows when another server is the primary. */
  private static final class Moves implements Consumer<Address> {
    private final Consumer<List<Primary>> changes;
    private @Nullable SentinelTarget target;
    private @Nullable OneServer topology;

    Moves(Consumer<List<Primary>> changes) {
      this.changes = changes;
    }

    @Override
    public void accept(Address address) {
      OneServer one = topology;
      SentinelTarget now = target;
      if (one == null || now == null) {
        throw new CacheException(CacheException.Reason.STOPPED, "not started");
      }
      // Connections to the old one may still answer, with what is no longer true.
      Links links = one.calls.links();
      links.suspectAll(links.generation());
      one.server = new Server(address.toString(), now);
      changes.accept(List.of(one.server));
    }
  }
}
