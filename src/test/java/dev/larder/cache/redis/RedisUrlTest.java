package dev.larder.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.larder.cache.redis.RedisUrl.Address;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedisUrlTest {

  @Test
  void aHostAloneHasTheUsualPortAndDatabase() {
    assertThat(RedisUrl.parse("redis://localhost")).isEqualTo(single(false, "localhost", 6379, 0));
    assertThat(RedisUrl.parse("redis://localhost/")).isEqualTo(single(false, "localhost", 6379, 0));
    assertThat(RedisUrl.parse("REDISS://cache_1.example.com:7000/15"))
        .isEqualTo(single(true, "cache_1.example.com", 7000, 15));
    assertThat(RedisUrl.parse("redis://[fe80::1%eth0]:6380").addresses().get(0).host())
        .isEqualTo("fe80::1%eth0");
    assertThat(RedisUrl.parse("redis://[::1]").addresses().get(0).host()).isEqualTo("::1");
    assertThat(RedisUrl.parse("redis://10.0.0.255:1/0").addresses().get(0).host())
        .isEqualTo("10.0.0.255");
  }

  private static RedisUrl single(boolean tls, String host, int port, int database) {
    return new RedisUrl(
        RedisUrl.Mode.SINGLE, tls, List.of(new Address(host, port)), null, null, null, database);
  }

  @Test
  void sentinelsAreNamedWithTheirMaster() {
    RedisUrl url = RedisUrl.parse("redis+sentinel://app:p%2Cw@h1:1,[::1],h3:3/my.Master_1-x/7");
    assertThat(url.mode()).isEqualTo(RedisUrl.Mode.SENTINEL);
    assertThat(url.addresses())
        .containsExactly(new Address("h1", 1), new Address("::1", 26_379), new Address("h3", 3));
    assertThat(url.user()).isEqualTo("app");
    assertThat(url.password()).isEqualTo("p,w");
    assertThat(url.master()).isEqualTo("my.Master_1-x");
    assertThat(url.database()).isEqualTo(7);
    assertThat(url).hasToString("redis+sentinel://app:***@h1:1,[::1]:26379,h3:3/my.Master_1-x/7");
    assertThat(RedisUrl.parse("rediss+sentinel://h/m").tls()).isTrue();
    assertThat(RedisUrl.parse("redis+sentinel://h/m/").database()).isZero();
  }

  @Test
  void aClusterIsNamedByNodesAndHasNoDatabase() {
    RedisUrl url = RedisUrl.parse("rediss+cluster://:pw@h1,h2:7001/");
    assertThat(url.mode()).isEqualTo(RedisUrl.Mode.CLUSTER);
    assertThat(url.tls()).isTrue();
    assertThat(url.addresses()).containsExactly(new Address("h1", 6379), new Address("h2", 7001));
    assertThat(url).hasToString("rediss+cluster://:***@h1:6379,h2:7001");
    assertThat(RedisUrl.parse("redis+cluster://h/0").database()).isZero();
  }

  @Test
  void userAndPasswordAreDecodedAndKeptApart() {
    RedisUrl url = RedisUrl.parse("redis://us%3Aer:p%40s%2Fs%25%C3%A9+:x@h:1/2");
    assertThat(url.user()).isEqualTo("us:er");
    assertThat(url.password()).isEqualTo("p@s/s%é+:x");
    assertThat(RedisUrl.parse("redis://:pass@h").user()).isNull();
    assertThat(RedisUrl.parse("redis://:pass@h").password()).isEqualTo("pass");
    assertThat(RedisUrl.parse("redis://nopass:@h").password()).isEmpty();
  }

  @Test
  void thePasswordIsNeverShown() {
    assertThat(RedisUrl.parse("redis://user:hunter2@h:1/2")).hasToString("redis://user:***@h:1/2");
    assertThat(RedisUrl.parse("rediss://:hunter2@[::1]")).hasToString("rediss://:***@[::1]:6379/0");
    RedisSettings settings = RedisSettings.builder("redis://user:hunter2@h").build();
    assertThat(settings.toString()).doesNotContain("hunter2").contains("***");
    assertThat(new RedisStore(settings).toString()).doesNotContain("hunter2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "redis+sentinel://:hunter2@h1:1,h2:2 not@the@master",
        "redis+sentinel://:hunter2@h1:1,h2:2/ not@the@master",
        "redis+sentinel://:hunter2@h1:1,h2:2/my%20master name@of@the@master",
        "redis+sentinel://:hunter2@h1:1,/m no@host",
        "redis+sentinel://:hunter2@h1:1;h2:2/m port@of@the@Redis@URL",
        "redis+sentinel://:hunter2@h1/m/x database@of@the@Redis@URL",
        "redis+sentinel://:hunter2@h1/m/1/2 database@of@the@Redis@URL",
        "redis+cluster://:hunter2@h1:1,h2:2/1 cluster@has@only@0",
        "redis+cluster://:hunter2@,h2:2 no@host",
        "redis+cluster://:hunter2,x@h1,x@h2 more@than@one",
        "redis+nodes://:hunter2@h unknown@scheme@'redis+nodes'",
        "http://:hunter2@h unknown@scheme@'http'",
        ":hunter2@h:6379 does@not@begin@with",
        "user:hunter2@h does@not@begin@with",
        "redis:/:hunter2@h does@not@begin@with",
        "redis:// no@host",
        "redis://:hunter2@ no@host",
        "redis://:6379 no@host",
        "redis://:hunter2@:6379 no@host",
        "redis://@h neither@user@nor@password",
        "redis://:@h neither@user@nor@password",
        "redis://hunter2@h user@without@a@password",
        "redis://:hun@ter2@h more@than@one",
        "redis://:hunter2/x@h '/'@in@user@or@password",
        "redis://:hunter2?x@h '?'@or@'#'",
        "redis://:hunter2#x@h '?'@or@'#'",
        "redis://:hunter2%@h two@hex@digits",
        "redis://:hunter2%4@h two@hex@digits",
        "redis://:hunter2%zz@h two@hex@digits",
        "redis://:hunter2%ff@h no@UTF-8",
        "redis://:hunter2@h:0 port@of@the@Redis@URL",
        "redis://:hunter2@h:65536 port@of@the@Redis@URL",
        "redis://:hunter2@h: port@of@the@Redis@URL",
        "redis://:hunter2@h:+1 port@of@the@Redis@URL",
        "redis://:hunter2@h:http port@of@the@Redis@URL",
        "redis://:hunter2@h:1:2 port@of@the@Redis@URL",
        "redis://::1:6379 no@host",
        "redis://:hunter2@[::1 in@brackets",
        "redis://:hunter2@[::1]6379 in@brackets",
        "redis://:hunter2@[h] no@IPv6@address",
        "redis://:hunter2@256.1.1.1 no@host@name",
        "redis://:hunter2@1.2.3 no@host@name",
        "redis://:hunter2@h_-/0 no@host@name",
        "redis://:hunter2@a..b no@host@name",
        "redis://:hunter2@h1,h2 several@hosts",
        "redis://:hunter2@h/-1 database@of@the@Redis@URL",
        "redis://:hunter2@h/01 database@of@the@Redis@URL",
        "redis://:hunter2@h/2147483648 database@of@the@Redis@URL",
        "redis://:hunter2@h/x database@of@the@Redis@URL",
        "redis://:hunter2@h/0/1 database@of@the@Redis@URL",
        "redis://:hunter2@h/0?timeout=1s has@a@query",
        "redis://h?password=hunter2 has@a@query",
        "redis://:hunter2@h/0#1 fragment",
        "redis://default:hunter2 login@is@followed@by",
        "redis://app:hunter2/0 login@is@followed@by",
        "redis://hunter2! no@host@name",
        "redis://h/hunter2 database@of@the@Redis@URL",
        "rediss://:pw?hunter2 has@a@query",
      })
  void aWrongUrlIsRefusedWithTheReasonAndWithoutThePassword(String url, String reason) {
    IllegalArgumentException e =
        catchThrowableOfType(IllegalArgumentException.class, () -> RedisUrl.parse(url));
    assertThat(e).as(url).isNotNull();
    assertThat(e.getMessage())
        .contains(reason.replace('@', ' '))
        .contains("allowed: redis://")
        .doesNotContain("hunter2")
        .doesNotContain("hun@");
    assertThat(e.getCause()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "  ", "redis://:hunter2 @h", "redis://h\n", "\tredis://h", "redis://h\0"})
  void whiteSpaceAndControlCharactersAreRefused(String url) {
    assertThatThrownBy(() -> RedisUrl.parse(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("allowed: redis://")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void settingsOutOfRangeAreRefusedByTheirKey() {
    RedisSettings.Builder builder = RedisSettings.builder("redis://h");
    assertThatThrownBy(() -> builder.poolMaxSize(0).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("larder.redis.pool.max-size is 0; allowed: 1 to 10000");
    builder.poolMaxSize(1);
    assertThatThrownBy(() -> builder.timeout(Duration.ZERO).build())
        .hasMessageContaining("larder.redis.timeout");
    builder.timeout(Duration.ofSeconds(1));
    assertThatThrownBy(() -> builder.connectTimeout(Duration.ofHours(2)).build())
        .hasMessageContaining("larder.redis.connect-timeout");
    builder.connectTimeout(Duration.ofSeconds(1));
    assertThatThrownBy(() -> builder.poolMaxWait(Duration.ofMillis(-1)).build())
        .hasMessageContaining("larder.redis.pool.max-wait");
    assertThat(builder.poolMaxWait(Duration.ZERO).build().poolMaxSize()).isEqualTo(1);
  }

  @Test
  void theLoginOfSentinelsNeedsSentinelsAndIsNeverShown() {
    RedisSettings.Builder builder =
        RedisSettings.builder("redis+sentinel://h/m").sentinelUser("watch");
    assertThatThrownBy(builder::build)
        .hasMessage("larder.redis.sentinel.user is set without larder.redis.sentinel.password");
    assertThat(builder.sentinelPassword("hunter2").build().toString())
        .contains("watch")
        .doesNotContain("hunter2");
    assertThatThrownBy(() -> RedisSettings.builder("redis://h").sentinelPassword("hunter2").build())
        .hasMessageContaining("larder.redis.sentinel.password")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void aClientCertificateNeedsItsKeyAndEncryption() {
    Path file = Path.of("some.pem");
    assertThatThrownBy(() -> RedisSettings.builder("rediss://h").tlsCert(file).build())
        .hasMessageContaining("only larder.redis.tls.cert is set");
    assertThatThrownBy(() -> RedisSettings.builder("rediss://h").tlsKey(file).build())
        .hasMessageContaining("only larder.redis.tls.key is set");
    assertThatThrownBy(
            () -> RedisSettings.builder("redis+cluster://h").tlsCert(file).tlsKey(file).build())
        .hasMessageContaining("larder.redis.tls.cert")
        .hasMessageContaining("rediss+cluster://");
  }

  @Test
  void trustWithoutEncryptionIsAContradiction(@TempDir Path directory) throws IOException {
    Path pem = Files.writeString(directory.resolve("ca.pem"), "no certificate");
    assertThatThrownBy(() -> RedisSettings.builder("redis://:hunter2@h").tlsCa(pem).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("larder.redis.tls.ca")
        .hasMessageContaining("rediss://")
        .hasMessageNotContaining("hunter2");
    for (Path wrong : new Path[] {pem, directory, directory.resolve("missing.pem")}) {
      RedisSettings settings = RedisSettings.builder("rediss://h").tlsCa(wrong).build();
      assertThatThrownBy(() -> new RedisStore(settings))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("larder.redis.tls.ca")
          .hasMessageContaining(wrong.toString());
    }
  }

  @Test
  void theIdentityOfTheDataIsTheSameHoweverOneLogsIn() {
    assertThat(RedisUrl.parse("rediss://user:secret@Cache:6379/2").identity())
        .isEqualTo(RedisUrl.parse("redis://cache/2").identity())
        .isNotEqualTo(RedisUrl.parse("redis://cache/1").identity())
        .isNotEqualTo(RedisUrl.parse("redis://cache:6380/2").identity())
        .doesNotContain("secret");
    assertThat(RedisUrl.parse("redis+sentinel://a,b/main/1").identity())
        .isEqualTo(RedisUrl.parse("redis+sentinel://:pw@b,a/main/1").identity())
        .isNotEqualTo(RedisUrl.parse("redis+sentinel://a,b/other/1").identity());
  }
}
