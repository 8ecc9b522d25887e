package dev.larder.cache.redis;

import dev.larder.cache.CacheException;
import dev.larder.cache.redis.TrackingBoard.Reports;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What keeps a tracking link to one server: opens one, follows it until it breaks, and opens the
 * next one, with pauses that grow. It runs on one thread until it is {@linkplain #stop stopped}.
 */
final class TrackingKeeper implements Runnable {

  private final Supplier<Link> opener;
  private final Function<Reports<TrackingLink>, TrackingLink> maker;
  private final Reports<TrackingLink> reports;
  private final Runnable failed;
  private final TrackingNews news = new TrackingNews();
  private final Pauses pauses = new Pauses();
  private final AtomicReference<@Nullable Link> current = new AtomicReference<>();

  /**
   * Makes a keeper; {@link #run} is its work.
   *
   * @param opener opens a connection within a bound, or throws a {@link CacheException}
   * @param maker makes a link that reports to whom it is given
   * @param reports is told what the links bring
   * @param failed is run whenever no link was to be had or one ended by itself
   */
  TrackingKeeper(
      Supplier<Link> opener,
      Function<Reports<TrackingLink>, TrackingLink> maker,
      Reports<TrackingLink> reports,
      Runnable failed) {
    this.opener = opener;
    this.maker = maker;
    this.reports = reports;
    this.failed = failed;
  }

  @Override
  public void run() {
    while (!pauses.isStopped()) {
      try {
        follow();
      } catch (IOException | RuntimeException e) {
        // Whatever it was, a keeper that ends would leave the near tier unused for good.
        if (!pauses.isStopped()) {
          failed.run();
          news.missing(e);
        }
      }
      pauses.pause();
    }
  }

  private void follow() throws IOException {
    Link link = opener.get();
    TrackingLink tracking = maker.apply(new Watched());
    try {
      current.set(link);
      if (pauses.isStopped()) {
        // stop() may have looked before it was there.
        return;
      }
      tracking.follow(link.stream());
    } finally {
      current.set(null);
      link.cut();
      reports.lost(tracking);
    }
  }

  /** Makes it end soon. */
  void stop() {
    pauses.stop();
    Link link = current.get();
    if (link != null) {
      link.cut();
    }
  }

  /** Passes on what a link brings, and learns by it that the server is back. */
  private final class Watched implements Reports<TrackingLink> {

    @Override
    public void tracked(TrackingLink link) {
      reports.tracked(link);
    }

    @Override
    public void changed(TrackingLink link, String key) {
      reports.changed(link, key);
    }

    @Override
    public void allChanged(TrackingLink link) {
      reports.allChanged(link);
    }

    @Override
    public void confirmed(TrackingLink link, long nanoTime) {
      reports.confirmed(link, nanoTime);
      pauses.reset();
      news.found();
    }

    @Override
    public void lost(TrackingLink link) {
      reports.lost(link);
    }
  }
}
