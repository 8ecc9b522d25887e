package dev.larder.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedisUrlTest {

  @Test
  void aHostAloneHasTheUsualPortAndDatabase() {
    assertThat(RedisUrl.parse("redis://localhost"))
        .isEqualTo(new RedisUrl(false, "localhost", 6379, null, null, 0));
    assertThat(RedisUrl.parse("redis://localhost/"))
        .isEqualTo(new RedisUrl(false, "localhost", 6379, null, null, 0));
    assertThat(RedisUrl.parse("REDISS://cache_1.example.com:7000/15"))
        .isEqualTo(new RedisUrl(true, "cache_1.example.com", 7000, null, null, 15));
    assertThat(RedisUrl.parse("redis://[fe80::1%eth0]:6380").host()).isEqualTo("fe80::1%eth0");
    assertThat(RedisUrl.parse("redis://[::1]").host()).isEqualTo("::1");
    assertThat(RedisUrl.parse("redis://10.0.0.255:1/0").host()).isEqualTo("10.0.0.255");
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
        "redis+sentinel://:hunter2@h1:1,h2:2/master not@supported@by@this@version@yet",
        "redis+cluster://:hunter2@h1:1,h2:2 not@supported@by@this@version@yet",
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
}
