package dev.larder.requirements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.requirements.caller.CallerBean;
import dev.larder.requirements.caller.CallerServlet;
import dev.larder.testing.Feature;
import dev.larder.testing.LarderClient;
import dev.larder.testing.LarderServer;
import dev.larder.testing.PostgresServer;
import dev.larder.testing.TestPlace;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The service on a data source that the server manages. */
@Feature("Requirements: data source of the server")
class ServerDatabaseIT {

  private static final String PATH = "api/requirements";

  @Test
  void theServiceWorksOnThePoolOfTheServerAndMakesNoConnectionOfItsOwn() {
    try (PostgresServer postgres = PostgresServer.start()) {
      PostgresServer.Database database = postgres.newDatabase();
      LarderServer.Builder builder = LarderServer.configure();
      try (LarderServer larder =
              ServerPool.postgres(builder.kind(), database)
                  .in(builder)
                  .withTestClasses(CallerBean.class, CallerServlet.class)
                  .start();
          TestDatabase outside = TestDatabase.postgres(database)) {
        LarderClient admin = larder.admin();
        assertThat(admin.get("api/health").status()).isEqualTo(200);
        assertThat(admin.putText(PATH, "flask\n").status()).isEqualTo(200);
        assertThat(
                admin
                    .postJson(PATH + "/packages", "{\"package\":\"django\",\"version\":\"5.0\"}")
                    .status())
            .isEqualTo(200);
        assertThat(admin.get(PATH, "Accept", "text/plain").text())
            .isEqualTo("flask\ndjango==5.0\n");
        assertThat(outside.row().orElseThrow().content()).isEqualTo("flask\ndjango==5.0\n");
        assertThat(outside.text("select count(*) from " + Migration.HISTORY).orElseThrow())
            .isNotEqualTo("0");
        assertThat(admin.get("caller/rollback?content=lost").text()).contains("inside=lost|");
        assertThat(outside.row().orElseThrow().content()).isEqualTo("flask\ndjango==5.0\n");
        String ofOthers =
            " from pg_stat_activity where datname = current_database() and application_name ";
        assertThat(
                outside.text("select count(*)" + ofOthers + "= '" + ServerPool.APPLICATION + "'"))
            .get()
            .satisfies(count -> assertThat(Integer.parseInt(count)).isBetween(1, 7));
        assertThat(outside.text("select count(*)" + ofOthers + "= 'larder'")).contains("0");
        assertThat(larder.directory().resolve("data")).doesNotExist();
        postgres.stop();
        assertThat(admin.get("api/health").status()).isEqualTo(503);
        postgres.restart();
        await("the pool has new connections").until(() -> admin.get("api/health").status() == 200);
        assertThat(admin.putText(PATH, "django\n").status()).isEqualTo(200);
      }
    }
  }

  @Test
  void anH2OfTheServerKeepsTheFileOverARestart() {
    Path file = TestPlace.newDirectory("h2-of-the-server").resolve("database");
    LarderServer.Builder builder = LarderServer.configure();
    try (LarderServer larder =
        ServerPool.h2(builder.kind(), file, ServerPool.H2_OPTIONS).in(builder).start()) {
      assertThat(larder.admin().putText(PATH, "kept\n").status()).isEqualTo(200);
      larder.restart();
      assertThat(larder.admin().get(PATH, "Accept", "text/plain").text()).isEqualTo("kept\n");
      assertThat(Path.of(file + ".mv.db")).exists();
      assertThat(larder.directory().resolve("data").resolve("larder.mv.db")).doesNotExist();
    }
  }

  @Test
  void anH2WithoutItsOptionsStopsTheDeploymentAndSaysWhichOnes() {
    Path file = TestPlace.newDirectory("h2-without-options").resolve("database");
    LarderServer.Builder builder = LarderServer.configure();
    ServerPool pool = ServerPool.h2(builder.kind(), file, "");
    assertThat(pool.in(builder).startInVain())
        .contains("Larder is not started: larder.db.jndi=" + pool.jndi())
        .contains("needs ;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE");
  }

  @Test
  void aNameThatIsNotBoundStopsTheDeployment() {
    assertThat(LarderServer.configure().set("larder.db.jndi", "jdbc/elsewhere").startInVain())
        .contains("Larder is not started: larder.db.jndi=jdbc/elsewhere is not there")
        .contains("allowed is the JNDI name of a data source of the server");
  }

  @Test
  void aNameOfSomethingElseStopsTheDeployment() {
    String name = "java:comp/DefaultManagedExecutorService";
    assertThat(LarderServer.configure().set("larder.db.jndi", name).startInVain())
        .contains("Larder is not started: larder.db.jndi=" + name + " is no DataSource but ")
        .contains("allowed is the JNDI name of a data source of the server");
  }

  @Test
  void aDescriptionOfTheOwnDataSourceBesideItStopsTheDeployment() {
    Path file = TestPlace.newDirectory("contradiction").resolve("database");
    LarderServer.Builder builder = LarderServer.configure();
    ServerPool pool = ServerPool.h2(builder.kind(), file, ServerPool.H2_OPTIONS);
    assertThat(pool.in(builder).set("larder.db.password", "top-secret").startInVain())
        .contains(
            "Larder is not started: larder.db.jndi="
                + pool.jndi()
                + " contradicts larder.db.password")
        .doesNotContain("top-secret");
    assertThat(Path.of(file + ".mv.db")).doesNotExist();
  }
}
