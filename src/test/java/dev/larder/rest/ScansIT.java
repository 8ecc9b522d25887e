package dev.larder.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.larder.testing.Feature;
import dev.larder.testing.LarderClient;
import dev.larder.testing.LarderClient.Answer;
import dev.larder.testing.LarderServer;
import dev.larder.testing.RawConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Listings and pattern deletes that take long, on a server that does one of them at a time. */
@Feature("Scans that are bounded")
class ScansIT {

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int KEYS = 1_000;

  /** Compared with each key again and again, and matches none; takes seconds. */
  private static final String SLOW = "slow:*" + "a".repeat(500) + "b";

  /** The same; takes a minute, or many seconds on the fastest machine. */
  private static final String SLOWER = "slow:*" + "a".repeat(2_000) + "b";

  private static LarderServer server;
  private static LarderClient admin;

  @BeforeAll
  static void start() {
    server =
        LarderServer.configure()
            .set("larder.limits.scans", "1")
            .set("larder.limits.pattern", "4000")
            .start();
    admin = server.admin();
    // As much alike as keys can be.
    for (int from = 0; from < KEYS; from += 500) {
      StringBuilder items = new StringBuilder("{\"items\":{");
      for (int i = from; i < from + 500; i++) {
        items
            .append(i == from ? "" : ",")
            .append("\"slow:")
            .append("a".repeat(4_070))
            .append(i)
            .append("\":\"\"");
      }
      assertThat(admin.postJson("api/mset", items.append("}}").toString()).status()).isEqualTo(204);
    }
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void aLongScanAnswersWhenItIsDoneAndMeanwhileAnotherIsRefused() {
    CompletableFuture<Answer> slow =
        CompletableFuture.supplyAsync(() -> admin.delete("api/keys?pattern=" + SLOW));
    await().atMost(PATIENCE).until(() -> running() == 1);
    Answer refused = admin.get("api/keys");
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.json().get("type").textValue()).endsWith("/too-many-scans");
    assertThat(refused.header("Retry-After")).isPresent();
    // Everything else goes on.
    assertThat(admin.put("api/entries/other", new byte[1]).status()).isEqualTo(204);
    Answer done = slow.join();
    assertThat(done.status()).isEqualTo(200);
    assertThat(done.text()).startsWith(" ");
    assertThat(done.json().get("deleted").longValue()).isZero();
    assertThat(running()).isZero();
    assertThat(admin.get("api/keys?pattern=other").status()).isEqualTo(200);
  }

  @Test
  void aScanEndsWhenItsClientGoesAway() {
    double before = gauge("scans.cancelled");
    try (RawConnection client = RawConnection.open(server.port())) {
      client.send(
          "DELETE",
          "/larder/api/keys?pattern=" + SLOWER,
          null,
          "Authorization: Basic "
              + Base64.getEncoder()
                  .encodeToString(
                      ("admin:" + LarderServer.ADMIN_PASSWORD).getBytes(StandardCharsets.UTF_8)));
      await().atMost(PATIENCE).until(() -> running() == 1);
    }
    await().atMost(PATIENCE).until(() -> gauge("scans.cancelled") == before + 1);
    await().atMost(PATIENCE).until(() -> running() == 0);
    server.awaitLog(
        "action=keys-delete who=\"admin\" from=\"127.0.0.1\" outcome=cancelled", PATIENCE);
    assertThat(admin.get("api/keys?limit=1").status()).isEqualTo(200);
  }

  @Test
  void whatWasRemovedIsInTheAuditLog() {
    admin.put("api/entries/audit:1", new byte[1]);
    admin.put("api/entries/audit:2", new byte[1]);
    admin.delete("api/keys?pattern=audit:*&dryRun=true");
    admin.delete("api/keys?pattern=audit:*");
    server.awaitLog(
        "action=keys-delete-dry-run who=\"admin\" from=\"127.0.0.1\" outcome=done"
            + " request=\"DELETE /larder/api/keys?pattern=audit:*&dryRun=true\" deleted=2",
        PATIENCE);
    server.awaitLog(
        "action=keys-delete who=\"admin\" from=\"127.0.0.1\" outcome=done"
            + " request=\"DELETE /larder/api/keys?pattern=audit:*\" deleted=2",
        PATIENCE);
  }

  @Test
  void requirementsAreAuditedWhateverComesOfIt() {
    admin.putText("api/requirements", "flask==3.0.0\n");
    admin.postJson("api/requirements/packages", "{\"package\":\"uvicorn\",\"version\":\"0.30\"}");
    admin.send("DELETE", "api/requirements/packages/uvicorn", null);
    admin.post("api/requirements/warm");
    admin.putText("api/requirements", "x", "If-Match", "\"other\"");
    server.client().putText("api/requirements", "x");
    String prefix = "who=\"admin\" from=\"127.0.0.1\" outcome=done request=";
    server.awaitLog("action=requirements-save " + prefix + "\"PUT ", PATIENCE);
    server.awaitLog("action=package-add " + prefix + "\"POST ", PATIENCE);
    server.awaitLog("action=package-remove " + prefix + "\"DELETE ", PATIENCE);
    server.awaitLog("action=requirements-warm " + prefix + "\"POST ", PATIENCE);
    server.awaitLog(
        "action=requirements-save who=\"admin\" from=\"127.0.0.1\" outcome=refused"
            + " request=\"PUT /larder/api/requirements\" status=412",
        PATIENCE);
    server.awaitLog(
        "action=requirements-save who=\"-\" from=\"127.0.0.1\" outcome=refused", PATIENCE);
  }

  @Test
  void aPatternThatCostsTooMuchIsRefused() {
    Answer refused = admin.get("api/keys?pattern=" + "*a".repeat(20));
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().get("type").textValue()).endsWith("/pattern-too-costly");
  }

  private static double running() {
    return gauge("scans.running");
  }

  private static double gauge(String name) {
    JsonNode gauges = admin.get("api/stats").json().get("gauges");
    return gauges.get(name).doubleValue();
  }
}
