package dev.larder.cache.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.larder.cache.CacheException;
import dev.larder.cache.Ttl;
import dev.larder.testing.RedisProcess;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** {@code rediss://} before a real Redis: what is trusted works, anything else is refused. */
class RedisTlsIT {

  private static RedisProcess redis;
  private static TlsProxy proxy;
  private static TlsProxy otherHost;

  @BeforeAll
  static void start() {
    redis = RedisProcess.start("--requirepass", "secret");
    proxy = TlsProxy.start(redis.port(), "dns:localhost,ip:127.0.0.1");
    otherHost = TlsProxy.start(redis.port(), "dns:cache.example.com");
  }

  @AfterAll
  static void stop() {
    proxy.close();
    otherHost.close();
    redis.close();
  }

  @Test
  void aServerWithATrustedCertificateForItsNameIsUsed() {
    for (String host : new String[] {"localhost", "127.0.0.1"}) {
      try (RedisStore store = store(host, proxy.port(), proxy.certificate())) {
        byte[] large = new byte[3 << 20];
        large[large.length - 1] = 1;
        store.put("k", "v".getBytes(UTF_8), Ttl.NONE);
        store.put("large", large, Ttl.NONE);
        assertThat(store.get("k")).contains("v".getBytes(UTF_8));
        assertThat(store.get("large")).contains(large);
        store.ping(Duration.ofSeconds(2));
        assertThat(store.status().state()).isEqualTo("up");
      }
    }
  }

  @Test
  void aCertificateThatIsNotTrustedIsRefused() {
    assertRefused(store("localhost", proxy.port(), null), "secure connection");
    assertRefused(store("localhost", proxy.port(), otherHost.certificate()), "secure connection");
  }

  @Test
  void aTrustedCertificateForAnotherHostIsRefused() {
    assertRefused(
        store("localhost", otherHost.port(), otherHost.certificate()), "secure connection");
    assertRefused(
        store("127.0.0.1", otherHost.port(), otherHost.certificate()), "secure connection");
  }

  @Test
  void aServerWithoutTlsIsRefusedAndNeverSpokenToInPlain() {
    try (Jedis jedis = new Jedis(redis.url())) {
      jedis.configResetStat();
      assertRefused(store("localhost", redis.port(), proxy.certificate()), "connection");
      assertThat(jedis.info("commandstats")).doesNotContain("cmdstat_auth", "cmdstat_get");
    }
  }

  @Test
  void aFrozenServerBehindTlsHoldsNoCallLongerThanTheBound() {
    try (RedisProcess frozen = RedisProcess.start();
        TlsProxy inFront = TlsProxy.start(frozen.port(), "dns:localhost");
        RedisStore store =
            new RedisStore(
                RedisSettings.builder("rediss://localhost:" + inFront.port())
                    .tlsCa(inFront.certificate())
                    .timeout(Duration.ofMillis(300))
                    .build())) {
      store.put("k", new byte[1], Ttl.NONE);
      frozen.freeze();
      long start = System.nanoTime();
      assertThat(failure(() -> store.get("k"))).isNotNull();
      // A second for each 4 MB of a request, besides.
      assertThat(failure(() -> store.put("k", new byte[16 << 20], Ttl.NONE))).isNotNull();
      assertThat(failure(() -> store.ping(Duration.ofMillis(300)))).isNotNull();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(12));
    }
  }

  private static void assertRefused(RedisStore store, String message) {
    try (store) {
      CacheException e = failure(() -> store.get("k"));
      assertThat(e).isNotNull().hasMessageContaining(message);
      assertThat(e.reason()).isEqualTo(CacheException.Reason.UNAVAILABLE);
      for (Throwable at = e; at != null; at = at.getCause()) {
        assertThat(String.valueOf(at.getMessage())).doesNotContain("secret");
      }
      assertThat(failure(() -> store.ping(Duration.ofSeconds(2)))).isNotNull();
      assertThat(store.status().state()).isEqualTo("degraded");
    }
  }

  private static CacheException failure(Runnable call) {
    return catchThrowableOfType(CacheException.class, call::run);
  }

  private static RedisStore store(String host, int port, Path ca) {
    return new RedisStore(
        RedisSettings.builder("rediss://:secret@" + host + ":" + port).tlsCa(ca).build());
  }
}
