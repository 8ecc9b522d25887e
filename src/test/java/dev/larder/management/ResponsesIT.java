package dev.larder.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.larder.cache.KeyPattern;
import dev.larder.http.sample.ProductResource;
import dev.larder.testing.Feature;
import dev.larder.testing.LarderClient;
import dev.larder.testing.LarderClient.Answer;
import dev.larder.testing.LarderServer;
import dev.larder.testing.RedisProcess;
import dev.larder.testing.SampleApplication;
import dev.larder.testing.SampleServer;
import dev.larder.testing.TestUsers;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Stored responses as operators list and remove them: those of the service itself, and those of
 * another application that shares its Redis.
 */
@Feature("Health, metrics, JMX, operator routes")
class ResponsesIT {

  private static RedisProcess redis;
  private static LarderServer larder;
  private static SampleServer shop;

  @BeforeAll
  static void start() {
    redis = RedisProcess.start();
    larder = LarderServer.configure().redis(redis).set(TestUsers.settings()).start();
    shop =
        SampleServer.configure()
            .classes(SampleApplication.class, GatedResource.class, ProductResource.class)
            .redis(redis)
            .set("larder.cache.prefix", "shop")
            .start();
  }

  @AfterAll
  static void stop() {
    shop.close();
    larder.close();
    redis.close();
  }

  @BeforeEach
  void removeAll() {
    assertThat(delete("uri=*").status()).isEqualTo(200);
    assertThat(listed("")).isEmpty();
  }

  private static LarderClient admin() {
    return larder.admin();
  }

  private static LarderClient reader() {
    return larder.client().as("reader", TestUsers.PASSWORD);
  }

  private static Answer delete(String query) {
    return admin().delete("api/responses?" + query);
  }

  private static List<JsonNode> listed(String query) {
    List<JsonNode> found = new ArrayList<>();
    String cursor = "";
    do {
      Answer answer = admin().get("api/responses?" + query + cursor);
      assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
      answer.json().get("responses").forEach(found::add);
      JsonNode next = answer.json().get("cursor");
      cursor = next.isNull() ? "" : "&cursor=" + encoded(next.textValue());
    } while (!cursor.isEmpty());
    return found;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String requirements(LarderClient who) {
    Answer answer = who.get("api/requirements");
    assertThat(answer.status()).isEqualTo(200);
    return answer.header("X-Cache").orElseThrow();
  }

  private static String ofShop(String path) {
    return shop.get("/api" + path).header("X-Cache").orElseThrow();
  }

  @Test
  void theServicesOwnResponsesAreListedForEachUserAndRemovedByTheirTag() {
    assertThat(admin().putJson("api/requirements", "{\"content\":\"flask==3.0.0\\n\"}").status())
        .isEqualTo(200);
    assertThat(requirements(admin())).isEqualTo("MISS");
    assertThat(requirements(reader())).isEqualTo("MISS");
    assertThat(requirements(reader())).isEqualTo("HIT");
    assertThat(requirements(reader())).isEqualTo("HIT");
    assertThat(admin().get("api/requirements", "Accept", "text/plain").status()).isEqualTo(200);

    List<JsonNode> entries = listed("uri=" + encoded("*/larder/api/requirements"));
    assertThat(entries).hasSize(2);
    for (JsonNode entry : entries) {
      assertThat(entry.get("application").textValue()).isEmpty();
      assertThat(entry.get("uri").textValue()).isEqualTo(larder.url() + "api/requirements");
      assertThat(entry.get("perUser").booleanValue()).isTrue();
      assertThat(entry.get("state").textValue()).isEqualTo("stored");
      assertThat(entry.get("stored").longValue())
          .isBetween(System.currentTimeMillis() / 1_000 - 120, System.currentTimeMillis() / 1_000);
      assertThat(entry.get("expires").longValue()).isGreaterThan(entry.get("stored").longValue());
      JsonNode variant = entry.get("variants").get(0);
      assertThat(variant.get("status").intValue()).isEqualTo(200);
      assertThat(variant.get("freshFor").longValue()).isBetween(1L, 60L);
      assertThat(variant.get("selecting").fieldNames()).toIterable().contains("accept");
    }
    assertThat(entries)
        .extracting(each -> each.get("hits").longValue())
        .containsExactlyInAnyOrder(0L, 2L);
    assertThat(entries)
        .extracting(each -> each.get("variants").size())
        .containsExactlyInAnyOrder(1, 2);

    String tag = entries.get(0).get("tags").get(0).textValue();
    assertThat(listed("tag=" + encoded(tag))).hasSize(2);
    assertThat(listed("tag=nobodys")).isEmpty();
    assertThat(delete("dryRun=true&tag=" + tag).json().get("deleted").intValue()).isEqualTo(2);
    assertThat(requirements(reader())).isEqualTo("HIT");
    assertThat(delete("tag=" + tag).json().get("deleted").intValue()).isEqualTo(2);
    assertThat(listed(""))
        .extracting(each -> each.get("state").textValue())
        .containsOnly("invalid");
    assertThat(requirements(reader())).isEqualTo("MISS");
    larder.awaitLog("action=responses-delete who=\"admin\"", Duration.ofSeconds(10));
    larder.awaitLog("action=responses-delete-dry-run", Duration.ofSeconds(10));
  }

  @Test
  void responsesOfAnotherApplicationAreRemovedByUriTagAndKey() {
    assertThat(ofShop("/products/1")).isEqualTo("MISS");
    assertThat(ofShop("/products/2")).isEqualTo("MISS");
    assertThat(ofShop("/products/1")).isEqualTo("HIT");
    List<JsonNode> entries = listed("uri=" + encoded("*/products/*"));
    assertThat(entries).hasSize(2);
    for (JsonNode entry : entries) {
      assertThat(entry.get("application").textValue()).isEqualTo("shop");
      assertThat(entry.get("hits").isNull()).as("counted by its own node").isTrue();
      assertThat(entry.get("perUser").booleanValue()).isFalse();
      assertThat(entry.get("variants").get(0).get("freshFor").longValue())
          .as("by the lifetime that the application declared")
          .isBetween(200L, 300L);
    }
    assertThat(delete("tag=product:1&dryRun=true").json().get("deleted").intValue()).isEqualTo(1);
    assertThat(ofShop("/products/1")).isEqualTo("HIT");
    assertThat(delete("tag=product:1").json().get("deleted").intValue()).isEqualTo(1);
    assertThat(ofShop("/products/1")).isEqualTo("MISS");
    assertThat(ofShop("/products/2")).isEqualTo("HIT");

    assertThat(delete("uri=" + encoded("*/products/2")).json().get("deleted").intValue())
        .isEqualTo(1);
    assertThat(ofShop("/products/2")).isEqualTo("MISS");
    assertThat(ofShop("/products/1")).isEqualTo("HIT");

    String key = listed("uri=" + encoded("*/products/1")).get(0).get("key").textValue();
    assertThat(delete("dryRun=true&key=" + encoded(key)).json().get("deleted").intValue())
        .isEqualTo(1);
    assertThat(delete("key=" + encoded(key)).json().get("deleted").intValue()).isEqualTo(1);
    assertThat(delete("key=" + encoded(key)).json().get("deleted").intValue()).isZero();
    assertThat(ofShop("/products/1")).isEqualTo("MISS");
    assertThat(ofShop("/products/2")).isEqualTo("HIT");
  }

  @Test
  void aRemovalWinsOverWhatIsBeingComputed() throws Exception {
    for (String by : List.of("uri=" + encoded("*/gated/*"), "tag=gated:7", "key=")) {
      CompletableFuture<String> first =
          CompletableFuture.supplyAsync(() -> shop.get("/api/gated/7").text());
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> states("*/gated/7").equals(List.of("pending")));
      String query =
          by.equals("key=")
              ? by + encoded(listed("uri=" + encoded("*/gated/7")).get(0).get("key").textValue())
              : by;
      assertThat(delete(query).status()).isEqualTo(200);
      open();
      String old = first.get(60, TimeUnit.SECONDS);
      CompletableFuture<String> second =
          CompletableFuture.supplyAsync(() -> shop.get("/api/gated/7").text());
      open();
      String next = second.get(60, TimeUnit.SECONDS);
      assertThat(next).as("the resource was asked once more, after %s", by).isNotEqualTo(old);
      assertThat(shop.get("/api/gated/7").text()).as("and that is stored").isEqualTo(next);
      assertThat(delete("uri=" + encoded("*/gated/7")).json().get("deleted").intValue())
          .isEqualTo(1);
    }
  }

  private static void open() {
    assertThat(shop.send("POST", "/api/gated/gate/open").status()).isEqualTo(204);
  }

  private static List<String> states(String glob) {
    return listed("uri=" + encoded(glob)).stream()
        .map(each -> each.get("state").textValue())
        .toList();
  }

  @Test
  void hostileUrisAreTextLikeOthers() {
    assertThat(ofShop("/products/x?q=%22%27%3Cimg%20src=x%3E&b=%E2%80%AE")).isEqualTo("MISS");
    assertThat(ofShop("/products/" + "y".repeat(3_000))).isEqualTo("MISS");
    List<JsonNode> entries = listed("uri=" + encoded("*/products/x\\?*"));
    assertThat(entries).hasSize(1);
    String uri = entries.get(0).get("uri").textValue();
    assertThat(uri).endsWith("/products/x?q=%22%27%3Cimg%20src=x%3E&b=%E2%80%AE");
    assertThat(delete("uri=" + encoded(KeyPattern.escape(uri))).json().get("deleted").intValue())
        .isEqualTo(1);
    JsonNode cut = listed("uri=" + encoded("*/products/yyy*")).get(0);
    assertThat(cut.get("uri").textValue()).hasSize(2_001).endsWith("y…");
    assertThat(delete("key=" + encoded(cut.get("key").textValue())).status()).isEqualTo(200);
    assertThat(ofShop("/products/" + "y".repeat(3_000))).isEqualTo("MISS");
  }

  @Test
  void whatIsRemovedIsSaidOnceAndIsAnEntry() {
    for (String query :
        List.of("", "uri=*&tag=t", "tag=t&key=k", "tag=", "uri=*&dryRun=perhaps", "limit=1")) {
      assertThat(type(delete(query))).as(query).isEqualTo("bad-parameter");
    }
    assertThat(type(delete("key=bifrost:requirements:content"))).isEqualTo("bad-key");
    assertThat(type(delete("key=larder:http:tag:t"))).isEqualTo("bad-key");
    assertThat(type(delete("uri=" + encoded("*a".repeat(20))))).isEqualTo("pattern-too-costly");
    assertThat(type(admin().get("api/responses?cursor=none"))).isEqualTo("bad-cursor");
    assertThat(reader().get("api/responses").status()).isEqualTo(403);
    assertThat(reader().delete("api/responses?uri=*").status()).isEqualTo(403);
  }

  private static String type(Answer answer) {
    return answer.json().get("type").textValue().replaceAll(".*/", "");
  }
}
