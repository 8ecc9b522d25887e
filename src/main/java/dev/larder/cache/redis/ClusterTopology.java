package dev.larder.cache.redis;

import dev.larder.cache.CacheException;
import dev.larder.cache.CacheException.Kind;
import dev.larder.cache.CacheException.Reason;
import dev.larder.cache.redis.RedisCalls.Outcome;
import dev.larder.cache.redis.RedisCalls.Repeat;
import dev.larder.cache.redis.RedisUrl.Address;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol.Command;

/**
 * The nodes of a cluster. A key is asked for where the slots say, and where the nodes say that it
 * is meanwhile: MOVED, ASK. What was certainly not carried out is done at the right node, so moving
 * slots fails no call.
 */
final class ClusterTopology implements Topology {

  /** How often one call is sent elsewhere, or again while the cluster is down. */
  private static final int HOPS = 16;

  /** From here on a pause is made before the next hop. */
  private static final int HASTY_HOPS = 3;

  private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  /**
   * How long a script is tried again whose keys are not all at one node. A key takes far less to be
   * moved; one that is absent stays absent, so that it ends with the move of the whole slot, which
   * is not waited for.
   */
  private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(750);

  private final LinkOpener opener;
  private final ClusterNodes nodes;
  private final long limitNanos;
  private volatile Outcome outcome = Outcome.UNKNOWN;

  ClusterTopology(RedisSettings settings, LinkOpener opener, Consumer<List<Primary>> changes) {
    this.opener = opener;
    this.nodes = new ClusterNodes(settings, opener, changes);
    // No attempt begins after this; one takes as long again at most.
    this.limitNanos =
        settings.poolMaxWait().toNanos() + opener.openNanos() + settings.timeout().toNanos();
  }

  @Override
  public <R extends @Nullable Object> R call(
      byte[] key, Repeat repeat, long requestBytes, Function<Connection, R> exchange) {
    return judged(() -> route(SlotMap.slot(key), repeat, requestBytes, exchange));
  }

  /** Does a call, and keeps what it tells of the state of the cluster. */
  private <R extends @Nullable Object> R judged(Supplier<R> call) {
    if (nodes.isClosed()) {
      throw RedisErrors.stopped();
    }
    try {
      R result = call.get();
      outcome = Outcome.UP;
      return result;
    } catch (CacheException e) {
      if (nodes.isClosed()) {
        throw RedisErrors.stopped();
      }
      outcome = e.kind() == Kind.UNAVAILABLE ? Outcome.DEGRADED : Outcome.UP;
      throw e;
    }
  }

  <R extends @Nullable Object> R route(
      int slot, Repeat repeat, long requestBytes, Function<Connection, R> exchange) {
    long end = System.nanoTime() + limitNanos;
    ClusterNode node = nodes.owner(slot);
    boolean asking = false;
    Redirection again = null;
    for (int hop = 0; ; hop++) {
      boolean last = (hop >= HOPS && again == null) || System.nanoTime() - end > 0;
      try {
        return node.calls().call(repeat, requestBytes, asking ? asking(exchange) : exchange);
      } catch (Redirection e) {
        if (e.sort() == Redirection.Sort.TRYAGAIN) {
          // In between the node that the slot leaves may send the call to the other one.
          if (again == null) {
            end = earlier(end, System.nanoTime() + AGAIN_NANOS);
          }
          again = e;
        }
        if (last) {
          throw e.to() == null ? e : again == null ? RedisErrors.sentInCircles() : again;
        }
        asking = e.sort() == Redirection.Sort.ASK;
        if (hop >= HASTY_HOPS || e.to() == null) {
          pause(hop);
        }
        node = follow(e, slot, node);
      } catch (Unreached e) {
        ClusterNode other = last ? node : nodes.ownerInstead(slot, node);
        if (other == node) {
          throw e;
        }
        asking = false;
        node = other;
      } catch (CacheException e) {
        if (e.reason() == Reason.UNAVAILABLE) {
          nodes.suspect(node);
        }
        throw e;
      }
    }
  }

  private static long earlier(long nanoTime, long other) {
    return nanoTime - other < 0 ? nanoTime : other;
  }

  private ClusterNode follow(Redirection redirection, int slot, ClusterNode from) {
    Address to = redirection.to();
    if (to == null) {
      if (redirection.sort() != Redirection.Sort.TRYAGAIN) {
        nodes.suspect(from);
      }
      return nodes.owner(slot);
    }
    Address whole = to.host().isEmpty() ? new Address(from.address().host(), to.port()) : to;
    if (redirection.sort() == Redirection.Sort.MOVED) {
      // What else has changed is learnt by the next call.
      nodes.moved(slot, whole);
    }
    return nodes.named(whole);
  }

  /** Under ASKING a node serves one command, or one transaction, on a slot that comes to it. */
  private static <R extends @Nullable Object> Function<Connection, R> asking(
      Function<Connection, R> exchange) {
    return connection -> {
      connection.executeCommand(new CommandArguments(Command.ASKING));
      return exchange.apply(connection);
    };
  }

  /** Waits a little, so that the nodes can tell each other what has changed. */
  static void pause(int hop) {
    LockSupport.parkNanos(
        Math.min(LONGEST_PAUSE_NANOS, TimeUnit.MILLISECONDS.toNanos(5) << Math.min(hop, 10)));
    if (Thread.currentThread().isInterrupted()) {
      throw RedisErrors.interrupted();
    }
  }

  @Override
  public boolean isOneServer() {
    return false;
  }

  @Override
  public Object place(byte[] key) {
    return nodes.place(SlotMap.slot(key));
  }

  @Override
  public List<@Nullable Object> callAll(List<Keyed> commands, long requestBytes) {
    return judged(() -> new ClusterBulk(this, nodes, commands).run(requestBytes));
  }

  @Override
  public KeyWalk walk(@Nullable String cursor) {
    KeyWalk walk = new ClusterWalk(nodes, cursor);
    return new KeyWalk() {
      @Override
      public List<byte[]> next(byte[] pattern, int count) {
        return judged(() -> walk.next(pattern, count));
      }

      @Override
      public @Nullable String cursor() {
        return walk.cursor();
      }
    };
  }

  @Override
  public void requireTogether(String key, String other) {
    if (SlotMap.slot(Utf8.bytes(key)) != SlotMap.slot(Utf8.bytes(other))) {
      throw new IllegalArgumentException(
          "in Redis Cluster a key and the fence of its version must have one slot; write the same"
              + " {tag} into both");
    }
  }

  @Override
  public List<Primary> primaries() {
    return judged(nodes::primaries);
  }

  @Override
  public void suspect(Primary primary) {
    if (primary instanceof ClusterNode node) {
      nodes.suspect(node);
    }
  }

  @Override
  public void ping(long deadline) {
    judged(
        () -> {
          nodes.ping(deadline);
          return true;
        });
  }

  @Override
  public Outcome outcome() {
    return outcome;
  }

  @Override
  public List<Links> links() {
    return nodes.links();
  }

  @Override
  public boolean isClosed() {
    return nodes.isClosed();
  }

  @Override
  public void close() {
    nodes.close();
    opener.close();
  }
}
