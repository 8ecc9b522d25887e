package dev.larder.faults;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Requests that arrive by a schedule, whether earlier ones are answered or not, as those of many
 * users do. How long one took counts from the moment at which it should have been sent. One thread
 * drives it.
 */
final class OpenLoad implements AutoCloseable {

  /** Which endpoint was asked. */
  enum Kind {
    CACHED,
    LOADED,
    UNCACHED
  }

  /**
   * One request.
   *
   * @param due when it should have been sent, by {@link System#nanoTime}
   * @param nanos until the whole answer was there
   * @param hit whether the answer came from the cache
   * @param problem what is wrong with the answer, if anything
   */
  record Sample(Kind kind, long due, long nanos, boolean hit, @Nullable String problem) {}

  private static final int MOST_IN_FLIGHT = 2_000;
  private static final int IDS = 20;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final URI base;
  private final long intervalNanos;
  private final ExecutorService callbacks = Executors.newFixedThreadPool(4);
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).executor(callbacks).build();
  private final Semaphore inFlight = new Semaphore(MOST_IN_FLIGHT);
  private final Queue<Sample> samples = new ConcurrentLinkedQueue<>();
  private final Thread sender = new Thread(this::send, "open-load");
  private volatile boolean ended;

  private OpenLoad(URI base, int perSecond) {
    this.base = base;
    this.intervalNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
  }

  /** Begins to send that many requests a second, the kinds in turn. */
  static OpenLoad start(URI base, int perSecond) {
    OpenLoad load = new OpenLoad(base, perSecond);
    load.sender.setDaemon(true);
    load.sender.start();
    return load;
  }

  /** What was answered so far, with those that were not sent or had no answer. */
  List<Sample> samples() {
    return List.copyOf(samples);
  }

  private void send() {
    long begin = System.nanoTime();
    for (long i = 0; !ended; i++) {
      long due = begin + i * intervalNanos;
      for (long early = due - System.nanoTime(); early > 0; early = due - System.nanoTime()) {
        LockSupport.parkNanos(early);
      }
      Kind kind = Kind.values()[(int) (i % Kind.values().length)];
      long id = i / Kind.values().length % IDS;
      if (inFlight.tryAcquire()) {
        send(kind, Long.toString(id), due);
      } else {
        samples.add(new Sample(kind, due, 0, false, "too many requests are not answered"));
      }
    }
  }

  private void send(Kind kind, String id, long due) {
    HttpRequest request =
        HttpRequest.newBuilder(base.resolve(kind.name().toLowerCase() + "/" + id))
            .timeout(PATIENCE)
            .build();
    client
        .sendAsync(request, HttpResponse.BodyHandlers.ofString())
        .whenComplete(
            (response, failure) -> {
              inFlight.release();
              long nanos = System.nanoTime() - due;
              samples.add(
                  failure == null
                      ? new Sample(kind, due, nanos, hit(kind, response), problem(id, response))
                      : new Sample(kind, due, nanos, false, failure.toString()));
            });
  }

  private static boolean hit(Kind kind, HttpResponse<String> response) {
    return switch (kind) {
      case CACHED -> response.headers().firstValue("Cache-Status").orElse("").contains("; hit");
      case LOADED ->
          response.headers().firstValue(OutageResource.LOADED).orElse("").equals("false");
      case UNCACHED -> false;
    };
  }

  private static @Nullable String problem(String id, HttpResponse<String> response) {
    return response.statusCode() == 200 && response.body().equals("value of " + id)
        ? null
        : response.statusCode() + " " + response.body();
  }

  /** Sends no more, and waits for what is under way. */
  @Override
  public void close() {
    ended = true;
    try {
      sender.join();
      if (!inFlight.tryAcquire(MOST_IN_FLIGHT, PATIENCE.toSeconds() + 5, TimeUnit.SECONDS)) {
        throw new IllegalStateException("a request was never answered");
      }
      inFlight.release(MOST_IN_FLIGHT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
    callbacks.shutdown();
  }
}
