package dev.larder.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.larder.fuzz.Attempt;
import dev.larder.fuzz.AttemptMaker;
import dev.larder.fuzz.FuzzTable;
import dev.larder.fuzz.LogCheck;
import dev.larder.fuzz.Outcome;
import dev.larder.openapi.OpenApiDocument;
import dev.larder.testing.Feature;
import dev.larder.testing.LarderClient;
import dev.larder.testing.LarderClient.Answer;
import dev.larder.testing.LarderServer;
import dev.larder.testing.RawAnswer;
import dev.larder.testing.TestUsers;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * Thousands of hostile requests, made from the OpenAPI document by a seed: nobody gets a server
 * error, nothing hangs, nothing gets into the log, and nothing changes but what was asked for.
 *
 * <p>{@code -Dlarder.fuzz.requests=20000} for more, {@code -Dlarder.fuzz.seed=random} for others,
 * {@code -Dlarder.fuzz.seed=…} for the same again; what a failure names as {@code worker 2, request
 * 41} is the same then.
 */
@Feature("Fuzz")
class FuzzIT {

  private static final int WORKERS = 4;
  private static final int REQUESTS = Integer.getInteger("larder.fuzz.requests", 2_000);
  private static final long SEED = seed();
  private static final OpenApiDocument DOCUMENT = OpenApiDocument.read();
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What Payara answers by itself to what it does not understand; Larder never does. */
  private static final Set<Integer> OF_THE_SERVER = Set.of(501, 505);

  private final FuzzTable table = new FuzzTable();
  private final ConcurrentLinkedQueue<String> findings = new ConcurrentLinkedQueue<>();
  private final Set<String> may = ConcurrentHashMap.newKeySet();

  @Test
  void hostileRequestsBreakNothing() throws Exception {
    System.out.println("Fuzz: seed " + SEED + ", " + REQUESTS + " requests");
    LarderServer.Builder configured = LarderServer.configure().set(TestUsers.settings());
    for (int i = 0; i < WORKERS; i++) {
      configured
          .set("larder.security.token.fuzz" + i + ".sha256", sha256(token(i)))
          .set("larder.security.token.fuzz" + i + ".roles", "admin")
          .set("larder.security.token.fuzz" + i + ".prefix", prefix(i));
    }
    try (LarderServer server = configured.start()) {
      LarderClient admin = server.admin();
      for (int i = 1; i <= 3; i++) {
        put(admin, "sentinel:" + i, "kept " + i);
      }
      put(admin, "other", "kept");
      admin.putText("api/requirements", "flask==3.0.0\n");
      Map<String, String> before = state(admin);
      int logged = server.log().length();

      String requirements = run(server);

      System.out.println(table);
      assertThat(findings).as("seed %d", SEED).isEmpty();
      Map<String, String> after = state(admin);
      Set<String> written = new java.util.TreeSet<>(after.keySet());
      written.removeAll(before.keySet());
      assertThat(may).as("keys that were written, seed %d", SEED).containsAll(written);
      after.keySet().retainAll(before.keySet());
      assertThat(after).as("seed %d", SEED).isEqualTo(before);
      Answer saved = admin.get("api/requirements");
      assertThat(saved.json().path("content").asText(null))
          .as("the last save that was answered with 200, seed %d; seen: %s", SEED, saved)
          // Blank requirements are none.
          .isEqualTo(requirements.isBlank() ? null : requirements);
      assertThat(admin.get("api/health").json().get("status").textValue()).isEqualTo("UP");
      assertThat(LogCheck.foreignLines(server.log().substring(logged)))
          .as("lines of the log that are none, seed %d", SEED)
          .isEmpty();
      assertThat(table.of("200")).as("requests that were carried out").isPositive();
    }
  }

  /** The same in each build, so that none is red by chance; {@code -Pfuzz} looks for the new. */
  private static long seed() {
    String given = System.getProperty("larder.fuzz.seed", "20261122");
    return given.equals("random") ? System.nanoTime() : Long.parseLong(given);
  }

  /** Sends all requests; returns what the requirements are afterwards. */
  private String run(LarderServer server) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(WORKERS);
    try {
      List<Future<String>> workers = new ArrayList<>();
      for (int i = 0; i < WORKERS; i++) {
        int worker = i;
        workers.add(threads.submit(() -> work(server, worker)));
      }
      for (Future<String> worker : workers) {
        worker.get();
      }
      return workers.get(0).get();
    } finally {
      threads.shutdownNow();
    }
  }

  private String work(LarderServer server, int worker) {
    String admin = "admin:" + LarderServer.ADMIN_PASSWORD;
    AttemptMaker maker =
        new AttemptMaker(
            new Random(SEED + worker),
            DOCUMENT.operations(),
            prefix(worker),
            "Bearer " + token(worker),
            worker > 0
                ? null
                : "Basic "
                    + Base64.getEncoder().encodeToString(admin.getBytes(StandardCharsets.UTF_8)));
    LarderClient own = server.client().withToken(token(worker));
    String requirements = "flask==3.0.0\n";
    for (int i = 0; i < REQUESTS / WORKERS; i++) {
      Attempt attempt = maker.next();
      Outcome outcome = Outcome.of(server.port(), attempt);
      table.add(attempt, outcome);
      may.addAll(attempt.may());
      List<String> wrong = wrong(attempt, outcome);
      if (wrong.isEmpty() && attempt.stored() != null && isStatus(outcome, 204)) {
        wrong = notStored(own, attempt.stored());
      }
      for (String each : wrong) {
        findings.add(
            "worker " + worker + ", request " + i + ": " + attempt + ": " + each + shown(attempt));
      }
      if (worker == 0) {
        requirements = saved(server, attempt, outcome, requirements);
      }
    }
    return requirements;
  }

  /** The beginning of what was sent. */
  private static String shown(Attempt attempt) {
    String sent = new String(attempt.bytes(), StandardCharsets.ISO_8859_1);
    return "\nsent: " + JSON.valueToTree(sent.substring(0, Math.min(sent.length(), 600)));
  }

  private static boolean isStatus(Outcome outcome, int status) {
    return outcome.answer() != null && outcome.answer().status() == status;
  }

  private static List<String> wrong(Attempt attempt, Outcome outcome) {
    RawAnswer answer = outcome.answer();
    if (answer == null) {
      return outcome.silent()
          ? List.of("no answer and no end within " + outcome.millis() + " ms")
          : attempt.proper() ? List.of("the connection was closed without an answer") : List.of();
    }
    List<String> wrong = new ArrayList<>();
    boolean ours = !answer.headers("X-Content-Type-Options").isEmpty();
    int status = answer.status();
    if (status >= 500 && !(status == 503 && ours) && !(OF_THE_SERVER.contains(status) && !ours)) {
      wrong.add("a server error: " + answer + "\n" + answer.text());
    }
    if (answer.headerLines().stream().anyMatch(line -> line.startsWith("Injected"))) {
      wrong.add("an injected header: " + answer);
    }
    if (attempt.changes() && status / 100 == 2 && ours && attempt.may().isEmpty()) {
      wrong.add("a change that nobody asked for: " + answer);
    }
    if (status >= 400 && ours && !attempt.method().equals("HEAD")) {
      wrong.addAll(noProblem(attempt, answer));
    }
    return wrong;
  }

  /** An error of Larder's is a valid problem document, and tells nothing of the inside. */
  private static List<String> noProblem(Attempt attempt, RawAnswer answer) {
    List<String> types = answer.headers("Content-Type");
    // Payara writes no Content-Type when the request line has no version, as after a line break in
    // the target, nor on an error page for a request with Upgrade.
    boolean lost =
        types.isEmpty()
            && (!requestLine(attempt).matches(".* HTTP/1\\.[01]\\r?")
                || sent(attempt).contains("\nUpgrade:"));
    if (!lost && !types.equals(List.of("application/problem+json"))) {
      return List.of("no problem document: " + answer + "\n" + answer.text());
    }
    try {
      JsonNode problem = JSON.readTree(answer.body());
      List<String> wrong = new ArrayList<>(DOCUMENT.schemas().errors("Problem", problem));
      String text = answer.text();
      for (String inside : List.of("Exception", "dev.larder.", "java.", "org.glassfish", "\tat ")) {
        if (text.contains(inside)) {
          wrong.add("it tells of " + inside + ": " + text);
        }
      }
      return wrong;
    } catch (IOException e) {
      return List.of("no JSON: " + answer.text());
    }
  }

  private static String requestLine(Attempt attempt) {
    String sent = sent(attempt);
    int end = sent.indexOf('\n');
    return end < 0 ? sent : sent.substring(0, end);
  }

  private static String sent(Attempt attempt) {
    return new String(attempt.bytes(), StandardCharsets.ISO_8859_1);
  }

  /** What was sent is under the key that was sent, byte by byte. */
  private static List<String> notStored(LarderClient own, Attempt.Stored stored) {
    Answer answer =
        own.get("api/entries?key=" + URLEncoder.encode(stored.key(), StandardCharsets.UTF_8));
    String value = new String(answer.bytes(), StandardCharsets.ISO_8859_1);
    return answer.status() == 200 && value.equals(stored.value())
        ? List.of()
        : List.of("stored, and not found under its key as it was sent: " + answer.status());
  }

  /** What the requirements are after a request that only this worker can change them by. */
  private static String saved(
      LarderServer server, Attempt attempt, Outcome outcome, String before) {
    if (!attempt.may().contains("(requirements)")) {
      return before;
    }
    if (outcome.answer() == null) {
      // Whether it was carried out is not known.
      return server.admin().get("api/requirements").json().get("content").textValue();
    }
    // Without a version in the request line Payara answers without a Content-Type.
    List<String> types = outcome.answer().headers("Content-Type");
    if (outcome.answer().status() != 200
        || !(types.isEmpty() || types.equals(List.of("application/json")))) {
      return before;
    }
    try {
      JsonNode content = JSON.readTree(outcome.answer().body()).path("content");
      return content.isTextual() ? content.textValue() : before;
    } catch (IOException e) {
      throw new AssertionError(outcome.answer().text(), e);
    }
  }

  /** All entries with their values and ETags. */
  private static Map<String, String> state(LarderClient admin) {
    Map<String, String> all = new TreeMap<>();
    String cursor = "";
    do {
      JsonNode page = admin.get("api/keys?limit=1000" + cursor).json();
      page.get("keys").forEach(key -> all.put(key.textValue(), ""));
      cursor = page.get("cursor").isNull() ? "" : "&cursor=" + page.get("cursor").textValue();
    } while (!cursor.isEmpty());
    all.replaceAll(
        (key, empty) -> {
          Answer entry =
              admin.get("api/entries?key=" + URLEncoder.encode(key, StandardCharsets.UTF_8));
          return entry.header("ETag") + " " + entry.header("Larder-TTL");
        });
    return all;
  }

  private static void put(LarderClient admin, String key, String value) {
    assertThat(
            admin
                .put("api/entries/" + key + "?ttl=none", value.getBytes(StandardCharsets.UTF_8))
                .status())
        .isEqualTo(204);
  }

  private static String prefix(int worker) {
    return "fuzz" + worker + ":";
  }

  private static String token(int worker) {
    return "fuzz-token-" + worker;
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java platform", e);
    }
  }
}
