package dev.larder.cache.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.larder.cache.CacheException;
import dev.larder.cache.Ttl;
import dev.larder.testing.RedisProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Redis behind TLS that takes only clients with the right certificate. */
class ClientCertificateIT {

  private static RedisProcess redis;
  private static TestKeys elliptic;
  private static TestKeys rsa;

  @TempDir private Path directory;

  @BeforeAll
  static void start() {
    redis = RedisProcess.start();
    elliptic = TestKeys.make("EC");
    rsa = TestKeys.make("RSA");
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  @Test
  void aClientThatShowsTheCertificateWantedIsLetIn() {
    for (TestKeys client : new TestKeys[] {elliptic, rsa}) {
      try (TlsProxy proxy = TlsProxy.start(redis.port(), "dns:localhost", client);
          RedisStore store = store(proxy, client)) {
        store.put("k", "v".getBytes(UTF_8), Ttl.NONE);
        assertThat(store.get("k")).contains("v".getBytes(UTF_8));
      }
    }
  }

  @Test
  void aClientWithoutACertificateOrWithAnotherOneIsUnavailable() {
    try (TlsProxy proxy = TlsProxy.start(redis.port(), "dns:localhost", elliptic)) {
      for (TestKeys client : new TestKeys[] {null, rsa}) {
        try (RedisStore store = store(proxy, client)) {
          CacheException e = catchThrowableOfType(CacheException.class, () -> store.get("k"));
          assertThat(e.reason()).isEqualTo(CacheException.Reason.UNAVAILABLE);
        }
      }
    }
  }

  @Test
  void filesThatCannotBeUsedAreRefusedByTheirSettings() throws IOException {
    Path none = directory.resolve("none.pem");
    Path text = Files.writeString(directory.resolve("text.pem"), "hunter2");
    String certificate = "larder.redis.tls.cert: the file ";
    assertRefused(none, rsa.key(), certificate + none + " cannot be read");
    assertRefused(text, rsa.key(), certificate + text + " holds");
    assertRefused(rsa.key(), rsa.key(), certificate + rsa.key() + " holds");
    String key = "larder.redis.tls.key: the file ";
    assertRefused(rsa.certificate(), none, key + none + " cannot be read");
    assertRefused(rsa.certificate(), text, key + text + " holds no private key");
    assertRefused(
        rsa.certificate(), rsa.certificate(), key + rsa.certificate() + " holds no private key");
    assertRefused(rsa.certificate(), elliptic.key(), "holds no RSA key");
    TestKeys other = TestKeys.make("RSA");
    assertRefused(rsa.certificate(), other.key(), "is not the key of the first certificate");
    for (String label : new String[] {"RSA PRIVATE KEY", "EC PRIVATE KEY"}) {
      Path old = TestKeys.pem(directory, label, "hunter2".getBytes(UTF_8));
      assertRefused(rsa.certificate(), old, "holds a key as " + label);
    }
    Path encrypted = TestKeys.pem(directory, "ENCRYPTED PRIVATE KEY", "hunter2".getBytes(UTF_8));
    assertRefused(rsa.certificate(), encrypted, "holds a key that is encrypted");
    Path damaged = TestKeys.pem(directory, "PRIVATE KEY", "hunter2".getBytes(UTF_8));
    assertRefused(rsa.certificate(), damaged, "holds no RSA key");
  }

  private static void assertRefused(Path certificate, Path key, String message) {
    RedisSettings settings =
        RedisSettings.builder("rediss://localhost").tlsCert(certificate).tlsKey(key).build();
    assertThatThrownBy(() -> new RedisStore(settings))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message)
        .hasMessageContaining("allowed: a PEM file")
        .hasMessageNotContaining("hunter2");
  }

  private static RedisStore store(TlsProxy proxy, TestKeys client) {
    RedisSettings.Builder builder =
        RedisSettings.builder("rediss://localhost:" + proxy.port()).tlsCa(proxy.certificate());
    if (client != null) {
      builder.tlsCert(client.certificate()).tlsKey(client.key());
    }
    return new RedisStore(builder.build());
  }
}
