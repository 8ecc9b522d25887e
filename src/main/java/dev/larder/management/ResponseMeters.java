package dev.larder.management;

import dev.larder.http.ResponseEvents;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;

/** Meters of the response cache, and the hits of each entry. Thread-safe. */
final class ResponseMeters implements ResponseEvents {

  private final Map<Result, Counter> looked = new EnumMap<>(Result.class);
  private final Counter stored;
  private final ResponseHits hits;

  ResponseMeters(MeterRegistry registry, ResponseHits hits) {
    this.hits = hits;
    for (Result result : Result.values()) {
      looked.put(
          result,
          Counter.builder("larder.response.cache.requests")
              .description("Requests that the response cache looked for, by what became of them")
              .tag("result", result.token())
              .register(registry));
    }
    stored =
        Counter.builder("larder.response.cache.stored")
            .description("Responses that were stored")
            .register(registry);
  }

  @Override
  public void looked(Result result) {
    Counter counter = looked.get(result);
    if (counter != null) {
      counter.increment();
    }
  }

  @Override
  public void hit(String key) {
    hits.add(key);
  }

  @Override
  public void stored() {
    stored.increment();
  }
}
