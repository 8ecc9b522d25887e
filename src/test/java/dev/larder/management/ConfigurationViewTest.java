package dev.larder.management;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.management.ConfigurationView.Setting;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationViewTest {

  @ParameterizedTest
  @CsvSource({
    "larder.security.admin-password, tour",
    "larder.security.user.ada.password, PBKDF2WithHmacSHA256:2048:a:b",
    "larder.security.token.ci.sha256, 00ff",
    "larder.db.password, tour",
    "larder.redis.sentinel.password, tour"
  })
  void aSecretIsNotShown(String key, String value) {
    assertThat(ConfigurationView.masked(key, value)).isEqualTo("***");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "redis://localhost:6379|redis://localhost:6379",
        "redis://ada:tour@host:6379/1|redis://ada:***@host:6379/1",
        "redis://:tour@host|redis://:***@host",
        "redis://tour@host|:***@host",
        "redis://ada:to/ur@x@host|redis://ada:***@host",
        "rediss+sentinel://ada:tour@h1:1,h2:2/main|rediss+sentinel://ada:***@h1:1,h2:2/main",
        "jdbc:postgresql://h/db?user=ada&password=tour&ssl=true|jdbc:postgresql://h/db?user=ada&password=***&ssl=true",
        "jdbc:postgresql://h/db?sslpassword=tour|jdbc:postgresql://h/db?sslpassword=***",
        "jdbc:postgresql://ada:tour@h/db|jdbc:postgresql://ada:***@h/db",
        "/etc/larder/key.pem|/etc/larder/key.pem",
        "5m|5m"
      })
  void aUrlIsShownWithoutItsPassword(String value, String shown) {
    assertThat(ConfigurationView.masked("larder.cache.url", value)).endsWith(shown);
    if (value.contains("tour")) {
      assertThat(ConfigurationView.masked("larder.cache.url", value)).doesNotContain("tour");
    }
  }

  @Test
  void settingsOfLarderAreListedByKeyWithTheirSource() {
    Map<String, ConfigValue> values =
        Map.of(
            "larder.port", value("8080", "defaults"),
            "larder.cache.type", value("redis", "environment"),
            "larder.db.password", value("tour", "environment"),
            "larder.db.user", value(null, null),
            "java.home", value("/opt", "system"));
    assertThat(ConfigurationView.of(values.keySet(), values::get))
        .isEqualTo(
            List.of(
                new Setting("larder.cache.type", "redis", "environment"),
                new Setting("larder.db.password", "***", "environment"),
                new Setting("larder.db.user", "", ""),
                new Setting("larder.port", "8080", "defaults")));
  }

  private static ConfigValue value(String value, String source) {
    return new ConfigValue() {
      @Override
      public String getName() {
        throw new UnsupportedOperationException();
      }

      @Override
      public String getValue() {
        return value;
      }

      @Override
      public String getRawValue() {
        throw new UnsupportedOperationException();
      }

      @Override
      public String getSourceName() {
        return source;
      }

      @Override
      public int getSourceOrdinal() {
        throw new UnsupportedOperationException();
      }
    };
  }
}
