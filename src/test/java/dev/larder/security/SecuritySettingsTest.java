package dev.larder.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.larder.rest.Settings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecuritySettingsTest {

  private final Map<String, String> settings =
      new HashMap<>(
          Map.of(
              AttemptLimits.USER, "10",
              AttemptLimits.ADDRESS, "100",
              AttemptLimits.WINDOW, "5m",
              SecuritySettings.HSTS, "365d",
              SecuritySettings.REALM, "own"));

  @Test
  void byDefaultNoProxyIsTrustedAndNoForeignOriginAllowed() {
    SecuritySettings read = read();
    assertThat(read.proxies()).isEmpty();
    assertThat(read.origins()).isEmpty();
    assertThat(read.attempts()).isEqualTo(new AttemptLimits(10, 100, Duration.ofMinutes(5)));
    assertThat(read.hsts()).isEqualTo(Duration.ofDays(365));
    assertThat(read.serverRealm()).isFalse();
  }

  @Test
  void proxiesAndOriginsAreLists() {
    settings.put(SecuritySettings.PROXIES, "10.0.0.1, FD00::1");
    settings.put(
        SecuritySettings.ORIGINS, "https://shop.example:443, http://localhost:3000,https://a.b");
    settings.put(SecuritySettings.HSTS, "0s");
    settings.put(SecuritySettings.REALM, "server");
    assertThat(read().proxies()).containsExactlyInAnyOrder("10.0.0.1", "fd00:0:0:0:0:0:0:1");
    assertThat(read().origins())
        .containsExactlyInAnyOrder("https://shop.example", "http://localhost:3000", "https://a.b");
    assertThat(read().hsts()).isZero();
    assertThat(read().serverRealm()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "larder.security.attempts.user, 0",
    "larder.security.attempts.address, many",
    "larder.security.realm, Server",
    "larder.security.attempts.window, 5",
    "larder.security.attempts.window, 2d",
    "larder.security.trusted-proxies, proxy.example",
    "larder.security.trusted-proxies, 10.0.0.0/8",
    "larder.security.trusted-proxies, '10.0.0.1,'",
    "larder.security.cors.origins, *",
    "larder.security.cors.origins, shop.example",
    "larder.security.cors.origins, https://shop.example/",
    "larder.security.cors.origins, null",
    "larder.security.hsts, forever",
  })
  void aWrongSettingIsRefusedWithItsKeyAndWhatIsAllowed(String key, String value) {
    settings.put(key, value);
    assertThatIllegalArgumentException()
        .isThrownBy(this::read)
        .withMessageStartingWith(key + "=" + value)
        .withMessageMatching(".*(allowed|write a whole number).*");
  }

  private SecuritySettings read() {
    return SecuritySettings.read(new Settings(key -> Optional.ofNullable(settings.get(key))));
  }
}
