package dev.larder.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.larder.testing.Command;
import dev.larder.testing.Feature;
import dev.larder.testing.LarderClient;
import dev.larder.testing.LarderClient.Answer;
import dev.larder.testing.LarderServer;
import dev.larder.testing.RedisProcess;
import dev.larder.testing.SharedLarder;
import dev.larder.testing.TestPlace;
import dev.larder.testing.TestUsers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The metrics of running services, one with the memory store and one with near copies over Redis;
 * and what operators get with them: rules, dashboard, documentation.
 */
@Feature("Health, metrics, JMX, operator routes")
class MetricsIT {

  @RegisterExtension static final SharedLarder memory = SharedLarder.memoryOnH2();

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String TEXT = "text/plain";
  private static final String OPEN_METRICS = "application/openmetrics-text";
  private static final Path DOCUMENTATION = Path.of("docs", "monitoring.md");

  /** A row such as {@code | `larder_scans_running` | | text |}. */
  private static final Pattern ROW =
      Pattern.compile("\\| `(larder_[a-z_]+)` \\|([a-z_`, ]*)\\|.*\\|");

  /** What Prometheus adds to each series, and a histogram to its own. */
  private static final Set<String> EVERYWHERE = Set.of("instance", "job", "le");

  private static RedisProcess redis;
  private static LarderServer tiered;

  @BeforeAll
  static void startAndUse() {
    redis = RedisProcess.start();
    tiered =
        LarderServer.configure()
            .redis(redis)
            .set(TestUsers.settings())
            .set("larder.cache.type", "tiered")
            .set("larder.requirements.reconcile-interval", "1s")
            .start();
    await().atMost(PATIENCE).until(() -> scrape(tiered.admin()).sum("larder_near_usable") == 1);
    use(memory.admin());
    use(tiered.admin());
    await()
        .atMost(PATIENCE)
        .until(
            () -> scrape(tiered.admin()).names().contains("larder_requirements_check_age_seconds"));
  }

  @AfterAll
  static void stop() {
    if (tiered != null) {
      tiered.close();
    }
    if (redis != null) {
      redis.close();
    }
  }

  /** Does everything once that has a metric of its own. */
  private static void use(LarderClient admin) {
    expect(204, admin.putText("api/entries/metrics:text", "text"));
    expect(200, admin.get("api/entries/metrics:text"));
    expect(200, admin.get("api/entries/metrics:text"));
    expect(404, admin.get("api/entries/metrics:none"));
    expect(409, admin.post("api/counters/metrics:text/incr"));
    expect(200, admin.postJson("api/mget", "{\"keys\":[\"metrics:text\",\"metrics:none\"]}"));
    expect(204, admin.postJson("api/mset", "{\"items\":{\"metrics:a\":\"MQ==\"}}"));
    expect(200, admin.get("api/keys?pattern=metrics:*"));
    expect(200, admin.delete("api/keys?pattern=metrics:a*"));
    expect(204, admin.delete("api/entries/metrics:text"));
    expect(200, admin.putText("api/requirements", "flask==3.0.0\n"));
    expect(200, admin.get("api/requirements"));
    expect(200, admin.get("api/requirements"));
    expect(401, admin.as("admin", "wrong").get("api/stats"));
    expect(200, admin.get("api/metrics"));
  }

  private static void expect(int status, Answer answer) {
    assertThat(answer.status()).as("%s", answer).isEqualTo(status);
  }

  private static Exposition scrape(LarderClient client) {
    Answer answer = client.get("api/metrics", "Accept", TEXT);
    expect(200, answer);
    return Exposition.of(answer.text());
  }

  @Test
  void metricsAndStatisticsOfAMemoryStoreSayTheSame() {
    agree(memory.admin(), "memory");
    Exposition seen = scrape(memory.admin());
    JsonNode stats = memory.admin().get("api/stats").json();
    assertThat(seen.sum("larder_cache_entries")).isEqualTo(stats.get("entries").doubleValue());
    assertThat(seen.sum("larder_cache_size_bytes")).isEqualTo(stats.get("bytes").doubleValue());
    assertThat(seen.sum("larder_cache_evictions_total"))
        .isEqualTo(stats.get("evictions").doubleValue());
  }

  @Test
  void metricsAndStatisticsOfATieredStoreSayTheSame() {
    agree(tiered.admin(), "tiered");
    assertThat(scrape(tiered.admin()).names())
        .as("of what Redis does not know, nothing is said")
        .doesNotContain("larder_cache_entries", "larder_cache_size_bytes");
  }

  /** The reconciler works meanwhile: the statistics are looked at before and after. */
  private static void agree(LarderClient admin, String type) {
    JsonNode before = admin.get("api/stats").json();
    Exposition seen = scrape(admin);
    JsonNode after = admin.get("api/stats").json();
    assertThat(after.get("name").textValue()).isEqualTo(type);
    Map<String, Double> metrics =
        Map.of(
            "hits",
            seen.sum("larder_cache_gets_total", "keys", "application", "result", "hit"),
            "misses",
            seen.sum("larder_cache_gets_total", "keys", "application", "result", "miss"),
            "loads",
            seen.sum("larder_cache_load_seconds_count", "outcome", "success"),
            "loadFailures",
            seen.sum("larder_cache_load_seconds_count", "outcome", "failure"),
            "errors",
            seen.samples("larder_cache_failures_total", "keys", "application").stream()
                .filter(sample -> !sample.labels().get("kind").equals("rejected"))
                .mapToDouble(Exposition.Sample::value)
                .sum());
    metrics.forEach(
        (name, value) ->
            assertThat(value)
                .as(name)
                .isBetween(before.get(name).doubleValue(), after.get(name).doubleValue()));
    assertThat(metrics.get("hits")).isPositive();
    Map<String, Double> figures = new TreeMap<>();
    before
        .get("gauges")
        .properties()
        .forEach(each -> figures.put(each.getKey(), each.getValue().doubleValue()));
    assertThat(figures).isNotEmpty();
    figures.forEach((name, value) -> agree(seen, name, value, after.get("gauges").get(name)));
  }

  private static void agree(Exposition seen, String name, double before, JsonNode after) {
    if (Figure.isSum(name)) {
      assertThat(seen.sum("larder_requirements_copy_drifts_total"))
          .isBetween(before, after.doubleValue());
      return;
    }
    Figure figure =
        Figure.of(name).orElseThrow(() -> new AssertionError("Figure does not know " + name));
    String[] labels =
        figure.tags().stream()
            .flatMap(tag -> List.of(tag.getKey(), tag.getValue()).stream())
            .toArray(String[]::new);
    double value = seen.sum(exposed(figure), labels);
    if ("seconds".equals(figure.unit()) || name.startsWith("pool.")) {
      // Moves all the time, and goes down again.
      assertThat(value).as(name).isNotNegative();
    } else {
      assertThat(value).as(name).isBetween(before, after.doubleValue());
    }
  }

  private static String exposed(Figure figure) {
    String unit = figure.unit() == null ? "" : "_" + figure.unit();
    return figure.meter().replace('.', '_') + unit + (figure.grows() ? "_total" : "");
  }

  @Test
  void whatNearCopiesAnswerIsNoOperationOfRedis() {
    LarderClient admin = tiered.admin();
    expect(204, admin.putText("api/entries/metrics:near", "text"));
    // Whenever the link is in doubt for a moment, as on a busy machine, reads go to Redis.
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              Exposition before = scrape(admin);
              for (int i = 0; i < 20; i++) {
                expect(200, admin.get("api/entries/metrics:near"));
              }
              Exposition after = scrape(admin);
              assertThat(near(after) - near(before)).isEqualTo(20);
              assertThat(reads(after) - reads(before)).isZero();
            });
    assertThat(scrape(admin).samples("larder_store_operation_seconds_count"))
        .extracting(sample -> sample.labels().get("store"))
        .containsOnly("redis");
  }

  private static double near(Exposition seen) {
    return seen.sum("larder_near_gets_total", "result", "hit");
  }

  /** What entries are read by; the reconciler reads otherwise. */
  private static double reads(Exposition seen) {
    return seen.sum("larder_store_operation_seconds_count", "operation", "entry");
  }

  @Test
  void theResponseCacheIsCountedByWhatItAnswers() {
    LarderClient admin = memory.admin();
    String requests = "larder_response_cache_requests_total";
    expect(200, admin.putText("api/requirements", "flask==3.0.1\n"));
    Exposition before = scrape(admin);
    Answer first = admin.get("api/requirements");
    assertThat(first.header("X-Cache")).contains("MISS");
    assertThat(admin.get("api/requirements").header("X-Cache")).contains("HIT");
    assertThat(admin.get("api/requirements").header("X-Cache")).contains("HIT");
    Exposition after = scrape(admin);
    assertThat(after.sum(requests, "result", "hit") - before.sum(requests, "result", "hit"))
        .isEqualTo(2);
    assertThat(after.sum(requests) - before.sum(requests)).isEqualTo(3);
    String stored = "larder_response_cache_stored_total";
    assertThat(after.sum(stored) - before.sum(stored)).isEqualTo(1);
  }

  @Test
  void requestsAreCountedByTheirRoute() {
    LarderClient admin = memory.admin();
    String count = "larder_http_server_requests_seconds_count";
    Exposition before = scrape(admin);
    expect(404, admin.get("api/entries/metrics:not-there"));
    Exposition after = scrape(admin);
    String[] labels = {"method", "GET", "route", "/entries/{key}", "status", "404"};
    assertThat(after.sum(count, labels) - before.sum(count, labels)).isEqualTo(1);
    // The scrape before counts when it has been answered.
    String[] metrics = {"method", "GET", "route", "/metrics", "status", "200"};
    assertThat(after.sum(count, metrics) - before.sum(count, metrics)).isEqualTo(1);
  }

  @Test
  void whateverIsSentThereAreNoMoreSeries() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    sendAnything(random, "firstmark");
    Set<String> first = scrape(memory.admin()).series();
    sendAnything(random, "secondmark");
    Set<String> second = scrape(memory.admin()).series();
    Set<String> more = new TreeSet<>(second);
    more.removeAll(first);
    // What the reconciler has looked at for the first time comes by itself.
    more.removeIf(series -> series.startsWith("larder_requirements_check_age_seconds"));
    assertThat(more).as("seed %d", seed).isEmpty();
    assertThat(String.join(" ", second)).doesNotContain("firstmark", "secondmark");
  }

  private static void sendAnything(Random random, String mark) {
    LarderClient admin = memory.admin();
    for (int i = 0; i < 40; i++) {
      String any = mark + Long.toHexString(random.nextLong());
      admin.putText("api/entries/" + any, "text");
      admin.get("api/entries/" + any);
      admin.get("api/entries/none-" + any);
      admin.get("api/entries?key=" + any);
      admin.post("api/counters/" + any + "/incr");
      admin.get("api/keys?pattern=" + any + "*");
      admin.delete("api/keys?pattern=" + any + "*");
      admin.delete("api/requirements/packages/" + any);
      admin.get("api/" + any);
      admin.get("api/metrics?" + any + "=1");
      admin.send("X" + any, "api/entries/k", null);
      admin.send("X" + any, "api/" + any, null);
      if (i % 8 == 0) { // A password is slow to check, on purpose.
        admin.as(any, "wrong").get("api/stats");
      }
      admin.withToken(any).get("api/stats", "User-Agent", any);
      admin.get("api/requirements", "Accept", "text/" + any);
    }
  }

  @Test
  void whoAsksForOpenMetricsGetsIt() {
    LarderClient reader = memory.admin().withToken("reader-token");
    for (String accept :
        List.of(
            OPEN_METRICS,
            OPEN_METRICS + ";version=1.0.0,text/plain;version=0.0.4;q=0.5,*/*;q=0.1",
            OPEN_METRICS
                + ";version=1.0.0;escaping=allow-utf-8;q=0.6,"
                + OPEN_METRICS
                + ";version=0.0.1;q=0.5,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,"
                + "text/plain;version=0.0.4;q=0.3,*/*;q=0.2")) {
      Answer answer = reader.get("api/metrics", "Accept", accept);
      expect(200, answer);
      assertThat(parameters(answer))
          .containsExactly(OPEN_METRICS, "charset=utf-8", "version=1.0.0");
      assertThat(answer.text()).endsWith("# EOF\n");
    }
    for (String accept : List.of("*/*", TEXT, "text/plain;version=0.0.4", "text/*,*/*;q=0.5")) {
      Answer answer = reader.get("api/metrics", "Accept", accept);
      expect(200, answer);
      assertThat(parameters(answer)).containsExactly(TEXT, "charset=utf-8", "version=0.0.4");
      assertThat(answer.header("Cache-Control")).contains("no-store");
      assertThat(Exposition.of(answer.text()).names()).contains("larder_cache_up");
    }
  }

  /** The media type and its parameters, whose order means nothing, sorted. */
  private static List<String> parameters(Answer answer) {
    List<String> parts =
        new ArrayList<>(List.of(answer.header("Content-Type").orElseThrow().split(" *; *")));
    parts.subList(1, parts.size()).sort(null);
    return parts;
  }

  @Test
  void rulesAndDashboardAskForMetricsAndLabelsThatThereAre() {
    List<Exposition> all = List.of(scrape(memory.admin()), scrape(tiered.admin()));
    Set<Query> queries = new HashSet<>(Query.ofRules());
    queries.addAll(Query.ofDashboard());
    assertThat(queries).hasSizeGreaterThan(50);
    for (Query query : queries) {
      Set<String> labels = new TreeSet<>(EVERYWHERE);
      for (String metric : query.metrics()) {
        Set<String> own = labels(all, metric);
        assertThat(all.stream().anyMatch(each -> each.names().contains(metric)))
            .as("%s of %s", metric, query)
            .isTrue();
        labels.addAll(own);
      }
      query
          .selected()
          .forEach(
              (metric, selected) ->
                  selected.forEach((label, value) -> exists(all, query, metric, label, value)));
      assertThat(labels).as("%s", query).containsAll(query.groups()).containsAll(query.shown());
    }
  }

  private static void exists(
      List<Exposition> all, Query query, String metric, String label, String value) {
    if (EVERYWHERE.contains(label)) {
      return;
    }
    assertThat(labels(all, metric)).as("%s", query).contains(label);
    if (!value.isEmpty()) {
      assertThat(all.stream().anyMatch(each -> !each.samples(metric, label, value).isEmpty()))
          .as("%s=%s of %s", label, value, query)
          .isTrue();
    }
  }

  private static Set<String> labels(List<Exposition> all, String metric) {
    Set<String> labels = new TreeSet<>();
    all.forEach(
        each -> each.samples(metric).forEach(sample -> labels.addAll(sample.labels().keySet())));
    return labels;
  }

  @Test
  void theDocumentationHasEveryMetricWithItsLabelsAndNoOther() throws IOException {
    Map<String, Set<String>> documented = new TreeMap<>();
    for (String line : Files.readAllLines(DOCUMENTATION)) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        Set<String> labels = new TreeSet<>(List.of(row.group(2).replaceAll("[` ]", "").split(",")));
        labels.remove("");
        documented.put(row.group(1), labels);
      }
    }
    Map<String, Set<String>> exposed = new TreeMap<>();
    for (Exposition each : List.of(scrape(memory.admin()), scrape(tiered.admin()))) {
      each.types()
          .forEach(
              (family, type) -> {
                if (!family.endsWith("_seconds_max")) {
                  String sample = family + (type.equals("histogram") ? "_count" : "");
                  exposed.put(family, labels(List.of(each), sample));
                }
              });
    }
    assertThat(documented).isEqualTo(exposed);
  }

  /** A check of Prometheus itself; Debian's package prometheus has it. */
  @Test
  void promtoolAcceptsMetricsAndRules() throws IOException {
    Optional<Path> promtool = Command.find("promtool");
    if (promtool.isEmpty()) {
      String reason = "The metrics were NOT checked by promtool: there is none on the PATH.";
      System.err.println(reason);
      assertThat(System.getenv("CI")).as(reason).isNotEqualTo("true");
      Assumptions.abort(reason);
    }
    String program = promtool.orElseThrow().toString();
    for (LarderClient admin : List.of(memory.admin(), tiered.admin())) {
      Path text = TestPlace.newDirectory("metrics").resolve("metrics.txt");
      Files.write(text, admin.get("api/metrics", "Accept", TEXT).bytes());
      run(text, program, "check", "metrics");
    }
    Path nothing = Path.of("/dev/null");
    assertThat(run(nothing, program, "check", "rules", Query.RULES.toString()))
        .contains("SUCCESS: " + Query.ofRules().size() + " rules found");
    run(
        nothing,
        program,
        "check",
        "config",
        "--syntax-only",
        Query.FOLDER.resolve("prometheus.yml").toString());
    run(nothing, program, "test", "rules", "src/test/resources/monitoring/alerts-test.yml");
    // That the check checks.
    Path wrong = TestPlace.newDirectory("metrics").resolve("metrics.txt");
    Files.write(
        wrong,
        "# TYPE larder_wrong_total gauge\nlarder_wrong_total 1\n".getBytes(StandardCharsets.UTF_8));
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> run(wrong, program, "check", "metrics"))
        .isInstanceOf(IllegalStateException.class);
  }

  private static String run(Path input, String... command) {
    return Command.run(Path.of("."), Duration.ofMinutes(1), Map.of(), input, List.of(command));
  }
}
