package dev.larder.management;

import dev.larder.cache.CacheStats;
import dev.larder.cache.StoreStatus;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The meters of what statistics and health know: they show the figures that {@code GET /stats}
 * shows, and count nothing themselves. A figure that is not known has no meter until it is.
 * Thread-safe.
 */
final class FigureMeters {

  private final MeterRegistry registry;
  private final Supplier<Seen> look;

  /** Names of what has its meter. */
  private final Set<String> registered = new HashSet<>();

  private volatile @Nullable Seen seen;

  /**
   * Makes them; there are none before the first {@link #look}.
   *
   * @param look returns what there is to see; it may take as long as health does
   */
  FigureMeters(MeterRegistry registry, Supplier<Seen> look) {
    this.registry = registry;
    this.look = look;
  }

  /** Looks at everything, so that the meters show what there is now. */
  void look() {
    Seen now = look.get();
    seen = now;
    register(now);
  }

  private synchronized void register(Seen now) {
    Tags store = Tags.of("store", now.store());
    if (registered.add("up")) {
      gauge(
          "larder.database.up",
          null,
          Tags.empty(),
          "1 while the database answers",
          FigureMeters::database);
      gauge("larder.cache.up", null, store, "1 while the store serves", FigureMeters::cache);
    }
    known(
        "entries",
        now.stats().entries(),
        () -> {
          gauge("larder.cache.entries", null, store, "Entries held", of(CacheStats::entries));
        });
    known(
        "size",
        now.stats().bytes(),
        () -> {
          gauge(
              "larder.cache.size", "bytes", store, "Keys, values, overhead", of(CacheStats::bytes));
        });
    known(
        "evictions",
        now.stats().evictions(),
        () -> {
          counter(
              "larder.cache.evictions",
              store,
              "Entries removed to make room",
              of(CacheStats::evictions));
        });
    for (String name : now.figures().keySet()) {
      if (!Figure.isSum(name) && registered.add("figure " + name)) {
        Figure.of(name).ifPresent(this::register);
      }
    }
  }

  private void known(String name, OptionalLong figure, Runnable register) {
    if (figure.isPresent() && registered.add(name)) {
      register.run();
    }
  }

  private void register(Figure figure) {
    ToDoubleFunction<Seen> value = now -> now.figures().getOrDefault(figure.gauge(), Double.NaN);
    if (figure.grows()) {
      counter(figure.meter(), figure.tags(), figure.help(), value);
    } else {
      gauge(figure.meter(), figure.unit(), figure.tags(), figure.help(), value);
    }
  }

  private void gauge(
      String name, @Nullable String unit, Tags tags, String help, ToDoubleFunction<Seen> value) {
    Gauge.builder(name, this, meters -> meters.value(value))
        .description(help)
        .baseUnit(unit)
        .tags(tags)
        .register(registry);
  }

  private void counter(String name, Tags tags, String help, ToDoubleFunction<Seen> value) {
    FunctionCounter.builder(name, this, meters -> meters.value(value))
        .description(help)
        .tags(tags)
        .register(registry);
  }

  private double value(ToDoubleFunction<Seen> value) {
    Seen now = seen;
    return now == null ? Double.NaN : value.applyAsDouble(now);
  }

  private static double database(Seen now) {
    return now.database() ? 1 : 0;
  }

  private static double cache(Seen now) {
    return now.stats().store().state().equals(StoreStatus.UP) ? 1 : 0;
  }

  private static ToDoubleFunction<Seen> of(Function<CacheStats, OptionalLong> figure) {
    return now -> {
      OptionalLong known = figure.apply(now.stats());
      return known.isPresent() ? known.getAsLong() : Double.NaN;
    };
  }
}
