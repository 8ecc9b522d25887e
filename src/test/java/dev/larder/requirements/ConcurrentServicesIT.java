package dev.larder.requirements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.testing.Feature;
import dev.larder.testing.LarderClient;
import dev.larder.testing.LarderServer;
import dev.larder.testing.PostgresServer;
import dev.larder.testing.RedisProcess;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Two service processes on one PostgreSQL and one Redis. */
@Feature("Requirements: database, cache, warm-up")
class ConcurrentServicesIT {

  /** Keeps every version of the row, which the service knows nothing of. */
  private static final String TRIGGER =
      """
      create table seen_versions (content_hash varchar(64), updated_at timestamp);
      create function see_version() returns trigger language plpgsql as $$
        begin
          insert into seen_versions values (new.content_hash, new.updated_at);
          return new;
        end $$;
      create trigger see_versions after insert or update on workspace_files
        for each row execute function see_version();
      """;

  @Test
  void twoServicesStartTogetherAndLoseNoPackageAndTheCopyNeverGoesBack() throws Exception {
    try (PostgresServer postgres = PostgresServer.start();
        RedisProcess redis = RedisProcess.start();
        RawCopy copy = new RawCopy(redis)) {
      PostgresServer.Database shared = postgres.newDatabase();
      LarderServer.Builder builder =
          LarderServer.configure()
              .database(shared)
              .redis(redis)
              .set("larder.requirements.reconcile-interval", "1s");
      // Both find an empty database and migrate it.
      CompletableFuture<LarderServer> starting = CompletableFuture.supplyAsync(builder::start);
      try (LarderServer one = builder.start();
          LarderServer two = starting.join();
          TestDatabase database = TestDatabase.postgres(shared)) {
        assertThat(database.text(MigrationRules.MIGRATIONS)).contains("1");
        whatIsReadIsCachedAndNeverOlderThanTheLastSaveOnEitherService(one, two);
        database.execute(TRIGGER);
        Hammer hammer =
            new Hammer(
                42,
                List.of(new HttpRequirements(one.admin()), new HttpRequirements(two.admin())),
                copy::requirements);
        hammer.run(4, 40);
        Requirements row = database.row().orElseThrow().requirements().orElseThrow();
        await("the copy is the row's")
            .atMost(Duration.ofSeconds(30))
            .until(() -> copy.requirements().equals(Optional.of(row)));
        hammer.check(row, versions(database));
      }
    }
  }

  private static void whatIsReadIsCachedAndNeverOlderThanTheLastSaveOnEitherService(
      LarderServer one, LarderServer two) {
    for (int round = 0; round < 20; round++) {
      String content = "flask==3.0." + round + "\n";
      LarderClient saver = (round % 2 == 0 ? one : two).admin();
      LarderClient reader = (round % 2 == 0 ? two : one).admin();
      assertThat(saver.putText("api/requirements", content).status()).isEqualTo(200);
      LarderClient.Answer first = reader.get("api/requirements", "Accept", "text/plain");
      assertThat(first.text()).as("round " + round).isEqualTo(content);
      LarderClient.Answer second = reader.get("api/requirements", "Accept", "text/plain");
      assertThat(second.text()).isEqualTo(content);
      assertThat(second.header("X-Cache")).contains("HIT");
      assertThat(second.header("Cache-Control")).as("others store nothing").contains("no-store");
    }
  }

  private static Map<String, NavigableSet<Long>> versions(TestDatabase database)
      throws SQLException {
    Map<String, NavigableSet<Long>> versions = new TreeMap<>();
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("select content_hash, updated_at from seen_versions")) {
      while (rows.next()) {
        LocalDateTime time = rows.getObject(2, LocalDateTime.class);
        versions
            .computeIfAbsent(rows.getString(1), hash -> new TreeSet<>())
            .add(new FileRow(null, null, null, false, time).version());
      }
    }
    return versions;
  }
}
