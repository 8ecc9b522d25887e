package dev.larder.requirements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseSettingsTest {

  private static DatabaseSettings url(String url) {
    return DatabaseSettings.of(TestConfig.of("larder.db.url", url));
  }

  @Test
  void withoutAUrlTheDatabaseIsAnH2FileInTheDataDirectory() {
    DatabaseSettings settings = DatabaseSettings.of(TestConfig.of("larder.data-dir", "~/l"));
    Path directory = Path.of(System.getProperty("user.home"), "l");
    assertThat(settings.dataDirectory()).contains(directory);
    assertThat(settings.url())
        .startsWith("jdbc:h2:file:" + directory.resolve("larder") + ";")
        .contains(";MODE=PostgreSQL;")
        .contains(";DB_CLOSE_ON_EXIT=FALSE;");
    assertThat(DatabaseSettings.of(TestConfig.of()).dataDirectory().orElseThrow().toString())
        .endsWith(".larder")
        .doesNotContain("~");
    assertThat(
            DatabaseSettings.of(TestConfig.of("larder.data-dir", "data"))
                .dataDirectory()
                .orElseThrow())
        .isAbsolute();
  }

  @Test
  void anH2UrlKeepsItsOptionsAndGetsWhatLarderNeeds() {
    assertThat(url("jdbc:h2:mem:x;LOCK_TIMEOUT=5;mode=postgresql").url())
        .startsWith("jdbc:h2:mem:x;LOCK_TIMEOUT=5;mode=postgresql;")
        .doesNotContain("LOCK_TIMEOUT=10000")
        .doesNotContain("MODE=PostgreSQL")
        .contains("DATABASE_TO_LOWER=TRUE");
  }

  @Test
  void aPostgresUrlStaysAsItIs() {
    DatabaseSettings settings =
        DatabaseSettings.of(
            TestConfig.of(
                "larder.db.url", "jdbc:postgresql://db/larder?ssl=true",
                "larder.db.user", "u",
                "larder.db.password", " p "));
    assertThat(settings.url()).isEqualTo("jdbc:postgresql://db/larder?ssl=true");
    assertThat(settings.user()).isEqualTo("u");
    assertThat(settings.password()).isEqualTo(" p ");
    assertThat(settings.toString()).doesNotContain(" p ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgres://u:geheim@db/larder",
        "postgresql://u:geheim@db/larder",
        "jdbc:mysql://db/larder?user=u&password=geheim",
        "jdbc:postgresql://db:port/larder?password=geheim",
        "jdbc:h2:mem:x;MODE=Oracle;PASSWORD=geheim",
        "h2"
      })
  void anyOtherUrlIsRefusedNamingKeyAndValueWithoutSecrets(String url) {
    assertThatThrownBy(() -> url(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("larder.db.url=" + url.replace("geheim", "***"))
        .hasMessageContaining("allowed are jdbc:postgresql://")
        .hasMessageNotContaining("geheim");
  }

  @Test
  void userOrPasswordGivenTwiceAreRefused() {
    assertThatThrownBy(
            () ->
                DatabaseSettings.of(
                    TestConfig.of(
                        "larder.db.url", "jdbc:postgresql://db/larder?user=a",
                        "larder.db.user", "b")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("larder.db.user");
  }

  @Test
  void theIntervalOfTheReconcilerIsBounded() {
    String key = "larder.requirements.reconcile-interval";
    assertThat(RequirementsSettings.reconcileInterval(TestConfig.of()))
        .isEqualTo(Duration.ofMinutes(1));
    assertThat(RequirementsSettings.reconcileInterval(TestConfig.of(key, "30s")))
        .isEqualTo(Duration.ofSeconds(30));
    for (String wrong : new String[] {"0s", "7h", "soon", "-1s"}) {
      assertThatThrownBy(() -> RequirementsSettings.reconcileInterval(TestConfig.of(key, wrong)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith(key + "=" + wrong);
    }
  }
}
