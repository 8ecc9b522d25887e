package dev.larder.cache.redis;

import dev.larder.cache.redis.RedisUrl.Address;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one node of a cluster says of its own slots (CLUSTER NODES), in its line and about those
 * that are on their way.
 */
final class NodeSlots {

  private final BitSet owned = new BitSet(SlotMap.SLOTS);
  private final BitSet arriving = new BitSet(SlotMap.SLOTS);
  private final Map<Integer, String> leaving = new HashMap<>();
  private final Map<String, Address> addresses = new HashMap<>();
  private String id = "";

  private NodeSlots() {}

  /**
   * Reads the reply.
   *
   * @throws RuntimeException when it is none
   */
  static NodeSlots read(String reply) {
    NodeSlots slots = new NodeSlots();
    for (String line : reply.split("\n", -1)) {
      String[] parts = line.trim().split(" ", -1);
      if (parts.length < 8) {
        continue;
      }
      slots.readAddress(parts[0], parts[1]);
      if (parts[2].contains("myself")) {
        slots.id = parts[0];
        for (int i = 8; i < parts.length; i++) {
          slots.readSlots(parts[i]);
        }
      }
    }
    return slots;
  }

  /** {@code ip:port@port-of-the-bus,host}; the latter two may be missing. */
  private void readAddress(String id, String text) {
    int end = text.indexOf('@') < 0 ? text.length() : text.indexOf('@');
    int colon = text.lastIndexOf(':', end);
    if (colon > 0) {
      int port = Integer.parseInt(text.substring(colon + 1, end));
      if (port > 0) {
        addresses.put(id, new Address(text.substring(0, colon), port));
      }
    }
  }

  /** {@code 5}, {@code 0-99}, {@code [7->-id]} or {@code [7-<-id]}. */
  private void readSlots(String text) {
    if (text.startsWith("[")) {
      int arrow = text.indexOf('-');
      int slot = Integer.parseInt(text.substring(1, arrow));
      if (text.startsWith("->-", arrow)) {
        leaving.put(slot, text.substring(arrow + 3, text.length() - 1));
      } else {
        arriving.set(slot);
      }
      return;
    }
    int dash = text.indexOf('-');
    int first = Integer.parseInt(dash < 0 ? text : text.substring(0, dash));
    int last = dash < 0 ? first : Integer.parseInt(text.substring(dash + 1));
    owned.set(first, last + 1);
  }

  /** The id of the node. */
  String id() {
    return id;
  }

  /** Returns the slots it serves, also those that are leaving. */
  BitSet owned() {
    return (BitSet) owned.clone();
  }

  /** Returns the slots of which every key is here that did not leave before. */
  BitSet kept() {
    BitSet kept = owned();
    leaving.keySet().forEach(kept::clear);
    kept.or(arriving);
    return kept;
  }

  /** Returns the id of a node that slots out of a set are leaving for, or {@code null}. */
  @Nullable String destination(BitSet slots) {
    return leaving.entrySet().stream()
        .filter(each -> slots.get(each.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(null);
  }

  /** Returns the slots that are leaving for a node. */
  BitSet leavingFor(String node) {
    BitSet slots = new BitSet(SlotMap.SLOTS);
    leaving.forEach(
        (slot, to) -> {
          if (to.equals(node)) {
            slots.set(slot);
          }
        });
    return slots;
  }

  /** Returns where a node is, or {@code null}. */
  @Nullable Address address(String node) {
    return addresses.get(node);
  }
}
