package dev.larder.management;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.larder.testing.Feature;
import dev.larder.testing.LarderClient;
import dev.larder.testing.LarderClient.Answer;
import dev.larder.testing.LarderServer;
import dev.larder.testing.RedisProcess;
import dev.larder.testing.SharedLarder;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.Jedis;

/** The routes that tell operators what is: the account, the settings, the audit, keys, copies. */
@Feature("Health, metrics, JMX, operator routes")
class OperatorRoutesIT {

  private static final String KEY = "bifrost:requirements:content";

  @RegisterExtension static final SharedLarder larder = SharedLarder.memoryOnH2();

  @Test
  void anAccountIsToldItsRolesWithThoseThatTheyInclude() {
    assertThat(larder.admin().get("api/account").text())
        .isEqualTo(
            "{\"name\":\"admin\",\"roles\":[\"admin\",\"reader\",\"writer\"],\"prefix\":null}");
  }

  @Test
  void settingsAreShownWithTheirSourceAndSecretsAreNot() {
    Answer answer = larder.admin().get("api/configuration");
    assertThat(answer.text()).doesNotContain(LarderServer.ADMIN_PASSWORD);
    assertThat(answer.json().get("settings"))
        .anySatisfy(
            setting -> {
              assertThat(setting.get("key").textValue()).isEqualTo("larder.cache.type");
              assertThat(setting.get("value").textValue()).isEqualTo("memory");
              assertThat(setting.get("source").textValue()).isNotEmpty();
            })
        .anySatisfy(
            setting -> {
              assertThat(setting.get("key").textValue())
                  .isEqualTo("larder.security.admin-password");
              assertThat(setting.get("value").textValue()).isEqualTo("***");
            });
  }

  @Test
  void theAuditHasTheLastActionsTheNewestFirst() {
    LarderClient admin = larder.admin();
    assertThat(admin.delete("api/keys?pattern=audit-it:%22*&dryRun=true").status()).isEqualTo(200);
    Answer wrong = larder.server().client().as("nobody-of-audit", "x").get("api/stats");
    assertThat(wrong.status()).isEqualTo(401);
    JsonNode newest = admin.get("api/audit?limit=1").json();
    assertThat(newest.get("actions")).hasSize(1);
    assertThat(newest.at("/actions/0/action").textValue()).isEqualTo("sign-in");
    assertThat(newest.at("/actions/0/who").textValue()).isEqualTo("nobody-of-audit");
    assertThat(newest.at("/actions/0/outcome").textValue()).isEqualTo("refused");
    assertThat(newest.at("/actions/0/details")).isEmpty();
    JsonNode before = admin.get("api/audit").json().get("actions").get(1);
    assertThat(before.get("action").textValue()).isEqualTo("keys-delete-dry-run");
    assertThat(before.get("who").textValue()).isEqualTo("admin");
    assertThat(before.get("from").textValue()).isEqualTo("127.0.0.1");
    assertThat(before.get("outcome").textValue()).isEqualTo("done");
    assertThat(before.at("/details/deleted").isIntegralNumber()).isTrue();
    assertThat(before.at("/details/request").textValue())
        .isEqualTo("DELETE /larder/api/keys?pattern=audit-it:%22*&dryRun=true");
    long age = System.currentTimeMillis() / 1_000 - before.get("at").longValue();
    assertThat(age).isBetween(0L, 60L);
  }

  @Test
  void detailsOfKeysAreNoLookUp() {
    LarderClient admin = larder.admin();
    put(admin, "details:number?ttl=none", "42");
    put(admin, "details:json?ttl=1h", "{\"a\":1}");
    put(admin, "details:text?ttl=none", "hello");
    put(admin, "details:binary?ttl=none", "\0");
    put(admin, "details:large?ttl=none", "9".repeat(70_000));
    JsonNode before = admin.get("api/stats").json();
    JsonNode details =
        admin
            .postJson(
                "api/keys/details",
                "{\"keys\":[\"details:number\",\"details:json\",\"details:text\",\"details:binary\","
                    + "\"details:large\",\"details:none\",\"details:text\"]}")
            .json()
            .get("details");
    JsonNode after = admin.get("api/stats").json();
    assertThat(details).hasSize(6);
    assertThat(details.get("details:number")).hasToString(detail("null", 2, "integer"));
    assertThat(details.at("/details:json/ttl").longValue()).isBetween(3_500L, 3_600L);
    assertThat(details.at("/details:json/type").textValue()).isEqualTo("json");
    assertThat(details.get("details:text")).hasToString(detail("null", 5, "text"));
    assertThat(details.get("details:binary")).hasToString(detail("null", 1, "binary"));
    assertThat(details.get("details:large")).hasToString(detail("null", 70_000, "text"));
    assertThat(details.get("details:none").isNull()).isTrue();
    for (String figure : new String[] {"hits", "misses"}) {
      assertThat(after.get(figure)).isEqualTo(before.get(figure));
    }
  }

  @Test
  void theCopyOfTheRequirementsIsComparedWithTheDatabase() {
    try (RedisProcess redis = RedisProcess.start();
        LarderServer server =
            LarderServer.configure()
                .redis(redis)
                // Nothing repairs the copy meanwhile.
                .set("larder.requirements.reconcile-interval", "1h")
                .start()) {
      LarderClient admin = server.admin();
      assertThat(copies(admin).get("database").isNull()).isTrue();
      assertThat(copies(admin).at("/cache/state").textValue()).isEqualTo("same");

      assertThat(admin.putText("api/requirements", "flask\n").status()).isEqualTo(200);
      JsonNode same = copies(admin);
      assertThat(same.at("/cache/state").textValue()).isEqualTo("same");
      assertThat(same.at("/cache/hash")).isEqualTo(same.at("/database/hash"));
      assertThat(same.at("/database/bytes").intValue()).isEqualTo(6);
      assertThat(same.at("/cache/bytes").intValue()).isEqualTo(6);
      assertThat(same.at("/cache/ttl").longValue()).isBetween(86_000L, 86_400L);

      try (Jedis jedis = new Jedis(URI.create(redis.url()))) {
        jedis.set(KEY, "something else");
        JsonNode different = copies(admin);
        assertThat(different.get("cache"))
            .hasToString("{\"state\":\"different\",\"hash\":null,\"bytes\":null,\"ttl\":null}");
        jedis.del(KEY);
        jedis.lpush(KEY, "a list");
        assertThat(copies(admin).at("/cache/state").textValue()).isEqualTo("different");
        jedis.del(KEY);
        assertThat(copies(admin).at("/cache/state").textValue()).isEqualTo("missing");
        // It was looked at, and not repaired.
        assertThat(jedis.exists(KEY)).isFalse();
      }
      redis.kill();
      JsonNode away = copies(admin);
      assertThat(away.at("/cache/state").textValue()).isEqualTo("unavailable");
      assertThat(away.get("database")).isEqualTo(same.get("database"));
    }
  }

  private static JsonNode copies(LarderClient client) {
    Answer answer = client.get("api/requirements/copies");
    assertThat(answer.status()).as("%s", answer).isEqualTo(200);
    return answer.json();
  }

  private static void put(LarderClient client, String path, String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    assertThat(client.put("api/entries/" + path, bytes).status()).isEqualTo(204);
  }

  private static String detail(String ttl, int bytes, String type) {
    return "{\"ttl\":" + ttl + ",\"bytes\":" + bytes + ",\"type\":\"" + type + "\"}";
  }
}
