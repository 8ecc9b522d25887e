package dev.larder.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.testing.LarderServer;
import dev.larder.testing.TestUsers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wrong settings stop the deployment, and say what to do. */
class ConfigurationIT {

  @ParameterizedTest
  @CsvSource({
    "larder.security.user.reader.password, top-secret, PBKDF2WithHmacSHA256:",
    "larder.limits.value, much, a whole number and a unit",
  })
  void aWrongSettingStopsTheDeploymentAndSaysWhatIsAllowed(
      String key, String value, String allowed) {
    String log = LarderServer.configure().set(TestUsers.settings()).set(key, value).startInVain();
    assertThat(log)
        .contains("Larder is not started: " + key)
        .contains(allowed)
        .doesNotContain("top-secret")
        .doesNotContain("Larder is ready");
  }
}
