package dev.larder.http.storage;

import dev.larder.cache.CacheModule;
import dev.larder.cache.CacheModuleBuilder;
import dev.larder.cache.OwnKeys;
import dev.larder.cache.SingleFlight;
import dev.larder.cache.json.JacksonCodec;
import dev.larder.cache.memory.MemoryStore;
import dev.larder.http.CacheRequest;
import dev.larder.http.Directive;
import dev.larder.http.HeaderFields;
import dev.larder.http.ResponseHead;
import dev.larder.http.ResponseKeys;
import dev.larder.http.StoredResponse;
import dev.larder.http.TargetUri;
import dev.larder.http.storage.ResponseStore.Label;
import dev.larder.http.storage.ResponseStore.Place;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * The program of {@link ResponseHeapIT}: stores 20,000 responses of 2,000 bytes of body and 200 of
 * fields, all different, and prints what each takes of the live heap. It has a JVM of its own, so
 * that nothing else is in the heap.
 */
final class ResponseHeapProbe {

  private static final int RESPONSES = 20_000;

  private static final Random RANDOM = new Random(20260101);

  private ResponseHeapProbe() {}

  public static void main(String[] args) {
    // Classes are loaded before the base line is taken.
    fill(new MemoryStore(1 << 20), 50);
    MemoryStore memory = new MemoryStore(100_000_000);
    long base = used();
    ResponseStore store = fill(memory, RESPONSES);
    long heap = used() - base;
    int found = 0;
    for (int i = 0; i < RESPONSES; i++) {
      found += store.find(place(i), HeaderFields.NONE).candidates().matching().size();
    }
    System.out.printf(
        Locale.ROOT,
        "responses=%d fields=%d body=%d counted=%.0f heap=%.0f bytes each%n",
        found,
        fields(1).lines().stream().mapToInt(f -> f.name().length() + f.value().length()).sum(),
        2_000,
        memory.status().bytes().orElseThrow() / (double) RESPONSES,
        heap / (double) RESPONSES);
  }

  private static ResponseStore fill(MemoryStore memory, int count) {
    SingleFlight<String> flights = new SingleFlight<>();
    CacheModule module =
        new CacheModuleBuilder(memory, new JacksonCodec()).forOwnKeys().flights(flights).build();
    module.start();
    ResponseStore store =
        new CacheResponseStore(
            OwnKeys.of(module, flights),
            "",
            new SecureRandom()::nextLong,
            Clock.systemUTC(),
            Duration.ofMinutes(2),
            Duration.ofHours(1));
    for (int i = 0; i < count; i++) {
      byte[] body = new byte[2_000];
      RANDOM.nextBytes(body);
      Instant now = Instant.now();
      StoredResponse response =
          new StoredResponse(
              new ResponseHead(200, fields(i)), body, now, now, List.of(), RANDOM.nextLong());
      boolean stored =
          store.store(
              store.begin(place(i), store.find(place(i), HeaderFields.NONE)),
              response,
              Duration.ofHours(1));
      if (!stored) {
        throw new IllegalStateException("response " + i + " was not stored");
      }
    }
    return store;
  }

  /** Fields whose names and values have 200 characters, without colons and ends of lines. */
  private static HeaderFields fields(int i) {
    return HeaderFields.of(
        "Content-Type",
        "application/json;charset=UTF-8",
        "Date",
        "Sun, 22 Nov 2026 06:22:20 GMT",
        "Cache-Control",
        "public, max-age=300, stale-if-error=60",
        "ETag",
        String.format(Locale.ROOT, "\"%032x\"", i * 7_919L),
        "X-Product-Version",
        String.format(Locale.ROOT, "%019d", i));
  }

  private static Place place(int i) {
    TargetUri uri = new TargetUri("http", "shop.example", "/products/" + i, null);
    CacheRequest request = new CacheRequest("GET", uri, HeaderFields.NONE, null);
    return new Place(
        ResponseKeys.head(request, Directive.EXPLICIT_ONLY),
        List.of(),
        new Label(uri, Directive.EXPLICIT_ONLY, List.of()));
  }

  private static long used() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }
}
