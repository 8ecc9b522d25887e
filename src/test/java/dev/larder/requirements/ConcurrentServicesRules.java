package dev.larder.requirements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.testing.LarderClient;
import dev.larder.testing.LarderServer;
import dev.larder.testing.PostgresServer;
import dev.larder.testing.RedisProcess;
import dev.larder.testing.ServerKind;
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
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Two service processes on one PostgreSQL and one Redis. */
abstract class ConcurrentServicesRules {

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

  /** The servers of the two services. */
  abstract List<ServerKind> kinds();

  @Test
  void twoServicesStartTogetherAndLoseNoPackageAndTheCopyNeverGoesBack() throws Exception {
    try (PostgresServer postgres = PostgresServer.start();
        RedisProcess redis = RedisProcess.start();
        RawCopy copy = new RawCopy(redis)) {
      PostgresServer.Database shared = postgres.newDatabase();
      // Both find an empty database and migrate it.
      CompletableFuture<LarderServer> starting =
          CompletableFuture.supplyAsync(service(kinds().get(1), shared, redis)::start);
      try (LarderServer one = service(kinds().get(0), shared, redis).start();
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
        everyIncrementOnEitherServiceCounts(List.of(one.admin(), two.admin()));
        whatOneServiceDeletesTheOtherHasNot(one.admin(), two.admin());
      }
    }
  }

  private static LarderServer.Builder service(
      ServerKind kind, PostgresServer.Database database, RedisProcess redis) {
    return LarderServer.configure()
        .on(kind)
        .database(database)
        .redis(redis)
        .set("larder.cache.type", "tiered")
        .set("larder.requirements.reconcile-interval", "1s");
  }

  private static void everyIncrementOnEitherServiceCounts(List<LarderClient> clients) {
    List<CompletableFuture<Void>> running =
        IntStream.range(0, 8)
            .mapToObj(
                i ->
                    CompletableFuture.runAsync(
                        () -> {
                          for (int round = 0; round < 50; round++) {
                            LarderClient client = clients.get((i + round) % 2);
                            assertThat(client.post("api/counters/shared/incr").status())
                                .isEqualTo(200);
                          }
                        }))
            .toList();
    running.forEach(CompletableFuture::join);
    assertThat(clients.get(1).get("api/entries/shared").text()).isEqualTo("400");
  }

  /** Both have it near them before: the near tier of each learns of the other's change. */
  private static void whatOneServiceDeletesTheOtherHasNot(LarderClient one, LarderClient two) {
    for (int round = 0; round < 20; round++) {
      LarderClient writer = round % 2 == 0 ? one : two;
      LarderClient reader = round % 2 == 0 ? two : one;
      String key = "api/entries/near-" + round;
      assertThat(writer.putText(key, "old").status()).isEqualTo(204);
      assertThat(reader.get(key).text()).isEqualTo("old");
      assertThat(reader.get(key).text()).isEqualTo("old");
      assertThat(writer.putText(key, "new").status()).isEqualTo(204);
      await(key + " changed").until(() -> reader.get(key).text().equals("new"));
      assertThat(writer.delete(key).status()).isEqualTo(204);
      await(key + " is gone").until(() -> reader.get(key).status() == 404);
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
      // The save's own removal may come after the first read, and take with it what that stored.
      await("round " + round + " is cached")
          .until(() -> isCached(reader.get("api/requirements", "Accept", "text/plain"), content));
    }
  }

  private static boolean isCached(LarderClient.Answer answer, String content) {
    assertThat(answer.text()).isEqualTo(content);
    assertThat(answer.header("Cache-Control")).as("others store nothing").contains("no-store");
    return answer.header("X-Cache").equals(Optional.of("HIT"));
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
