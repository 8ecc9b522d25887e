package dev.larder.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.testing.Feature;
import dev.larder.testing.LarderServer;
import dev.larder.testing.TestUsers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wrong settings stop the deployment, and say what to do. */
@Feature("Wrong settings stop the deployment")
class ConfigurationIT {

  @ParameterizedTest
  @CsvSource({
    "larder.security.user.reader.password, top-secret, PBKDF2WithHmacSHA256:",
    "LARDER_LIMITS_VALUE, much, a whole number and a unit",
  })
  void aWrongSettingStopsTheDeploymentAndSaysWhatIsAllowed(
      String key, String value, String allowed) {
    LarderServer.Builder server = LarderServer.configure().set(TestUsers.settings());
    String log =
        Character.isUpperCase(key.charAt(0))
            ? server.environment(key, value).startInVain()
            : server.set(key, value).startInVain();
    assertThat(log)
        .containsIgnoringCase("Larder is not started: " + key.replace('_', '.'))
        .contains(allowed)
        .doesNotContain("top-secret")
        .doesNotContain("Larder is ready");
  }
}
