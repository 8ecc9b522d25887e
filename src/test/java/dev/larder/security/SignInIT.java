package dev.larder.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.testing.Feature;
import dev.larder.testing.LarderClient;
import dev.larder.testing.LarderClient.Answer;
import dev.larder.testing.LarderServer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What signing in does on a server that lets a user try five times, and an address thirty. */
@Feature("Sign-in, lock-out, cross-site requests")
class SignInIT {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static LarderServer server;

  @BeforeAll
  static void start() {
    server =
        LarderServer.configure()
            .set("larder.security.attempts.user", "5")
            .set("larder.security.attempts.address", "200")
            .set("larder.security.trusted-proxies", "127.0.0.1")
            .set("larder.security.cors.origins", "https://shop.example")
            // The server itself reads a source of configuration only once a minute otherwise.
            .freshConfiguration()
            .withTestClasses(ChangeableSettings.class)
            .start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void aGuesserIsToldToWaitAndTheRightPasswordIsNotLookedAtMeanwhile() {
    for (String name : List.of("admin", "nobody")) {
      for (int i = 0; i < 5; i++) {
        assertThat(from("192.0.2.1", name, "wrong" + i).status()).isEqualTo(401);
      }
      Answer refused = from("192.0.2.1", name, LarderServer.ADMIN_PASSWORD);
      assertThat(refused.status()).isEqualTo(429);
      assertThat(refused.json().get("type").textValue()).endsWith("/too-many-attempts");
      assertThat(Integer.parseInt(refused.header("Retry-After").orElseThrow())).isBetween(1, 301);
      assertThat(refused.header("WWW-Authenticate")).isEmpty();
    }
    assertThat(from("192.0.2.2", "admin", LarderServer.ADMIN_PASSWORD).status()).isEqualTo(200);
    // What needs no credentials answers all the same.
    assertThat(
            server
                .client()
                .as("admin", "wrong")
                .get("api/health", "X-Forwarded-For", "192.0.2.1")
                .status())
        .isEqualTo(200);
  }

  @Test
  void whatACallerWritesIntoXForwardedForDoesNotHideHim() {
    Set<Integer> statuses = ConcurrentHashMap.newKeySet();
    for (int i = 0; i < 8; i++) {
      statuses.add(from("203.0.113." + i + ", 192.0.2.77", "admin", "wrong").status());
    }
    assertThat(statuses).containsExactlyInAnyOrder(401, 429);
  }

  @Test
  void eachFailedSignInIsALineOfTheAuditLogThatNoNameCanForge() {
    from("192.0.2.9", "eve\r\naction=forged \u001b[2J", "wrong");
    server.awaitLog(
        "action=sign-in who=\"eve\\u000d\\u000aaction=forged \\u001b[2J\" from=\"192.0.2.9\""
            + " outcome=refused",
        PATIENCE);
    assertThat(server.log().lines()).noneMatch(line -> line.startsWith("action=forged"));
    assertThat(server.log()).doesNotContain(LarderServer.ADMIN_PASSWORD);
  }

  @Test
  void manyRequestsAtOnceOfOneClientAllGetIn() {
    LarderClient admin = server.client().as("admin", LarderServer.ADMIN_PASSWORD);
    assertThat(
            IntStream.range(0, 200)
                .parallel()
                .map(i -> admin.get("api/stats", "X-Forwarded-For", "192.0.2.50").status()))
        .allMatch(status -> status == 200);
  }

  @Test
  void accountsFollowTheConfigurationWithoutARestart() {
    // SHA-256 of "tok"
    set(
        "larder.security.token.late.sha256",
        "1a7674eb4ee78df7e1ac439a93c3fa8e3c945784d4dec9fd8e3011738b2f1d62");
    set("larder.security.token.late.roles", "reader");
    LarderClient late = server.client().withToken("tok");
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> stats(late, "198.51.100.1") == 200);
    assertThat(late.put("api/entries/k", new byte[1]).status()).isEqualTo(403);
    set("larder.security.token.late.roles", "root");
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () ->
                stats(late, "198.51.100.1") == 200
                    && server
                        .log()
                        .contains(
                            "The accounts stay as they were: larder.security.token.late.roles"));
    clear("larder.security.token.late.sha256");
    clear("larder.security.token.late.roles");
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> stats(late, "198.51.100.2") == 401);
  }

  @Test
  void aScriptIsNotChallengedForAPasswordThatTheBrowserWouldKeep() {
    LarderClient nobody = server.client();
    assertThat(nobody.get("api/stats").header("WWW-Authenticate").orElseThrow())
        .startsWith("Basic");
    for (String[] script :
        new String[][] {
          {"Sec-Fetch-Mode", "cors"},
          {"Sec-Fetch-Mode", "same-origin"},
          {"X-Requested-With", "XMLHttpRequest"}
        }) {
      Answer answer = nobody.get("api/stats", script);
      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.header("WWW-Authenticate").orElseThrow()).startsWith("Bearer");
    }
  }

  @Test
  void pagesOfOtherOriginsChangeNothing() {
    LarderClient admin = server.admin();
    admin.put("api/entries/site", new byte[] {'1'});
    for (String[] foreign :
        new String[][] {
          {"Origin", "https://evil.example"},
          {"Origin", "null"},
          {"Sec-Fetch-Site", "cross-site"},
          {"Sec-Fetch-Site", "same-site"},
          {"Origin", "https://shop.example.evil"}
        }) {
      Answer refused = admin.put("api/entries/site", new byte[] {'2'}, foreign);
      assertThat(refused.status()).isEqualTo(403);
      assertThat(refused.json().get("type").textValue()).endsWith("/cross-site");
      assertThat(admin.delete("api/entries/site", foreign).status()).isEqualTo(403);
      assertThat(admin.get("api/entries/site", foreign).text()).isEqualTo("1");
    }
    String own = "http://127.0.0.1:" + server.port();
    assertThat(
            admin
                .put(
                    "api/entries/site",
                    new byte[] {'3'},
                    "Origin",
                    own,
                    "Sec-Fetch-Site",
                    "same-origin")
                .status())
        .isEqualTo(204);
  }

  @Test
  void onlyPagesOfAllowedOriginsMayReadAnswers() {
    LarderClient admin = server.admin();
    admin.put("api/entries/cors", new byte[] {'1'});
    Answer allowed = admin.get("api/entries/cors", "Origin", "https://shop.example");
    assertThat(allowed.header("Access-Control-Allow-Origin")).contains("https://shop.example");
    assertThat(allowed.header("Access-Control-Expose-Headers").orElseThrow())
        .contains("Larder-TTL");
    assertThat(allowed.header("Access-Control-Allow-Credentials")).isEmpty();
    assertThat(allowed.header("Vary").orElseThrow()).contains("Origin");
    Answer foreign = admin.get("api/entries/cors", "Origin", "https://evil.example");
    assertThat(foreign.header("Access-Control-Allow-Origin")).isEmpty();
    assertThat(foreign.header("Vary").orElseThrow()).contains("Origin");
    assertThat(
            admin
                .put(
                    "api/entries/cors",
                    new byte[] {'2'},
                    "Origin",
                    "https://shop.example",
                    "Sec-Fetch-Site",
                    "cross-site")
                .status())
        .isEqualTo(204);
    // An error can be read as well.
    assertThat(
            server
                .client()
                .get("api/stats", "Origin", "https://shop.example")
                .header("Access-Control-Allow-Origin"))
        .contains("https://shop.example");
  }

  @Test
  void aPreflightIsAnsweredForAllowedOriginsWithoutCredentials() {
    String[] question = {
      "Origin", "https://shop.example",
      "Access-Control-Request-Method", "PUT",
      "Access-Control-Request-Headers", "authorization, if-match"
    };
    Answer allowed = server.client().send("OPTIONS", "api/entries/cors", null, question);
    assertThat(allowed.status()).isEqualTo(204);
    assertThat(allowed.header("Access-Control-Allow-Methods").orElseThrow()).contains("PUT");
    assertThat(allowed.header("Access-Control-Allow-Headers").orElseThrow())
        .contains("Authorization", "If-Match");
    question[1] = "https://evil.example";
    Answer foreign = server.client().send("OPTIONS", "api/entries/cors", null, question);
    assertThat(foreign.status()).isEqualTo(401);
    assertThat(foreign.header("Access-Control-Allow-Origin")).isEmpty();
  }

  @Test
  void everyAnswerTellsBrowsersToDoNoMoreWithIt() {
    for (String path : List.of("api/stats", "api/health", "api/nothing", "nothing", "api/a//b")) {
      Answer answer = server.client().get(path);
      assertThat(answer.header("X-Content-Type-Options")).as(path).contains("nosniff");
      assertThat(answer.header("X-Frame-Options")).as(path).contains("DENY");
      assertThat(answer.header("Content-Security-Policy").orElse(""))
          .as(path)
          .contains("frame-ancestors 'none'")
          .doesNotContain("unsafe-inline");
      assertThat(answer.header("Referrer-Policy")).as(path).contains("no-referrer");
      assertThat(answer.header("Access-Control-Allow-Origin")).as(path).isEmpty();
      assertThat(answer.header("Set-Cookie")).as(path).isEmpty();
      // Over TLS only.
      assertThat(answer.header("Strict-Transport-Security")).as(path).isEmpty();
    }
  }

  private static int stats(LarderClient client, String address) {
    return client.get("api/stats", "X-Forwarded-For", address).status();
  }

  private static Answer from(String forwardedFor, String name, String password) {
    return server.client().as(name, password).get("api/stats", "X-Forwarded-For", forwardedFor);
  }

  private static void set(String name, String value) {
    assertThat(server.client().post("api/test-settings?name=" + name + "&value=" + value).status())
        .isEqualTo(204);
  }

  private static void clear(String name) {
    assertThat(server.client().post("api/test-settings?name=" + name).status()).isEqualTo(204);
  }
}
