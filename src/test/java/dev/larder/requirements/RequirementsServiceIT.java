package dev.larder.requirements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.testing.Feature;
import dev.larder.testing.LarderClient;
import dev.larder.testing.LarderClient.Answer;
import dev.larder.testing.LarderServer;
import dev.larder.testing.PostgresServer;
import dev.larder.testing.RedisProcess;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The requirements on a server with Redis, a prefix, and a PostgreSQL whose table the platform
 * made. The test of restarts comes last, since it takes the server away.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Feature("Requirements: database, cache, warm-up")
class RequirementsServiceIT {

  private static final String PATH = "api/requirements";

  private static PostgresServer postgres;
  private static RedisProcess redis;
  private static TestDatabase database;
  private static String structure;
  private static LarderServer larder;
  private static LarderClient admin;
  private static RawCopy copy;

  @BeforeAll
  static void start() {
    postgres = PostgresServer.start();
    redis = RedisProcess.start();
    PostgresServer.Database platform = postgres.newDatabase();
    database = TestDatabase.postgres(platform);
    database.execute(PlatformTable.SQL);
    database.execute(PlatformTable.OTHER_ROW);
    structure = database.text(PlatformTable.STRUCTURE).orElseThrow();
    larder =
        LarderServer.configure()
            .database(platform)
            .redis(redis)
            .set("larder.cache.prefix", "app")
            .set("larder.requirements.reconcile-interval", "1s")
            .set("larder.security.token.rita.sha256", Requirements.of("rita-token").hash())
            .set("larder.security.token.rita.roles", "reader")
            .start();
    admin = larder.admin();
    copy = new RawCopy(redis);
  }

  @AfterAll
  static void stop() {
    copy.close();
    larder.close();
    database.close();
    redis.close();
    postgres.close();
  }

  private static String save(String content) {
    Answer saved = admin.putText(PATH, content);
    assertThat(saved.status()).as(saved.toString()).isEqualTo(200);
    return saved.json().get("hash").textValue();
  }

  @Test
  @Order(1)
  void anExistingTableIsTakenOverAndItsStructureStays() {
    assertThat(admin.get(PATH).status()).isEqualTo(404);
    String hash = save("flask==3.0\n");
    assertThat(database.row().orElseThrow().requirements().orElseThrow().hash()).isEqualTo(hash);
    assertThat(
            database.text(
                "select concat_ws(' ', entity_type, git_status, is_workflow, length(github_sha),"
                    + " size_bytes, entity_id is not null) from workspace_files"))
        .contains("requirements modified t 40 11 t");
    database.execute("delete from workspace_files");
    save("django\n");
    assertThat(
            database.text(
                "select concat_ws(' ', git_status, content_type, is_deleted, is_workflow)"
                    + " from workspace_files"))
        .contains("untracked text/plain f f");
    assertThat(database.text(PlatformTable.STRUCTURE)).contains(structure);
    assertThat(structure).doesNotContain("larder");
  }

  @Test
  @Order(2)
  void workersFindExactlyContentAndHashUnderTheFixedKeyForADay() {
    String hash = save("# ü \"quoted\"\r\nflask\n");
    assertThat(copy.text())
        .contains("{\"content\":\"# ü \\\"quoted\\\"\\r\\nflask\\n\",\"hash\":\"" + hash + "\"}");
    assertThat(copy.ttlSeconds()).isBetween(86_390L, 86_400L);
    assertThat(copy.keys())
        .filteredOn(key -> !key.startsWith("larder:"))
        .containsExactlyInAnyOrder(
            "bifrost:requirements:content", "{bifrost:requirements:content}:fence");
  }

  @Test
  @Order(3)
  void theFileIsReadAsJsonAndAsTextEachWithItsETag() {
    String hash = save("flask\n");
    Answer json = admin.get(PATH, "Accept", "application/json");
    assertThat(json.text()).isEqualTo("{\"content\":\"flask\\n\",\"hash\":\"" + hash + "\"}");
    assertThat(json.header("ETag")).contains('"' + hash + "-json\"");
    Answer text = admin.get(PATH, "Accept", "text/plain");
    assertThat(text.text()).isEqualTo("flask\n");
    assertThat(text.header("ETag")).contains('"' + hash + '"');
    assertThat(text.header("Content-Type").orElseThrow().toLowerCase())
        .isEqualTo("text/plain;charset=utf-8");
    for (String tags : new String[] {'"' + hash + '"', "\"x\", W/\"" + hash + '"', "*"}) {
      Answer same = admin.get(PATH, "Accept", "text/plain", "If-None-Match", tags);
      assertThat(same.status()).as(tags).isEqualTo(304);
      assertThat(same.header("ETag")).contains('"' + hash + '"');
    }
    assertThat(admin.get(PATH, "Accept", "text/plain", "If-None-Match", "\"x\"").status())
        .isEqualTo(200);
    assertThat(
            admin
                .get(PATH, "Accept", "application/json", "If-None-Match", '"' + hash + '"')
                .status())
        .isEqualTo(200);
    assertThat(admin.head(PATH).status()).isEqualTo(200);
    assertThat(admin.get(PATH, "Accept", "image/png").status()).isEqualTo(406);
    assertThat(admin.get(PATH).text()).isEqualTo(json.text());
    assertThat(admin.get(PATH, "Accept", "*/*").text()).isEqualTo(json.text());
    assertThat(admin.get(PATH, "If-None-Match", "no quotes").status()).isEqualTo(400);
    assertThat(admin.get(PATH, "If-Match", "\"other\"").status()).isEqualTo(412);
  }

  @Test
  @Order(4)
  void ifMatchWithEitherETagPreventsLostUpdates() {
    String first = save("one\n");
    Answer stale = admin.putText(PATH, "two\n", "If-Match", "\"0\"");
    assertThat(stale.status()).isEqualTo(412);
    assertThat(stale.json().get("type").textValue()).endsWith("precondition-failed");
    assertThat(admin.putText(PATH, "two\n", "If-Match", "W/\"" + first + '"').status())
        .isEqualTo(412);
    assertThat(admin.putText(PATH, "two\n", "If-Match", "nonsense").status()).isEqualTo(400);
    assertThat(admin.putText(PATH, "two\n", "If-None-Match", "*").status()).isEqualTo(412);
    assertThat(database.row().orElseThrow().content()).isEqualTo("one\n");
    Answer two = admin.putText(PATH, "two\n", "If-Match", "\"0\", \"" + first + "-json\"");
    assertThat(two.status()).isEqualTo(200);
    String second = two.json().get("hash").textValue();
    assertThat(
            admin
                .putJson(PATH, "{\"content\":\"three\\n\"}", "If-Match", '"' + second + '"')
                .status())
        .isEqualTo(200);
    assertThat(admin.putText(PATH, "four\n", "If-Match", "*").status()).isEqualTo(200);
    assertThat(database.row().orElseThrow().content()).isEqualTo("four\n");
  }

  @Test
  @Order(5)
  void packagesAreAddedAndRemovedAndEveryOtherLineStays() {
    save("# base\r\nFlask[async]==1.0 ; python_version > '3' # web\r\nother\r\n");
    Answer added =
        admin.postJson(PATH + "/packages", "{\"package\":\"flask\",\"version\":\"2.0\"}");
    assertThat(added.status()).as(added.toString()).isEqualTo(200);
    assertThat(added.json().get("content").textValue())
        .isEqualTo("# base\r\nFlask[async]==2.0 ; python_version > '3' # web\r\nother\r\n");
    assertThat(added.json().get("updated").booleanValue()).isTrue();
    assertThat(
            admin
                .postJson(PATH + "/packages", "{\"package\":\"flask\",\"version\":\"2.0\"}")
                .json()
                .get("updated")
                .booleanValue())
        .isFalse();
    Answer removed = admin.delete(PATH + "/packages/FLASK");
    assertThat(removed.json().get("content").textValue()).isEqualTo("# base\r\nother\r\n");
    assertThat(admin.delete(PATH + "/packages/flask").json().get("updated").booleanValue())
        .isFalse();
    save("a==1 --hash=sha256:" + "0".repeat(64) + "\n");
    assertThat(
            admin
                .postJson(PATH + "/packages", "{\"package\":\"a\",\"version\":\"2\"}")
                .json()
                .get("hashesDropped")
                .booleanValue())
        .isTrue();
  }

  @Test
  @Order(6)
  void whatIsWrongIsRefusedAndNothingChanges() {
    save("a @ https://example.org/a.whl\n");
    for (String name : new String[] {"x\\ny", "--index-url", "-r other", "a b", "", "ü"}) {
      Answer refused = admin.postJson(PATH + "/packages", "{\"package\":\"" + name + "\"}");
      assertThat(refused.status()).as(name).isEqualTo(400);
    }
    assertThat(
            admin
                .postJson(PATH + "/packages", "{\"package\":\"b\",\"version\":\"1 --x\"}")
                .status())
        .isEqualTo(400);
    assertThat(admin.postJson(PATH + "/packages", "{\"version\":\"1\"}").status()).isEqualTo(400);
    assertThat(admin.postJson(PATH + "/packages", "{").status()).isEqualTo(400);
    Answer conflict = admin.postJson(PATH + "/packages", "{\"package\":\"a\",\"version\":\"1\"}");
    assertThat(conflict.status()).isEqualTo(409);
    assertThat(admin.delete(PATH + "/packages/a%20b").status()).isEqualTo(400);
    assertThat(admin.putText(PATH, "a\0b").status()).isEqualTo(400);
    assertThat(admin.putJson(PATH, "{\"content\":\"\\ud800\"}").status()).isEqualTo(400);
    assertThat(admin.putJson(PATH, "{\"content\":null}").status()).isEqualTo(400);
    assertThat(admin.putJson(PATH, "{\"content\":\"x\",\"more\":1}").status()).isEqualTo(400);
    byte[] latin = "ü".getBytes(StandardCharsets.ISO_8859_1);
    assertThat(admin.put(PATH, latin, "Content-Type", "text/plain").status()).isEqualTo(400);
    assertThat(admin.put(PATH, latin, "Content-Type", "text/plain;charset=latin1").status())
        .isEqualTo(415);
    assertThat(admin.put(PATH, latin, "Content-Type", "image/png").status()).isEqualTo(415);
    assertThat(database.row().orElseThrow().content()).isEqualTo("a @ https://example.org/a.whl\n");
  }

  @Test
  @Order(7)
  void readersReadAndOnlyAdminsChange() {
    save("flask\n");
    LarderClient reader = larder.client().withToken("rita-token");
    assertThat(reader.get(PATH).status()).isEqualTo(200);
    assertThat(reader.putText(PATH, "x\n").status()).isEqualTo(403);
    assertThat(reader.post(PATH + "/warm").status()).isEqualTo(403);
    assertThat(reader.postJson(PATH + "/packages", "{\"package\":\"x\"}").status()).isEqualTo(403);
    assertThat(reader.delete(PATH + "/packages/flask").status()).isEqualTo(403);
    for (Answer anonymous :
        new Answer[] {
          larder.client().get(PATH),
          larder.client().putText(PATH, "x\n"),
          larder.client().post(PATH + "/warm"),
          larder.client().delete(PATH + "/packages/flask")
        }) {
      assertThat(anonymous.status()).isEqualTo(401);
    }
    assertThat(database.row().orElseThrow().content()).isEqualTo("flask\n");
  }

  @Test
  @Order(8)
  void aBlankFileIsSavedAndTakenFromTheCache() {
    save("flask\n");
    assertThat(admin.putText(PATH, "\n").json().get("cached").booleanValue()).isFalse();
    assertThat(copy.text()).isEmpty();
    assertThat(admin.get(PATH).status()).isEqualTo(404);
    assertThat(admin.post(PATH + "/warm").json().get("cached").booleanValue()).isFalse();
    save("flask\n");
    copy.flush();
    assertThat(admin.post(PATH + "/warm").json().get("cached").booleanValue()).isTrue();
    assertThat(copy.requirements()).contains(Requirements.of("flask\n"));
  }

  @Test
  @Order(9)
  void aCopyThatIsLostOrSpoiltIsRepairedWithoutAnybodyAsking() {
    save("flask\n");
    copy.flush();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> copy.requirements().equals(Optional.of(Requirements.of("flask\n"))));
    copy.write("{\"content\":\"evil\"}");
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> copy.text().orElse("").startsWith("{\"content\":\"flask\\n\",\"hash\":"));
    database.execute("update workspace_files set content = 'by the platform', updated_at = now()");
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> copy.requirements().equals(Optional.of(Requirements.of("by the platform"))));
  }

  @Test
  @Order(10)
  void whileRedisIsAwaySavesStandAndTheCopyFollowsWhenItIsBack() {
    save("before\n");
    redis.kill();
    Answer saved = admin.putText(PATH, "meanwhile\n");
    assertThat(saved.status()).isEqualTo(200);
    assertThat(saved.json().get("cached").booleanValue()).isFalse();
    assertThat(admin.get(PATH, "Accept", "text/plain").text()).isEqualTo("meanwhile\n");
    Answer warm = admin.post(PATH + "/warm");
    assertThat(warm.status()).isEqualTo(503);
    assertThat(warm.header("Retry-After")).isPresent();
    redis.restart();
    copy.close();
    copy = new RawCopy(redis);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> copy.requirements().equals(Optional.of(Requirements.of("meanwhile\n"))));
  }

  @Test
  @Order(11)
  void afterARestartTheFileIsInTheCacheWithoutAnybodyAsking() {
    save("kept\n");
    larder.stop();
    copy.flush();
    larder.restart();
    assertThat(copy.requirements()).contains(Requirements.of("kept\n"));
    assertThat(database.text(PlatformTable.STRUCTURE)).contains(structure);
  }

  @Test
  @Order(12)
  void withoutADatabaseTheAnswerIsToTryAgainAndNothingIsSaidOfWhereItIs() {
    save("kept\n");
    postgres.stop();
    Answer answer = admin.putText(PATH, "lost\n");
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.header("Retry-After")).isPresent();
    assertThat(answer.text()).doesNotContain("127.0.0.1").doesNotContain("jdbc");
    assertThat(admin.get(PATH, "Accept", "text/plain").text()).isEqualTo("kept\n");
    postgres.restart();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> admin.putText(PATH, "again\n").status() == 200);
  }
}
