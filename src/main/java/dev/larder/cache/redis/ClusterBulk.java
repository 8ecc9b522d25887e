package dev.larder.cache.redis;

import dev.larder.cache.CacheException;
import dev.larder.cache.CacheException.Kind;
import dev.larder.cache.redis.RedisCalls.Repeat;
import dev.larder.cache.redis.Topology.Keyed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Many commands on a cluster: those for one node go in one round trip. What a node sends elsewhere
 * is sent there, together if the slots tell so by then, and one by one in the end.
 */
final class ClusterBulk {

  private final ClusterTopology topology;
  private final ClusterNodes nodes;
  private final List<Keyed> commands;
  private final List<@Nullable Object> results;

  ClusterBulk(ClusterTopology topology, ClusterNodes nodes, List<Keyed> commands) {
    this.topology = topology;
    this.nodes = nodes;
    this.commands = commands;
    this.results = new ArrayList<>(Collections.nCopies(commands.size(), null));
  }

  List<@Nullable Object> run(long requestBytes) {
    List<Integer> left = send(IntStream.range(0, commands.size()).boxed().toList(), requestBytes);
    if (left.size() > 1) {
      nodes.fresh();
      left = send(left, requestBytes);
    }
    sendEach(left);
    return results;
  }

  /** Sends to each node what is its own; returns those that were not carried out there. */
  private List<Integer> send(List<Integer> indexes, long requestBytes) {
    Map<ClusterNode, List<Integer>> byNode = new LinkedHashMap<>();
    for (int index : indexes) {
      ClusterNode node = nodes.owner(SlotMap.slot(commands.get(index).key()));
      byNode.computeIfAbsent(node, each -> new ArrayList<>()).add(index);
    }
    List<Integer> left = new ArrayList<>();
    byNode.forEach((node, part) -> left.addAll(send(node, part, requestBytes)));
    return left;
  }

  private List<Integer> send(ClusterNode node, List<Integer> part, long requestBytes) {
    List<Keyed> mine = part.stream().map(commands::get).toList();
    try {
      List<@Nullable Object> replies =
          node.calls()
              .call(Repeat.SAFE, requestBytes, connection -> OneServer.exchange(connection, mine));
      List<Integer> left = new ArrayList<>();
      for (int i = 0; i < replies.size(); i++) {
        results.set(part.get(i), replies.get(i));
        if (replies.get(i) instanceof Redirection) {
          left.add(part.get(i));
        }
      }
      return left;
    } catch (CacheException e) {
      part.forEach(index -> results.set(index, e));
      if (e.kind() == Kind.UNAVAILABLE) {
        nodes.suspect(node);
      }
      return e instanceof Unreached ? part : List.of();
    }
  }

  private void sendEach(List<Integer> indexes) {
    CacheException away = null;
    for (int index : indexes) {
      if (away != null) {
        // The rest would wait for nothing, a time-out for each.
        results.set(index, away);
        continue;
      }
      Keyed each = commands.get(index);
      try {
        results.set(
            index,
            topology.route(
                SlotMap.slot(each.key()),
                Repeat.SAFE,
                each.key().length,
                connection -> connection.executeCommand(each.command())));
      } catch (CacheException e) {
        results.set(index, e);
        away = e.kind() == Kind.UNAVAILABLE ? e : null;
      }
    }
  }
}
