package dev.larder.cache.redis;

import dev.larder.cache.CacheException;
import dev.larder.cache.CacheException.Reason;
import dev.larder.cache.redis.RedisCalls.Repeat;
import dev.larder.cache.redis.RedisUrl.Address;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/**
 * A walk over the keys of a cluster, node by node, that misses none while slots are moved.
 *
 * <p>It ends when every slot is done, and what makes a slot done is this. A node is asked for its
 * slots, then its keys are walked over from the first to the last, then it is asked again. A slot
 * that the node had both times and was not giving away then is done: its keys were here all the
 * time. A slot it does not have any more is not, and its owner is walked over once more. Of a slot
 * it is just giving away, a key was met here, or was at the other node before the walk here ended;
 * so the other node is walked over next, from its first key, and if it has the slot then, or is
 * still getting it, the slot is done. Nothing is done of a node that is taken away meanwhile. That
 * a slot goes to another node and comes back within the walk over one node is not noticed.
 */
final class ClusterWalk implements KeyWalk {

  private static final String START = "0";

  /** How often a cluster may change under one walk, besides once for each primary. */
  private static final int PATIENCE = 64;

  private final ClusterNodes nodes;
  private final BitSet done;
  private BitSet begun;
  private String nodeId;
  private String at;
  private @Nullable ClusterNode node;

  /** The node that was asked last. */
  private @Nullable ClusterNode asked;

  private @Nullable ServerWalk walk;
  private boolean ended;
  private int begins;

  ClusterWalk(ClusterNodes nodes, @Nullable String cursor) {
    WalkCursor from = cursor == null ? WalkCursor.start() : WalkCursor.read(cursor);
    this.nodes = nodes;
    this.done = from.done();
    this.begun = from.begun();
    this.nodeId = from.node();
    this.at = from.at();
  }

  @Override
  public List<byte[]> next(byte[] pattern, int count) {
    try {
      return step(pattern, count);
    } catch (Unreached e) {
      if (asked == null || nodes.serves(asked)) {
        throw e;
      }
      // It was taken from the cluster. Nothing of what it had is done: others have it now.
      walk = null;
      node = null;
      nodeId = "";
      at = START;
      begun.clear();
      return List.of();
    }
  }

  private List<byte[]> step(byte[] pattern, int count) {
    ServerWalk now = walk;
    ClusterNode here = node;
    if (now == null || here == null) {
      here = here();
      now = new ServerWalk(here.calls(), at.equals(START) ? null : at);
    }
    List<byte[]> keys = now.next(pattern, count);
    node = here;
    walk = now;
    String cursor = now.cursor();
    if (cursor == null) {
      leave(here);
    } else {
      at = cursor;
    }
    return keys;
  }

  @Override
  public @Nullable String cursor() {
    return ended ? null : new WalkCursor(done, begun, nodeId, at).write();
  }

  /** Returns the node to go on at, or to begin with. */
  private ClusterNode here() {
    ClusterNode same = nodeId.isEmpty() ? null : node == null ? find(nodeId) : node;
    if (same == null) {
      return begin();
    }
    asked = same;
    if (at.equals(START)) {
      begun.or(slots(same).owned());
    }
    return same;
  }

  /** Returns a node by its id, also one that serves no slot yet; {@code null} when it is gone. */
  private @Nullable ClusterNode find(String id) {
    ClusterNode known = nodes.byId(id);
    int slot = nodes.fresh().firstServedBeside(done);
    return known != null || slot < 0 ? known : destination(id, slots(nodes.owner(slot)));
  }

  private ClusterNode begin() {
    while (true) {
      SlotMap slots = nodes.fresh();
      if (++begins > PATIENCE + slots.primaries().size()) {
        throw new CacheException(
            Reason.UNAVAILABLE, "the Redis Cluster changes faster than its keys can be listed");
      }
      ClusterNode next = nodes.owner(Math.max(slots.firstServedBeside(done), 0));
      NodeSlots has = slots(next);
      BitSet open = has.owned();
      open.andNot(done);
      if (!open.isEmpty()) {
        nodeId = has.id();
        at = START;
        begun = has.owned();
        return next;
      }
      // It has just given the slot away, and the node that was asked who has it did not know yet.
      ClusterTopology.pause(begins);
    }
  }

  /** The walk over one node is at its end. */
  private void leave(ClusterNode from) {
    NodeSlots has = slots(from);
    BitSet stayed = has.kept();
    stayed.and(begun);
    done.or(stayed);
    walk = null;
    node = null;
    at = START;
    begun.and(has.owned());
    begun.andNot(done);
    String to = has.destination(begun);
    if (to != null) {
      begun.and(has.leavingFor(to));
      node = destination(to, has);
      nodeId = node == null ? "" : to;
    } else {
      nodeId = "";
      begun.clear();
      ended = done.cardinality() == SlotMap.SLOTS;
      requireServed();
    }
  }

  private @Nullable ClusterNode destination(String id, NodeSlots told) {
    ClusterNode known = nodes.byId(id);
    Address address = told.address(id);
    return known != null || address == null ? known : nodes.named(address);
  }

  /** A slot that nobody serves may have keys, which are back with whoever had it. */
  private void requireServed() {
    if (!ended && nodes.fresh().firstServedBeside(done) < 0) {
      throw new CacheException(
          Reason.UNAVAILABLE, "some slots of the Redis Cluster are served by no node");
    }
  }

  private NodeSlots slots(ClusterNode node) {
    asked = node;
    return node.calls()
        .call(
            Repeat.SAFE,
            0,
            connection -> {
              Object reply =
                  connection.executeCommand(new CommandArguments(Command.CLUSTER).add("NODES"));
              String text = Utf8.text((byte[]) reply);
              return NodeSlots.read(text == null ? "" : text);
            });
  }
}
