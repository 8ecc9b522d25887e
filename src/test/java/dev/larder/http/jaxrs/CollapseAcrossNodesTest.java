package dev.larder.http.jaxrs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.cache.CacheModuleBuilder;
import dev.larder.cache.CacheStore;
import dev.larder.cache.Leases;
import dev.larder.cache.OwnKeys;
import dev.larder.cache.SingleFlight;
import dev.larder.cache.json.JacksonCodec;
import dev.larder.cache.memory.MemoryStore;
import dev.larder.http.CacheOptions;
import dev.larder.http.CachePolicy;
import dev.larder.http.CacheRequest;
import dev.larder.http.Directive;
import dev.larder.http.DirectiveSource;
import dev.larder.http.HeaderFields;
import dev.larder.http.ResponseEvents;
import dev.larder.http.ResponseHead;
import dev.larder.http.Storability;
import dev.larder.http.TargetUri;
import dev.larder.http.storage.CacheResponseStore;
import dev.larder.http.storage.ResponseStore.Place;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Requests for one resource on two nodes that share a store: the response caches of both as they
 * are, without the server around them.
 */
@Timeout(60)
class CollapseAcrossNodesTest {

  private static final Endpoint ENDPOINT =
      new Endpoint(
          "Sample.get",
          new Directive(Duration.ofMinutes(5), false, null, List.of(), List.of(), false, false),
          List.of(),
          7,
          List.of());
  private static final TargetUri TARGET = new TargetUri("http", "shop.example", "/a", null);
  private static final CacheRequest GET = new CacheRequest("GET", TARGET, HeaderFields.NONE, null);
  private static final Place PLACE = Places.of(GET, ENDPOINT, List.of());

  private final CacheStore store = new MemoryStore(10 << 20);
  private final SecureRandom random = new SecureRandom();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger runs = new AtomicInteger();
  private final ResponseCaching here = node(Duration.ofSeconds(10), Duration.ofSeconds(10));
  private final ResponseCaching there = node(Duration.ofSeconds(10), Duration.ofSeconds(10));

  private ResponseCaching node(Duration collapseWait, Duration lease) {
    SingleFlight<String> flights = new SingleFlight<>();
    OwnKeys keys =
        OwnKeys.of(
            new CacheModuleBuilder(store, new JacksonCodec()).forOwnKeys().flights(flights).build(),
            flights,
            new Leases(store, lease, random::nextLong));
    return new ResponseCaching(
        new CacheResponseStore(
            keys,
            "",
            random::nextLong,
            Clock.systemUTC(),
            Duration.ofMinutes(2),
            Duration.ofHours(1)),
        CacheOptions.DEFAULTS,
        flights,
        keys.leases().orElseThrow(),
        DirectiveSource.NONE,
        new ResponseCaching.Settings(true, 1 << 20, collapseWait, Duration.ofSeconds(2), false),
        Clock.systemUTC(),
        System::nanoTime,
        Runnable::run,
        ResponseEvents.NONE);
  }

  @BeforeEach
  void start() {
    store.start();
  }

  @AfterEach
  void stop() throws InterruptedException {
    threads.shutdownNow();
    assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    store.close();
  }

  /** What a resource does before it answers. */
  private interface Work {
    void run() throws InterruptedException;
  }

  /** One request: what the filters do with it, and a resource that counts its runs. */
  private String request(ResponseCaching node, String cacheControl, Work work)
      throws InterruptedException {
    Outcome outcome = node.look(new Exchange(null, null, false), GET, ENDPOINT, PLACE);
    if (outcome instanceof Outcome.Serve serve) {
      return new String(serve.hit().stored().body(), StandardCharsets.UTF_8);
    }
    Forwarded forwarded = ((Outcome.Proceed) outcome).forwarded();
    String body = "run " + runs.incrementAndGet();
    work.run();
    ResponseHead head =
        new ResponseHead(
            200, HeaderFields.of("Content-Type", "text/plain", "Cache-Control", cacheControl));
    Instant now = node.now();
    Storability storability = node.storability(forwarded, head, now);
    if (storability instanceof Storability.Storable storable) {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      node.store(
          forwarded,
          new CachePolicy(CacheOptions.DEFAULTS)
              .stored(200, storable, bytes, forwarded.requestTime(), now, ENDPOINT.resource()),
          storable);
    } else {
      node.notStorable(forwarded);
    }
    return body;
  }

  @Test
  void requests_on_two_nodes_run_the_resource_once() throws Exception {
    for (int round = 1; round <= 20; round++) {
      CountDownLatch go = new CountDownLatch(1);
      List<Future<String>> requests = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        ResponseCaching node = i % 2 == 0 ? here : there;
        requests.add(
            threads.submit(
                () -> {
                  go.await();
                  return request(node, "max-age=60", () -> TimeUnit.MILLISECONDS.sleep(20));
                }));
      }
      go.countDown();
      for (Future<String> request : requests) {
        assertThat(request.get()).isEqualTo("run " + round);
      }
      assertThat(runs).hasValue(round);
      here.invalidate(List.of(PLACE.head()));
    }
  }

  /** A request whose resource runs until the test lets it go. */
  private final class Held {
    private final CountDownLatch inside = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);
    private final Future<String> answer;

    Held(ResponseCaching node, String cacheControl) throws InterruptedException {
      answer =
          threads.submit(
              () ->
                  request(
                      node,
                      cacheControl,
                      () -> {
                        inside.countDown();
                        go.await();
                      }));
      inside.await();
    }

    String end() throws Exception {
      go.countDown();
      return answer.get();
    }
  }

  @Test
  void who_comes_after_an_invalidation_waits_for_nobody_who_came_before() throws Exception {
    Held old = new Held(here, "max-age=60");
    there.invalidate(List.of(PLACE.head()));
    assertThat(request(there, "max-age=60", () -> {})).isEqualTo("run 2");
    assertThat(old.end()).isEqualTo("run 1");
    assertThat(request(here, "max-age=60", () -> {})).isEqualTo("run 2");
  }

  @Test
  void what_is_not_storable_lets_other_nodes_go_at_once() throws Exception {
    Held first = new Held(here, "no-store");
    Future<String> second = threads.submit(() -> request(there, "no-store", () -> {}));
    first.end();
    assertThat(second.get()).isEqualTo("run 2");
    Held third = new Held(here, "no-store");
    assertThat(request(there, "no-store", () -> {})).isEqualTo("run 4");
    third.end();
  }

  @Test
  void nobody_waits_longer_for_another_node_than_for_his_own() throws Exception {
    Held hanging = new Held(here, "max-age=60");
    ResponseCaching impatient = node(Duration.ofMillis(200), Duration.ofSeconds(30));
    long start = System.nanoTime();
    assertThat(request(impatient, "max-age=60", () -> {})).isEqualTo("run 2");
    assertThat(System.nanoTime() - start).isGreaterThan(Duration.ofMillis(150).toNanos());
    hanging.end();
  }

  @Test
  void a_node_that_died_holds_others_no_longer_than_its_lease() throws Exception {
    ResponseCaching dead = node(Duration.ofSeconds(10), Duration.ofMillis(300));
    Outcome never = dead.look(new Exchange(null, null, false), GET, ENDPOINT, PLACE);
    assertThat(never).isInstanceOf(Outcome.Proceed.class);
    assertThat(request(there, "max-age=60", () -> {})).isEqualTo("run 1");
    assertThat(request(there, "max-age=60", () -> {})).isEqualTo("run 1");
  }

  private void diesInside(Duration lease) {
    ResponseCaching dead = node(Duration.ofSeconds(10), lease);
    Outcome never = dead.look(new Exchange(null, null, false), GET, ENDPOINT, PLACE);
    assertThat(never).isInstanceOf(Outcome.Proceed.class);
  }

  @Test
  void who_waits_for_a_node_that_died_gets_what_a_third_one_stores() throws Exception {
    diesInside(Duration.ofMinutes(1));
    ResponseCaching patient = node(Duration.ofSeconds(40), Duration.ofMinutes(1));
    Future<String> waiter = threads.submit(() -> request(patient, "max-age=60", () -> {}));
    ResponseCaching impatient = node(Duration.ofMillis(400), Duration.ofMinutes(1));
    assertThat(request(impatient, "max-age=60", () -> {})).isEqualTo("run 1");
    assertThat(waiter.get(30, TimeUnit.SECONDS)).isEqualTo("run 1");
    assertThat(runs).hasValue(1);
  }

  @Test
  void who_waited_in_vain_on_his_own_node_gets_what_another_one_stored() throws Exception {
    ResponseCaching slow = node(Duration.ofSeconds(1), Duration.ofMinutes(1));
    Held hanging = new Held(slow, "max-age=60");
    List<Future<String>> waiters = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      waiters.add(threads.submit(() -> request(slow, "max-age=60", () -> {})));
    }
    ResponseCaching impatient = node(Duration.ofMillis(100), Duration.ofMinutes(1));
    assertThat(request(impatient, "max-age=60", () -> {})).isEqualTo("run 2");
    for (Future<String> waiter : waiters) {
      assertThat(waiter.get()).isEqualTo("run 2");
    }
    hanging.end();
  }

  @Test
  void an_interrupt_ends_the_wait_for_another_node() throws Exception {
    diesInside(Duration.ofMinutes(1));
    Thread.currentThread().interrupt();
    assertThat(request(node(Duration.ofSeconds(40), Duration.ofMinutes(1)), "max-age=60", () -> {}))
        .isEqualTo("run 1");
    assertThat(Thread.interrupted()).isTrue();
  }
}
