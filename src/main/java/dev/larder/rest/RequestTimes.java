package dev.larder.rest;

import jakarta.enterprise.context.ApplicationScoped;

/** How long the API took for its requests since the start. Thread-safe. */
@ApplicationScoped
public class RequestTimes {

  private final Latencies latencies = new Latencies();

  void took(long nanos) {
    latencies.add(nanos);
  }

  /** Returns what was counted up to now. */
  public Latencies.Snapshot snapshot() {
    return latencies.snapshot();
  }
}
