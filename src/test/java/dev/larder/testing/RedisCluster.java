package dev.larder.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.args.ClusterResetType;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.MigrateParams;

/**
 * A real Redis Cluster of six nodes: three primaries with a third of the slots each, and a replica
 * of each, which takes its place when it is away for a second. Slots may be moved while it works.
 * No node outlives the test JVM. One test thread drives it.
 */
public final class RedisCluster implements AutoCloseable {

  /** How many slots a cluster has. */
  public static final int SLOTS = 16_384;

  private static final int PRIMARIES = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final List<RedisProcess> nodes = new ArrayList<>();
  private final List<Integer> busPorts = new ArrayList<>();

  private RedisCluster() {}

  /**
   * Starts six nodes and waits until they are a cluster.
   *
   * @param arguments of every redis-server
   */
  public static RedisCluster start(String... arguments) {
    RedisCluster cluster = new RedisCluster();
    try {
      for (int i = 0; i < 2 * PRIMARIES; i++) {
        cluster.startNode(arguments);
      }
      cluster.form();
      return cluster;
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  private void startNode(String... arguments) {
    int bus = TestPlace.freePort();
    List<String> all =
        new ArrayList<>(
            List.of(
                "--cluster-enabled",
                "yes",
                "--cluster-port",
                Integer.toString(bus),
                "--cluster-node-timeout",
                "1000",
                "--cluster-replica-validity-factor",
                "0",
                "--repl-diskless-sync-delay",
                "0",
                "--cluster-allow-replica-migration",
                "no"));
    all.addAll(Arrays.asList(arguments));
    nodes.add(RedisProcess.start(all.toArray(String[]::new)));
    busPorts.add(bus);
  }

  private void form() {
    for (int i = 0; i < nodes.size(); i++) {
      int epoch = i + 1;
      on(i, jedis -> jedis.sendCommand(Protocol.Command.CLUSTER, "SET-CONFIG-EPOCH", "" + epoch));
    }
    for (int i = 1; i < nodes.size(); i++) {
      meet(0, i);
    }
    for (int i = 0; i < PRIMARIES; i++) {
      int[] slots = IntStream.range(SLOTS * i / PRIMARIES, SLOTS * (i + 1) / PRIMARIES).toArray();
      on(i, jedis -> jedis.clusterAddSlots(slots));
    }
    await("every node knows every other", () -> allNodesSay("cluster_known_nodes:6"));
    for (int i = 0; i < PRIMARIES; i++) {
      String id = id(i);
      int replica = PRIMARIES + i;
      await(
          "a replica is accepted",
          () -> {
            on(replica, jedis -> jedis.clusterReplicate(id));
            return true;
          });
    }
    awaitOk();
  }

  private void meet(int at, int other) {
    on(
        at,
        jedis ->
            jedis.sendCommand(
                Protocol.Command.CLUSTER,
                "MEET",
                "127.0.0.1",
                "" + nodes.get(other).port(),
                "" + busPorts.get(other)));
  }

  /** Starts one more node: a primary without slots. Returns its index. */
  public int addNode(String... arguments) {
    startNode(arguments);
    int added = nodes.size() - 1;
    meet(0, added);
    await(
        "the node is known",
        () ->
            allNodesSay("cluster_known_nodes:" + nodes.size()) && allNodesSay("cluster_state:ok"));
    return added;
  }

  /** Takes a node that has no slots out of the cluster, and ends it. It keeps its index. */
  public void removeNode(int index) {
    String id = id(index);
    for (int i = 0; i < nodes.size(); i++) {
      if (i != index && nodes.get(i).isRunning()) {
        on(i, jedis -> jedis.clusterForget(id));
      }
    }
    on(index, jedis -> jedis.clusterReset(ClusterResetType.HARD));
    nodes.get(index).kill();
  }

  /** Waits until every node that runs sees every slot served, and every replica its primary. */
  public void awaitOk() {
    await("the cluster is in order", () -> allNodesSay("cluster_state:ok") && replicasFollow());
  }

  /** Whether every node that runs sees every slot served. */
  public boolean isOk() {
    return allNodesSay("cluster_state:ok");
  }

  private boolean allNodesSay(String line) {
    return running().allMatch(i -> get(i, Jedis::clusterInfo).contains(line));
  }

  private boolean replicasFollow() {
    return running()
        .mapToObj(i -> get(i, jedis -> jedis.info("replication")))
        .allMatch(info -> info.contains("role:master") || info.contains("master_link_status:up"));
  }

  private IntStream running() {
    return IntStream.range(0, nodes.size()).filter(i -> nodes.get(i).isRunning());
  }

  /** All nodes, the first primaries first. */
  public List<RedisProcess> nodes() {
    return List.copyOf(nodes);
  }

  /** {@code redis+cluster://} with three of the nodes: two primaries and a replica. */
  public String url() {
    return url("");
  }

  /** As {@link #url()}, with user information such as {@code "user:password"}. */
  public String url(String userInfo) {
    return "redis+cluster://"
        + (userInfo.isEmpty() ? "" : userInfo + "@")
        + IntStream.of(0, 1, 5)
            .mapToObj(i -> "127.0.0.1:" + nodes.get(i).port())
            .collect(Collectors.joining(","));
  }

  /** The id of a node within the cluster. */
  public String id(int index) {
    return get(index, Jedis::clusterMyId);
  }

  /** Returns the indexes of the nodes that are primaries now and run. */
  public List<Integer> primaries() {
    return running()
        .filter(i -> get(i, jedis -> jedis.info("replication")).contains("role:master"))
        .boxed()
        .toList();
  }

  /** Returns the index of the primary that serves a slot now. */
  public int primaryOf(int slot) {
    for (int i : primaries()) {
      for (String line : get(i, Jedis::clusterNodes).split("\n", -1)) {
        if (line.contains("myself") && serves(line, slot)) {
          return i;
        }
      }
    }
    throw new IllegalStateException("no primary serves slot " + slot);
  }

  private boolean owns(int index, int slot) {
    return get(index, Jedis::clusterNodes)
        .lines()
        .anyMatch(line -> line.contains("myself") && serves(line, slot));
  }

  private static boolean serves(String line, int slot) {
    String[] parts = line.trim().split(" ", -1);
    for (int i = 8; i < parts.length; i++) {
      if (!parts[i].startsWith("[")) {
        String[] range = parts[i].split("-", -1);
        if (slot >= Integer.parseInt(range[0])
            && slot <= Integer.parseInt(range[range.length - 1])) {
          return true;
        }
      }
    }
    return false;
  }

  /** Moves a slot with its keys, in the steps that redis-cli takes. */
  public void moveSlot(int slot, int from, int to) {
    beginMove(slot, from, to);
    while (moveKeys(slot, from, to, 20) > 0) {
      // Until the slot has no key left.
      continue;
    }
    endMove(slot, from, to);
  }

  /** Begins to move a slot: from now on its new keys are asked for at the node it goes to. */
  public void beginMove(int slot, int from, int to) {
    String source = id(from);
    String target = id(to);
    if (!owns(from, slot)) {
      // News that was under way during the move before has taken the slot away from its new owner.
      on(from, jedis -> jedis.clusterSetSlotNode(slot, source));
    }
    on(to, jedis -> jedis.clusterSetSlotImporting(slot, source));
    on(from, jedis -> jedis.clusterSetSlotMigrating(slot, target));
  }

  /** Moves some keys of a slot that is being moved; returns how many. */
  public int moveKeys(int slot, int from, int to, int most) {
    List<byte[]> keys = get(from, jedis -> jedis.clusterGetKeysInSlotBinary(slot, most));
    if (!keys.isEmpty()) {
      on(
          from,
          jedis ->
              jedis.migrate(
                  "127.0.0.1",
                  nodes.get(to).port(),
                  5_000,
                  new MigrateParams(),
                  keys.toArray(byte[][]::new)));
    }
    return keys.size();
  }

  /** Ends the move of a slot that has no key left. */
  public void endMove(int slot, int from, int to) {
    String target = id(to);
    on(to, jedis -> jedis.clusterSetSlotNode(slot, target));
    on(from, jedis -> jedis.clusterSetSlotNode(slot, target));
    for (int i : primaries()) {
      if (i != from && i != to) {
        on(i, jedis -> jedis.clusterSetSlotNode(slot, target));
      }
    }
  }

  /** Does something on a connection to one node. */
  public void on(int index, Consumer<Jedis> work) {
    try (Jedis jedis = new Jedis(nodes.get(index).url())) {
      work.accept(jedis);
    }
  }

  private <T> T get(int index, java.util.function.Function<Jedis, T> work) {
    try (Jedis jedis = new Jedis(nodes.get(index).url())) {
      return work.apply(jedis);
    }
  }

  /** Removes every key. */
  public void flush() {
    primaries().forEach(i -> on(i, Jedis::flushAll));
  }

  private static void await(String what, Callable<Boolean> condition) {
    Awaitility.await(what)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .ignoreExceptionsInstanceOf(JedisException.class)
        .until(condition);
  }

  @Override
  public void close() {
    nodes.forEach(RedisProcess::close);
  }
}
