package dev.larder.cache.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.cache.KeyScan;
import dev.larder.cache.Ttl;
import dev.larder.cache.tiered.TieredStore;
import dev.larder.testing.RedisCluster;
import dev.larder.testing.RedisSentinels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/**
 * A cluster, and sentinels with their primary, that are reached by TLS: at the addresses in the URL
 * and at those that the servers name.
 */
class TopologiesTlsIT {

  private static final int KEYS = 60;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final List<TlsProxy> proxies = new ArrayList<>();

  @TempDir private Path directory;

  @AfterEach
  void stop() {
    proxies.forEach(TlsProxy::close);
  }

  private TlsProxy encrypt(int port) {
    TlsProxy proxy = TlsProxy.start(port, "ip:127.0.0.1");
    proxies.add(proxy);
    return proxy;
  }

  private RedisSettings settings(String url) throws IOException {
    StringBuilder all = new StringBuilder();
    for (TlsProxy proxy : proxies) {
      all.append(Files.readString(proxy.certificate()));
    }
    Path trusted = Files.writeString(directory.resolve("trusted.pem"), all);
    return RedisSettings.builder(url).tlsCa(trusted).build();
  }

  @Test
  void theNodesThatAClusterNamesAreReachedByTls() throws IOException {
    try (RedisCluster redis = RedisCluster.start()) {
      for (int i : redis.primaries()) {
        TlsProxy proxy = encrypt(redis.nodes().get(i).port());
        redis.on(i, jedis -> jedis.configSet("cluster-announce-port", "" + proxy.port()));
      }
      // Of one primary only, so that the others are reached where it says.
      int first = proxies.get(0).port();
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  redis.nodes().stream()
                      .allMatch(
                          node -> {
                            try (Jedis jedis = new Jedis(node.url())) {
                              String nodes = jedis.clusterNodes();
                              return proxies.stream()
                                  .allMatch(each -> nodes.contains(":" + each.port() + "@"));
                            }
                          }));
      RedisSettings settings = settings("rediss+cluster://127.0.0.1:" + first);
      TieredStore store = Feeds.ready(Feeds.node(settings));
      try {
        workFully(store);
        assertThat(store.status().gauges()).containsEntry("redis.nodes", 3.0);
      } finally {
        store.close();
      }
    }
  }

  @Test
  void sentinelsAndThePrimaryThatTheyNameAreReachedByTls() throws IOException {
    try (RedisSentinels redis = RedisSentinels.start()) {
      TlsProxy primary = encrypt(redis.primary().port());
      // They cannot reach it there themselves, and name it all the same.
      redis.onSentinels(
          jedis -> {
            jedis.sentinelRemove(RedisSentinels.MASTER);
            jedis.sentinelMonitor(RedisSentinels.MASTER, "127.0.0.1", primary.port(), 2);
          });
      String ports =
          RedisUrl.parse(redis.url()).addresses().stream()
              .map(sentinel -> "127.0.0.1:" + encrypt(sentinel.port()).port())
              .collect(Collectors.joining(","));
      RedisSettings settings = settings("rediss+sentinel://" + ports + "/" + RedisSentinels.MASTER);
      TieredStore store = Feeds.ready(Feeds.node(settings));
      try {
        workFully(store);
      } finally {
        store.close();
      }
    }
  }

  private static void workFully(TieredStore store) {
    Map<String, byte[]> items = new HashMap<>();
    for (int i = 0; i < KEYS; i++) {
      items.put("bulk" + i, ("v" + i).getBytes(UTF_8));
      store.put("k" + i, ("v" + i).getBytes(UTF_8), Ttl.NONE);
    }
    assertThat(store.putAll(items, Ttl.NONE)).isEmpty();
    for (int i = 0; i < KEYS; i++) {
      byte[] value = ("v" + i).getBytes(UTF_8);
      assertThat(store.get("k" + i)).contains(value);
      assertThat(store.get("bulk" + i)).contains(value);
    }
    // Copies are used, so the links that tell of changes are there, too.
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              double before = Feeds.gauge(store, "near.hits");
              for (int i = 0; i < KEYS; i++) {
                store.get("k" + i);
              }
              return Feeds.gauge(store, "near.hits") - before == KEYS;
            });
    assertThat(store.deleteMatching(KeyScan.of("", "*"))).isEqualTo(2 * KEYS);
    store.ping(Duration.ofSeconds(2));
    assertThat(store.status().state()).isEqualTo("up");
  }
}
