package dev.larder.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.cache.CacheModule;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator may write in the configuration of the cache, and what happens otherwise. */
class CacheSettingsTest {

  @Test
  void the_defaults_that_larder_ships_are_complete_and_valid() throws IOException {
    CacheSettings settings = settings(Map.of());
    assertThat(settings.type()).isEqualTo(CacheType.MEMORY);
    assertThat(settings.defaultTtl()).isEqualTo(Duration.ofMinutes(5));
    assertThat(settings.maxMemory()).isEqualTo(100L << 20);
    assertThat(settings.prefix()).isEmpty();
  }

  @Test
  void white_space_around_a_value_does_not_matter() throws IOException {
    assertThat(settings(Map.of("larder.cache.type", " redis ")).type()).isEqualTo(CacheType.REDIS);
  }

  @Test
  void the_default_ttl_may_be_none() throws IOException {
    assertThat(settings(Map.of("larder.cache.default-ttl", "none")).defaultTtl())
        .isEqualTo(CacheModule.NO_EXPIRY);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "larder.cache.type | memcached | unsupported cache type: memcached; allowed are memory, redis, tiered",
        "larder.cache.type | Redis | unsupported cache type: Redis",
        "larder.cache.default-ttl | 5 | not a duration",
        "larder.cache.default-ttl | 0s | above zero",
        "larder.cache.default-ttl | -5m | not a duration",
        "larder.cache.max-memory | lots | not a size",
        "larder.cache.max-memory | 0 | at least",
        "larder.cache.prefix | larder | reserved",
      })
  void a_wrong_value_is_reported_with_its_key_and_what_is_allowed(
      String key, String value, String message) {
    assertThatThrownBy(() -> settings(Map.of(key, value)))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining(key + "=" + value)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource({
    "larder.cache.url, http://user:hunter2@localhost",
    "larder.cache.url, redis://user:hunter2@localhost:99999",
    "larder.cache.url, redis://user:hunter2@localhost/x",
    "larder.cache.url, redis://user:hunter2@",
    "larder.cache.url, redis://user:hunter2",
    "larder.cache.url, redis://user:hunter2/0",
    "larder.cache.url, redis://hunter2!",
    "larder.cache.url, redis://localhost/hunter2",
    "larder.cache.url, rediss://:pw?hunter2"
  })
  void a_wrong_url_is_reported_without_the_password(String key, String url) {
    assertThatThrownBy(() -> settings(Map.of("larder.cache.type", "redis", key, url)))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining(key)
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void a_file_of_certificates_that_cannot_be_read_is_reported_at_once() {
    assertThatThrownBy(
            () ->
                settings(
                    Map.of(
                        "larder.cache.type", "redis",
                        "larder.cache.url", "rediss://localhost",
                        "larder.redis.tls.ca", "/no/such/file.pem")))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("larder.redis.tls.ca");
  }

  @Test
  void the_url_does_not_matter_while_the_cache_is_in_memory() throws IOException {
    assertThat(settings(Map.of("larder.cache.url", "nonsense")).type()).isEqualTo(CacheType.MEMORY);
  }

  private static CacheSettings settings(Map<String, String> over) throws IOException {
    Properties defaults = new Properties();
    try (InputStream in =
        CacheSettings.class.getResourceAsStream("/META-INF/microprofile-config.properties")) {
      defaults.load(in);
    }
    Map<String, String> all = new HashMap<>();
    defaults.stringPropertyNames().forEach(key -> all.put(key, defaults.getProperty(key)));
    all.putAll(over);
    return CacheSettings.read(new Settings(key -> Optional.ofNullable(all.get(key))));
  }
}
