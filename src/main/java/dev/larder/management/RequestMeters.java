package dev.larder.management;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

/**
 * Timers of the requests to the API, by method, route and status. A route is the path of a resource
 * as it is declared, never the path that was sent; thus there are as many timers as documented
 * answers, whatever is sent. Thread-safe.
 */
final class RequestMeters {

  /** What no resource answers: 404, 405, OPTIONS. */
  static final String NO_ROUTE = "none";

  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH");

  private final MeterRegistry registry;

  private record Answered(String method, String route, int status) {}

  private final ConcurrentMap<Answered, Timer> timers = new ConcurrentHashMap<>();

  RequestMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  /**
   * Counts a request.
   *
   * @param method as it was sent
   * @param route a declared path, or {@link #NO_ROUTE}
   * @param nanos until its answer began
   */
  void answered(String method, String route, int status, long nanos) {
    Answered key = new Answered(METHODS.contains(method) ? method : "other", route, status);
    Timer known = timers.get(key);
    (known != null ? known : timers.computeIfAbsent(key, this::register))
        .record(nanos, TimeUnit.NANOSECONDS);
  }

  private Timer register(Answered key) {
    return Timer.builder("larder.http.server.requests")
        .description("Requests to the API, until their answer began")
        .tag("method", key.method())
        .tag("route", key.route())
        .tag("status", Integer.toString(key.status()))
        .serviceLevelObjectives(Buckets.ofRequests())
        .register(registry);
  }
}
