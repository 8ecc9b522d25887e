package dev.larder.requirements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.requirements.caller.CallerBean;
import dev.larder.requirements.caller.CallerServlet;
import dev.larder.testing.Feature;
import dev.larder.testing.LarderClient;
import dev.larder.testing.LarderServer;
import dev.larder.testing.RedisProcess;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@Feature("Requirements: database, cache, warm-up")
class RequirementsOutOfTheBoxIT {

  private static final String PATH = "api/requirements";

  @Test
  void onH2TheFileSurvivesRestartsAndIsInTheCacheAfterThemAndNothingIsWarnedOf() throws Exception {
    try (RedisProcess redis = RedisProcess.start();
        RawCopy copy = new RawCopy(redis);
        LarderServer larder =
            LarderServer.configure().redis(redis).withGeneratedPassword().start()) {
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(larder.directory().resolve("data"))))
          .isEqualTo("rwx------");
      assertThat(larder.admin().putText(PATH, "flask\n").json().get("cached").booleanValue())
          .isTrue();
      assertThat(copy.ttlSeconds()).isBetween(86_390L, 86_400L);
      assertThat(copy.keys())
          .containsExactlyInAnyOrder(
              "bifrost:requirements:content", "{bifrost:requirements:content}:fence");
      assertThat(larder.readyLine()).contains(" password=");
      assertNothingWarned(larder);
      larder.stop();
      assertThat(larder.isRunning()).isFalse();
      assertThatThrownBy(() -> larder.client().get("api/health"))
          .isInstanceOf(UncheckedIOException.class);
      copy.flush();
      larder.restart();
      larder.awaitLog("Larder is ready", Duration.ofSeconds(1));
      assertThat(copy.requirements()).contains(Requirements.of("flask\n"));
      assertNothingWarned(larder);
      // A crash loses nothing that was answered either.
      assertThat(larder.admin().putText(PATH, "django\n").status()).isEqualTo(200);
      larder.kill();
      copy.flush();
      larder.restart();
      assertThat(copy.requirements()).contains(Requirements.of("django\n"));
      assertNothingWarned(larder);
    }
  }

  @Test
  void onH2ATransactionOfTheApplicationKeepsNobodyWaitingAfterItsEnd() {
    try (LarderServer larder =
        LarderServer.configure().withTestClasses(CallerBean.class, CallerServlet.class).start()) {
      LarderClient admin = larder.admin();
      for (int i = 0; i < 20; i++) {
        assertThat(admin.get("caller/rollback?content=lost").text()).contains("inside=lost|");
        assertThat(admin.get("caller/user?content=kept" + i).text()).isEqualTo("done");
        assertThat(admin.get(PATH, "Accept", "text/plain").text()).isEqualTo("kept" + i + "\n");
        assertThat(admin.putText(PATH, "put" + i + "\n").status()).isEqualTo(200);
      }
      assertNothingWarned(larder);
    }
  }

  private static void assertNothingWarned(LarderServer larder) {
    assertThat(larder.log().lines())
        .noneMatch(line -> line.contains(" WARNING ") && line.contains("dev.larder"));
  }

  @Test
  void aWrongDatabaseStopsTheDeploymentAndSaysWhy() {
    String log =
        LarderServer.configure()
            .set("larder.db.url", "postgres://larder:secret-word@db/larder")
            .startInVain();
    assertThat(log)
        .contains("larder.db.url=postgres://larder:***@db/larder is not supported: allowed are")
        .doesNotContain("secret-word");
  }
}
