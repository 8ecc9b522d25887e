package dev.larder.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * A real primary with one replica, and three sentinels that make the replica the primary when the
 * primary is away for half a second. None outlives the test JVM. One test thread drives it.
 */
public final class RedisSentinels implements AutoCloseable {

  /** The name that the sentinels know the primary by. */
  public static final String MASTER = "larder-test";

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final List<RedisProcess> servers = new ArrayList<>();
  private final List<ChildProcess> sentinels = new ArrayList<>();
  private final List<Integer> sentinelPorts = new ArrayList<>();
  private final String sentinelPassword;

  private RedisSentinels(String sentinelPassword, List<String> arguments) {
    this.sentinelPassword = sentinelPassword;
    List<String> common =
        new ArrayList<>(List.of("--repl-diskless-sync-delay", "0", "--repl-timeout", "5"));
    common.addAll(arguments);
    servers.add(RedisProcess.start(common.toArray(String[]::new)));
    common.addAll(List.of("--replicaof", "127.0.0.1 " + servers.get(0).port()));
    servers.add(RedisProcess.start(common.toArray(String[]::new)));
  }

  /** Starts everything and waits until a fail-over could happen. */
  public static RedisSentinels start() {
    return start("");
  }

  /**
   * Starts everything and waits until a fail-over could happen.
   *
   * @param sentinelPassword what the sentinels ask for; empty for nothing
   * @param arguments of both redis-servers
   */
  public static RedisSentinels start(String sentinelPassword, String... arguments) {
    RedisSentinels all = new RedisSentinels(sentinelPassword, List.of(arguments));
    try {
      all.await("the replica follows", () -> all.info(1).contains("master_link_status:up"));
      for (int i = 0; i < 3; i++) {
        all.startSentinel();
      }
      all.await("the sentinels know each other", all::areComplete);
      return all;
    } catch (RuntimeException e) {
      all.close();
      throw e;
    }
  }

  private void startSentinel() {
    int port = TestPlace.freePort();
    Path directory = TestPlace.newDirectory("sentinel");
    Path config = directory.resolve("sentinel.conf");
    String login = sentinelPassword.isEmpty() ? "" : "requirepass " + sentinelPassword + "\n";
    try {
      Files.writeString(
          config,
          """
          port %d
          bind 127.0.0.1
          dir "%s"
          sentinel monitor %s 127.0.0.1 %d 2
          sentinel down-after-milliseconds %s 500
          sentinel failover-timeout %s 3000
          %s\
          """
              .formatted(port, directory, MASTER, servers.get(0).port(), MASTER, MASTER, login));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    sentinels.add(
        ChildProcess.start(
            "redis-sentinel",
            new ProcessBuilder(RedisBinary.path().toString(), config.toString(), "--sentinel"),
            directory.resolve("sentinel.log")));
    sentinelPorts.add(port);
  }

  private boolean areComplete() {
    for (int port : sentinelPorts) {
      try (Jedis jedis = sentinel(port)) {
        Map<String, String> master = jedis.sentinelMaster(MASTER);
        if (!"2".equals(master.get("num-other-sentinels"))
            || !"1".equals(master.get("num-slaves"))
            || !"master".equals(master.get("flags"))) {
          return false;
        }
      }
    }
    return true;
  }

  private Jedis sentinel(int port) {
    Jedis jedis = new Jedis("127.0.0.1", port, 1_000);
    if (!sentinelPassword.isEmpty()) {
      jedis.auth(sentinelPassword);
    }
    return jedis;
  }

  /** {@code redis+sentinel://} with all three sentinels and the name of the master. */
  public String url() {
    return url("");
  }

  /** As {@link #url()}, with user information such as {@code "user:password"}. */
  public String url(String userInfo) {
    return "redis+sentinel://"
        + (userInfo.isEmpty() ? "" : userInfo + "@")
        + sentinelPorts.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","))
        + "/"
        + MASTER;
  }

  /** Both redis-servers, the primary of the beginning first. */
  public List<RedisProcess> servers() {
    return List.copyOf(servers);
  }

  /** Returns the server that the sentinels name as primary at present. */
  public RedisProcess primary() {
    for (int port : sentinelPorts) {
      try (Jedis jedis = sentinel(port)) {
        int named = Integer.parseInt(jedis.sentinelGetMasterAddrByName(MASTER).get(1));
        return servers.stream().filter(s -> s.port() == named).findFirst().orElseThrow();
      } catch (JedisException e) {
        // That sentinel is away, as a test may want it; another one knows too.
        continue;
      }
    }
    throw new IllegalStateException("no sentinel answers");
  }

  /** Whether all three sentinels name another primary than this one, and it takes writes. */
  public boolean everySentinelNamesAnotherThan(RedisProcess server) {
    for (int port : sentinelPorts) {
      try (Jedis jedis = sentinel(port)) {
        if (jedis.sentinelGetMasterAddrByName(MASTER).get(1).equals("" + server.port())) {
          return false;
        }
      }
    }
    return info(servers.indexOf(primary())).contains("role:master");
  }

  /** Does something on a connection to each sentinel. */
  public void onSentinels(Consumer<Jedis> work) {
    for (int port : sentinelPorts) {
      try (Jedis jedis = sentinel(port)) {
        work.accept(jedis);
      }
    }
  }

  /** Ends one of the three sentinels. */
  public void killSentinel(int index) {
    sentinels.get(index).kill();
  }

  /** Waits until both servers run, and the one follows the other as the sentinels want it. */
  public void awaitReplication() {
    await("one server follows the other", this::isReplicated);
  }

  private boolean isReplicated() {
    RedisProcess primary = primary();
    int other = servers.indexOf(primary) == 0 ? 1 : 0;
    String replica = info(other);
    return info(1 - other).contains("role:master")
        && replica.contains("master_port:" + primary.port())
        && replica.contains("master_link_status:up")
        && areComplete();
  }

  private String info(int server) {
    try (Jedis jedis = new Jedis(servers.get(server).url())) {
      return jedis.info("replication");
    }
  }

  private void await(String what, java.util.concurrent.Callable<Boolean> condition) {
    org.awaitility.Awaitility.await(what)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .ignoreExceptionsInstanceOf(JedisException.class)
        .until(condition);
  }

  @Override
  public void close() {
    sentinels.forEach(ChildProcess::kill);
    servers.forEach(RedisProcess::close);
  }
}
