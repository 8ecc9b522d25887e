package dev.larder.http.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.cache.OwnKeys;
import dev.larder.cache.SingleFlight;
import dev.larder.http.HeaderFields;
import dev.larder.http.ResponseHead;
import dev.larder.http.ResponseKeys;
import dev.larder.http.Selection;
import dev.larder.http.StoredResponse;
import dev.larder.http.storage.ResponseStore.Found;
import dev.larder.http.storage.ResponseStore.Place;
import dev.larder.http.storage.ResponseStore.Ticket;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;

/**
 * Readers and writers of a few resources on two nodes, with random pauses everywhere. A writer
 * changes the truth, invalidates, and then promises it; whatever a reader gets who asks after that,
 * at once or after a flight that he joined, must have been computed from at least the promised
 * truth.
 */
final class InvalidationRaces {

  private static final int URIS = 3;
  private static final int TAGS = 2;
  private static final Duration WAIT = Duration.ofSeconds(5);

  /** A node: its store of responses and its flights. */
  private record Node(ResponseStore store, SingleFlight<String> flights) {}

  private final long seed;
  private final List<Node> nodes = new ArrayList<>();
  private final AtomicIntegerArray uriTruth = new AtomicIntegerArray(URIS);
  private final AtomicIntegerArray uriPromised = new AtomicIntegerArray(URIS);
  private final AtomicIntegerArray tagTruth = new AtomicIntegerArray(TAGS);
  private final AtomicIntegerArray tagPromised = new AtomicIntegerArray(TAGS);
  private final AtomicInteger hits = new AtomicInteger();
  private final AtomicInteger joined = new AtomicInteger();
  private final AtomicInteger stored = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();

  InvalidationRaces(long seed, List<OwnKeys> keys) {
    this.seed = seed;
    for (OwnKeys each : keys) {
      ResponseStore store =
          new CacheResponseStore(
              each,
              "",
              new SecureRandom()::nextLong,
              Clock.systemUTC(),
              Duration.ofMinutes(2),
              Duration.ofHours(1));
      nodes.add(new Node(store, each.flights()));
    }
  }

  /**
   * Runs to the end.
   *
   * @param loss what is done now and then, such as losing all keys
   */
  void run(int steps, Runnable loss) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(6);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int t = 0; t < 6; t++) {
        Random random = new Random(seed + t);
        boolean writes = t < 2;
        boolean loses = t == 0;
        all.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < steps; i++) {
                    if (loses && i % 100 == 99) {
                      loss.run();
                    }
                    if (writes) {
                      write(random);
                      pause(random, 300);
                    } else {
                      read(random);
                    }
                  }
                }));
      }
      for (Future<?> each : all) {
        each.get();
      }
    } catch (java.util.concurrent.ExecutionException e) {
      throw new AssertionError("-Dlarder.test.seed=" + seed, e.getCause());
    } finally {
      threads.shutdownNow();
    }
    System.out.printf(
        "races: %d hits, %d after flights, %d stored, %d refused%n",
        hits.get(), joined.get(), stored.get(), refused.get());
    assertThat(hits.get()).as("hits, or nothing was tested").isPositive();
    assertThat(joined.get()).as("joined").isPositive();
    assertThat(stored.get()).as("stored").isPositive();
    assertThat(refused.get()).as("computed before an invalidation").isPositive();
  }

  private void write(Random random) {
    ResponseStore store = nodes.get(random.nextInt(nodes.size())).store();
    if (random.nextBoolean()) {
      int uri = random.nextInt(URIS);
      int truth = uriTruth.incrementAndGet(uri);
      pause(random, 50);
      store.invalidate(List.of(head(uri)));
      uriPromised.accumulateAndGet(uri, truth, Math::max);
    } else {
      int tag = random.nextInt(TAGS);
      int truth = tagTruth.incrementAndGet(tag);
      pause(random, 50);
      store.invalidate(List.of(tag(tag)));
      tagPromised.accumulateAndGet(tag, truth, Math::max);
    }
  }

  private void read(Random random) {
    int uri = random.nextInt(URIS);
    int tag = uri % TAGS;
    int uriAtLeast = uriPromised.get(uri);
    int tagAtLeast = tagPromised.get(tag);
    Node node = nodes.get(random.nextInt(nodes.size()));
    Place place = new Place(head(uri), List.of(tag(tag)));
    HeaderFields request = HeaderFields.of("Accept", "type/" + random.nextInt(3));
    Found found = node.store().find(place, request);
    for (StoredResponse each : found.candidates().matching()) {
      hits.incrementAndGet();
      check(text(each), uriAtLeast, tagAtLeast, "found");
    }
    if (!found.candidates().matching().isEmpty()) {
      return;
    }
    pause(random, 50);
    String key = found.flightKey();
    SingleFlight.Seat seat = node.flights().join(key);
    if (!seat.leads()) {
      if (node.flights().await(seat.flight(), WAIT) == SingleFlight.Wait.LANDED
          && seat.flight().result() instanceof Boolean stored
          && stored) {
        // As the filters do: what a flight computed may be older than an invalidation by another
        // node, which only a look-up tells.
        for (StoredResponse each : node.store().find(place, request).candidates().matching()) {
          joined.incrementAndGet();
          check(text(each), uriAtLeast, tagAtLeast, "after a flight");
        }
      }
      return;
    }
    try {
      Ticket ticket = node.store().begin(place, found);
      pause(random, 100);
      String body = uriTruth.get(uri) + " " + tagTruth.get(tag);
      pause(random, 200);
      List<String> vary = random.nextBoolean() ? List.of("accept") : List.of();
      StoredResponse response =
          new StoredResponse(
              new ResponseHead(200, HeaderFields.NONE),
              body.getBytes(StandardCharsets.UTF_8),
              Instant.now(),
              Instant.now(),
              Selection.of(vary, request),
              0);
      boolean done = node.store().store(ticket, response, Duration.ofMinutes(1));
      (done ? stored : refused).incrementAndGet();
      seat.flight().publish(done);
    } finally {
      node.flights().land(key, seat.flight());
    }
  }

  private static String text(StoredResponse response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  private static void check(String body, int uriAtLeast, int tagAtLeast, String how) {
    String[] parts = body.split(" ", -1);
    if (Integer.parseInt(parts[0]) < uriAtLeast || Integer.parseInt(parts[1]) < tagAtLeast) {
      throw new AssertionError(
          how + ": '" + body + "', although " + uriAtLeast + " " + tagAtLeast + " was promised");
    }
  }

  /** Makes other orders of things likely; nothing waits for it. */
  private static void pause(Random random, int micros) {
    if (random.nextBoolean()) {
      LockSupport.parkNanos(random.nextInt(micros) * 1_000L);
    }
  }

  private static String head(int uri) {
    return "larder:http:uri" + uri;
  }

  private static String tag(int tag) {
    return ResponseKeys.tag("tag" + tag);
  }
}
