package dev.larder.cache.redis;

import dev.larder.cache.redis.RedisUrl.Address;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.util.JedisClusterCRC16;

/** Which primary serves each slot, as one node of a cluster sees it. Immutable. */
final class SlotMap {

  /** How many slots a cluster has. */
  static final int SLOTS = 16_384;

  /** A map of which nothing is known. */
  static final SlotMap EMPTY = new SlotMap(new Shard[SLOTS]);

  /**
   * A primary with its replicas.
   *
   * @param id the id of the primary within the cluster
   */
  record Shard(String id, Address primary, List<Address> replicas) {}

  private final @Nullable Shard[] bySlot;

  private SlotMap(@Nullable Shard[] bySlot) {
    this.bySlot = bySlot;
  }

  /** Returns the slot of a key, whose tag in braces decides when it has one. */
  static int slot(byte[] key) {
    return JedisClusterCRC16.getSlot(key);
  }

  /**
   * Reads a reply to CLUSTER SLOTS.
   *
   * @param asked the node that gave it, which calls itself by no host when it does not know its own
   * @throws RuntimeException when it is no such reply
   */
  static SlotMap read(Object reply, Address asked) {
    @Nullable Shard[] bySlot = new Shard[SLOTS];
    Map<String, Shard> shards = new LinkedHashMap<>();
    for (Object each : (List<?>) reply) {
      List<?> range = (List<?>) each;
      Shard shard = shard(range, asked);
      if (shard != null) {
        Shard same = shards.computeIfAbsent(shard.id(), id -> shard);
        int last = ((Long) range.get(1)).intValue();
        for (int slot = ((Long) range.get(0)).intValue(); slot <= last; slot++) {
          bySlot[slot] = same;
        }
      }
    }
    return new SlotMap(bySlot);
  }

  private static @Nullable Shard shard(List<?> range, Address asked) {
    List<Address> addresses = new ArrayList<>();
    for (Object each : range.subList(2, range.size())) {
      Address address = address((List<?>) each, asked);
      if (address != null) {
        addresses.add(address);
      } else if (addresses.isEmpty()) {
        // Nobody knows where the primary is.
        return null;
      }
    }
    String id = text(((List<?>) range.get(2)).get(2));
    return new Shard(id, addresses.get(0), List.copyOf(addresses.subList(1, addresses.size())));
  }

  private static @Nullable Address address(List<?> node, Address asked) {
    String host = node.get(0) == null ? "" : text(node.get(0));
    return host.equals("?")
        ? null
        : new Address(host.isEmpty() ? asked.host() : host, ((Long) node.get(1)).intValue());
  }

  private static String text(Object bytes) {
    String text = Utf8.text((byte[]) bytes);
    if (text == null) {
      throw new IllegalArgumentException("no text in the slots of a cluster");
    }
    return text;
  }

  /** Returns who serves a slot, or {@code null} when that is not known. */
  @Nullable Shard shard(int slot) {
    return bySlot[slot];
  }

  /** Returns the primaries that serve a slot at least, by their addresses. */
  Map<Address, Shard> primaries() {
    Map<Address, Shard> primaries = new LinkedHashMap<>();
    for (Shard shard : bySlot) {
      if (shard != null) {
        primaries.putIfAbsent(shard.primary(), shard);
      }
    }
    return primaries;
  }

  /** Returns the replicas of all primaries. */
  Set<Address> replicas() {
    Set<Address> replicas = new HashSet<>();
    primaries().values().forEach(shard -> replicas.addAll(shard.replicas()));
    return replicas;
  }

  /** Returns how many slots are served. */
  int served() {
    int served = 0;
    for (Shard shard : bySlot) {
      served += shard == null ? 0 : 1;
    }
    return served;
  }

  /** Returns the first slot from those not in a set that is served; -1 when there is none. */
  int firstServedBeside(BitSet slots) {
    for (int slot = slots.nextClearBit(0); slot < SLOTS; slot = slots.nextClearBit(slot + 1)) {
      if (bySlot[slot] != null) {
        return slot;
      }
    }
    return -1;
  }

  /** Returns this map with another primary for one slot, as a node has just told. */
  SlotMap with(int slot, Address primary) {
    Shard now = bySlot[slot];
    if (now != null && now.primary().equals(primary)) {
      return this;
    }
    Shard known = primaries().get(primary);
    @Nullable Shard[] changed = bySlot.clone();
    changed[slot] = known == null ? new Shard("", primary, List.of()) : known;
    return new SlotMap(changed);
  }
}
