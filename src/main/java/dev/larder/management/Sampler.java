package dev.larder.management;

import dev.larder.cache.BackgroundExecutors;
import dev.larder.cache.CacheModule;
import dev.larder.rest.RequestTimes;
import dev.larder.rest.UnderWay;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContext;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Takes a sample every few seconds while the service runs, and keeps those of the last hour. */
@ApplicationScoped
public class Sampler {

  /** The time between two samples. */
  static final Duration EVERY = Duration.ofSeconds(5);

  private static final Duration KEPT = Duration.ofHours(1);
  private static final System.Logger LOG = System.getLogger("dev.larder.management");

  @Inject CacheModule cache;
  @Inject RequestTimes times;
  @Inject UnderWay underWay;
  @Inject BackgroundExecutors background;

  private final History history = new History((int) KEPT.dividedBy(EVERY));
  private volatile @Nullable Future<?> sampling;

  void started(@Observes @Initialized(ApplicationScoped.class) ServletContext context) {
    // Streams of events last for minutes otherwise.
    underWay.whenStopping(history::close);
    SampleMaker maker = new SampleMaker(cache::stats, times::snapshot, Clock.systemUTC());
    sampling =
        background
            .scheduler()
            .scheduleAtFixedRate(() -> take(maker), 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void take(SampleMaker maker) {
    try {
      history.add(maker.next());
    } catch (RuntimeException e) {
      // Thrown on, it would be the last sample.
      LOG.log(System.Logger.Level.WARNING, "A sample of the statistics could not be taken", e);
    }
  }

  /** Returns the samples of the last hour, and the wait for the next. */
  History history() {
    return history;
  }

  @PreDestroy
  void stop() {
    Future<?> current = sampling;
    if (current != null) {
      current.cancel(false);
    }
    history.close();
  }
}
