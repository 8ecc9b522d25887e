package dev.larder.cache.redis;

import dev.larder.cache.CacheException;
import dev.larder.cache.CacheException.Reason;
import dev.larder.cache.redis.LinkOpener.Login;
import dev.larder.cache.redis.RedisUrl.Address;
import dev.larder.cache.redis.SlotMap.Shard;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/**
 * What is known of a cluster: who serves each slot, and the connections to each primary. The slots
 * are asked for (CLUSTER SLOTS) when nothing is known, when a node sent a call elsewhere or could
 * not be reached, and after a minute; at most ten times a second, by one caller at a time, and on a
 * caller's thread, so nothing runs in the background.
 */
final class ClusterNodes {

  private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long PERIOD_NANOS = TimeUnit.MINUTES.toNanos(1);

  /** How often the others are asked for a node that could not be reached: within a second. */
  private static final int MOST_QUESTIONS = 10;

  /** How long a node is kept that calls were sent to and that serves no slot as far as known. */
  private static final long NAMED_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** What is known at one moment; every primary of the slots is among the nodes. */
  private record View(SlotMap slots, Map<Address, ClusterNode> nodes) {}

  private final RedisSettings settings;
  private final LinkOpener opener;
  private final Login login;
  private final Consumer<List<Primary>> changes;

  /** Held while the cluster is asked. */
  private final ReentrantLock asking = new ReentrantLock();

  /** Held while the view changes. */
  private final Object changing = new Object();

  private volatile View view = new View(SlotMap.EMPTY, Map.of());
  private volatile boolean known;
  private volatile long periodNanos = PERIOD_NANOS;
  private volatile boolean stale;
  private volatile boolean closed;
  private volatile long askedAt;
  private volatile @Nullable Address suspect;
  private volatile @Nullable CacheException lastFailure;

  ClusterNodes(RedisSettings settings, LinkOpener opener, Consumer<List<Primary>> changes) {
    this.settings = settings;
    this.opener = opener;
    this.login = Login.ofServers(settings);
    this.changes = changes;
    this.askedAt = System.nanoTime() - PERIOD_NANOS;
  }

  /** Returns who serves a slot. */
  ClusterNode owner(int slot) {
    long now = System.nanoTime();
    if (!known) {
      ask(now, now + opener.openNanos());
    } else if ((stale && now - askedAt > INTERVAL_NANOS) || now - askedAt > periodNanos) {
      askUnlessAsked();
    }
    return owner(view, slot);
  }

  private static ClusterNode owner(View view, int slot) {
    Shard shard = view.slots.shard(slot);
    ClusterNode node = shard == null ? null : view.nodes.get(shard.primary());
    if (node == null) {
      throw new CacheException(
          Reason.UNAVAILABLE, "no node of the Redis Cluster serves the key at present");
    }
    return node;
  }

  /** Returns who serves a slot, after a node could not be reached; the same one if it is to. */
  ClusterNode ownerInstead(int slot, ClusterNode failed) {
    suspect(failed);
    long now = System.nanoTime();
    try {
      ask(now, now + opener.openNanos());
      return owner(view, slot);
    } catch (CacheException e) {
      // The failure of the node itself says more.
      return failed;
    }
  }

  /** Returns what is the same for slots of one primary, as far as known. */
  Object place(int slot) {
    Shard shard = view.slots.shard(slot);
    return shard == null ? "" : shard.primary();
  }

  /** Returns the primary of an id, or {@code null}. */
  @Nullable ClusterNode byId(String id) {
    View now = view;
    for (Shard shard : now.slots.primaries().values()) {
      if (shard.id().equals(id)) {
        return now.nodes.get(shard.primary());
      }
    }
    return null;
  }

  /** Something is wrong with a node; the next call asks the others. */
  void suspect(ClusterNode node) {
    suspect = node.address();
    stale = true;
  }

  /** A node said that a slot is another's from now on. */
  void moved(int slot, Address to) {
    named(to);
    synchronized (changing) {
      if (view.nodes.containsKey(to)) {
        view = new View(view.slots.with(slot, to), view.nodes);
      }
    }
    stale = true;
  }

  /** Returns the node that another one sent a call to. */
  ClusterNode named(Address address) {
    synchronized (changing) {
      ClusterNode node = view.nodes.get(address);
      if (node == null) {
        Map<Address, ClusterNode> nodes = new LinkedHashMap<>(view.nodes);
        node = node(address);
        nodes.put(address, node);
        change(new View(view.slots, nodes));
      }
      node.named();
      return node;
    }
  }

  /** Asks who serves which slot, unless that was just done. */
  SlotMap fresh() {
    long now = System.nanoTime();
    ask(now - INTERVAL_NANOS, now + opener.openNanos());
    return view.slots;
  }

  /**
   * Returns whether a node that could not be reached serves slots all the same, as far as others
   * know. They may be told a moment later that it was taken away, so they are asked several times.
   */
  boolean serves(ClusterNode unreached) {
    suspect(unreached);
    for (int i = 0; i < MOST_QUESTIONS; i++) {
      long now = System.nanoTime();
      ask(now, now + opener.openNanos());
      if (!view.slots.primaries().containsKey(unreached.address())) {
        return false;
      }
    }
    return true;
  }

  private void askUnlessAsked() {
    if (asking.tryLock()) {
      try {
        long now = System.nanoTime();
        askNodes(now, now + opener.openNanos());
      } catch (CacheException e) {
        // What is known is all there is to go by, and may still be right.
        stale = true;
      } finally {
        asking.unlock();
      }
    }
  }

  /** Makes sure that the cluster was asked after a moment, by this caller or another. */
  private void ask(long since, long deadline) {
    try {
      if (!asking.tryLock(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        throw new Unreached("no answer of the Redis Cluster in time", null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw RedisErrors.interrupted();
    }
    try {
      CacheException failure = lastFailure;
      if (askedAt - since > 0) {
        if (failure != null) {
          // Another one asked while this one waited, and got no answer.
          throw failure;
        }
        return;
      }
      if (known) {
        // Those that come meanwhile share the answer.
        LockSupport.parkNanos(askedAt + INTERVAL_NANOS - System.nanoTime());
      }
      askNodes(System.nanoTime(), deadline);
    } finally {
      asking.unlock();
    }
  }

  private void askNodes(long now, long deadline) {
    askedAt = now;
    SlotMap best = null;
    CacheException failure = new Unreached("no node of the Redis Cluster answers", null);
    List<Address> candidates = candidates();
    int left = candidates.size();
    for (Address address : candidates) {
      long at = System.nanoTime();
      long until = at + (deadline - at) / left--;
      try {
        SlotMap slots =
            opener.ask(
                address,
                login,
                until,
                connection ->
                    SlotMap.read(
                        connection.executeCommand(
                            new CommandArguments(Command.CLUSTER).add("SLOTS")),
                        address));
        best = best == null || slots.served() > best.served() ? slots : best;
        if (best.served() == SlotMap.SLOTS) {
          break;
        }
      } catch (CacheException e) {
        failure = e;
      }
    }
    if (best == null) {
      lastFailure = failure;
      throw failure;
    }
    lastFailure = null;
    stale = false;
    adopt(best);
    known = true;
  }

  /** Every node known, in no order; the one suspected, which may know less, is the last. */
  private List<Address> candidates() {
    Set<Address> all = new HashSet<>(view.nodes.keySet());
    all.addAll(view.slots.replicas());
    List<Address> shuffled = new ArrayList<>(all);
    Collections.shuffle(shuffled);
    Set<Address> candidates = new LinkedHashSet<>(shuffled);
    candidates.addAll(settings.url().addresses());
    Address last = suspect;
    if (last != null && candidates.remove(last)) {
      candidates.add(last);
    }
    return List.copyOf(candidates);
  }

  private void adopt(SlotMap slots) {
    synchronized (changing) {
      long now = System.nanoTime();
      Address failed = suspect;
      Map<Address, ClusterNode> nodes = new LinkedHashMap<>();
      for (Address address : slots.primaries().keySet()) {
        ClusterNode node = view.nodes.get(address);
        nodes.put(address, node == null ? node(address) : node);
      }
      Set<Address> replicas = slots.replicas();
      int serving = nodes.size();
      view.nodes.forEach(
          (address, node) -> {
            if (now - node.namedAt() < NAMED_NANOS
                && !address.equals(failed)
                && !replicas.contains(address)) {
              nodes.putIfAbsent(address, node);
            }
          });
      periodNanos = nodes.size() > serving ? NAMED_NANOS : PERIOD_NANOS;
      change(new View(slots, nodes));
      suspect = null;
    }
  }

  private ClusterNode node(Address address) {
    return new ClusterNode(settings, opener, address, () -> view.slots);
  }

  /** Whoever wants to know the primaries is told before anything is asked of a new one. */
  private void change(View next) {
    if (closed) {
      throw RedisErrors.stopped();
    }
    Map<Address, ClusterNode> before = view.nodes;
    if (!next.nodes.keySet().equals(before.keySet())) {
      changes.accept(List.copyOf(next.nodes.values()));
    }
    view = next;
    before.forEach(
        (address, node) -> {
          if (!next.nodes.containsKey(address)) {
            node.calls().links().retire();
          }
        });
  }

  /**
   * Returns the primaries. While somebody is being told of others this waits until they are in use;
   * so who is told, and asks as well, gets no older answer after a newer one.
   */
  List<Primary> primaries() {
    if (!known) {
      fresh();
    }
    synchronized (changing) {
      return List.copyOf(view.nodes.values());
    }
  }

  /** Asks every primary whether it answers; if one does not, those that there are instead. */
  void ping(long deadline) {
    long begin = System.nanoTime();
    if (!known || stale) {
      ask(begin, begin + (deadline - begin) / 3);
    }
    Set<ClusterNode> answered = new HashSet<>();
    try {
      pingAll(answered, begin + (deadline - begin) / 2);
    } catch (CacheException e) {
      stale = true;
      ask(begin, System.nanoTime() + (deadline - System.nanoTime()) / 2);
      pingAll(answered, deadline);
    }
  }

  private void pingAll(Set<ClusterNode> answered, long deadline) {
    Map<Address, ClusterNode> now = view.nodes;
    List<ClusterNode> primaries =
        view.slots.primaries().keySet().stream()
            .map(now::get)
            .filter(node -> node != null && !answered.contains(node))
            .toList();
    int left = primaries.size();
    for (ClusterNode node : primaries) {
      long at = System.nanoTime();
      try {
        node.calls().ping(at + (deadline - at) / left--);
        answered.add(node);
      } catch (CacheException e) {
        suspect(node);
        throw e;
      }
    }
  }

  List<Links> links() {
    return view.nodes.values().stream().map(node -> node.calls().links()).toList();
  }

  boolean isClosed() {
    return closed;
  }

  void close() {
    synchronized (changing) {
      closed = true;
      view.nodes.values().forEach(node -> node.calls().close());
    }
  }
}
