package dev.larder.requirements;

import dev.larder.cache.CacheException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/**
 * Keeps the copy in the cache in step with the row: publishes when asked to, looks for itself every
 * interval, and tries again after failures. Thread-safe.
 */
final class CopyKeeper implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger("dev.larder.requirements");

  /** A copy with less than this left is written anew. */
  private static final Duration REFRESH_BELOW = SharedCopy.TTL.dividedBy(2);

  private static final Duration LOOK_BOUND = Duration.ofSeconds(30);

  private final Transactions transactions;
  private final WorkspaceFiles files;
  private final SharedCopy copy;
  private final Executor executor;
  private final Drift drift = new Drift();
  private final CopyChecks checks;
  private final Publisher publisher;
  private final Reconciler reconciler;

  private final AtomicBoolean failing = new AtomicBoolean();
  private final LongAdder publications = new LongAdder();
  private final LongAdder failures = new LongAdder();

  /**
   * @param interval of looking, above zero
   * @param published called after each publication that succeeded, before anybody who waits for it
   *     goes on; when it throws a {@link CacheException} the publication is repeated
   */
  CopyKeeper(
      Transactions transactions,
      WorkspaceFiles files,
      SharedCopy copy,
      Clock clock,
      Executor executor,
      ScheduledExecutorService scheduler,
      Duration interval,
      Runnable published) {
    this.transactions = transactions;
    this.files = files;
    this.copy = copy;
    this.executor = executor;
    this.checks = new CopyChecks(clock);
    Publication publication = new Publication(transactions, files, copy, clock, drift);
    this.publisher =
        new Publisher(() -> told(publication.publish(), published), executor, this::ended);
    this.reconciler = new Reconciler(this::look, scheduler, interval);
  }

  private static Published told(Published outcome, Runnable published) {
    if (!(outcome instanceof Published.Failed)) {
      try {
        published.run();
      } catch (CacheException e) {
        return new Published.Failed(e);
      }
    }
    return outcome;
  }

  /** Publishes the row, waiting at most so long, and goes on to look after the copy. */
  Published start(Duration bound) {
    Published published = publisher.requestAndWait(bound);
    reconciler.start();
    return published;
  }

  /** Stops looking. A publication under way ends by itself. */
  @Override
  public void close() {
    reconciler.close();
  }

  /** Whether this process has committed something that may not be in the cache yet. */
  boolean isBehind() {
    return publisher.isBehind();
  }

  void publish() {
    var unused = publisher.request();
  }

  Published publishAndWait(Duration atMost) {
    return publisher.requestAndWait(atMost);
  }

  void lookNow() {
    reconciler.lookNow();
  }

  /** Writes a copy without a row, some time soon, if the cache answers. */
  void writeWithoutRow(Requirements requirements) {
    try {
      executor.execute(
          () -> {
            try {
              copy.writeWithoutRow(requirements);
            } catch (CacheException e) {
              LOG.log(System.Logger.Level.DEBUG, "Requirements without a row are not cached.", e);
            }
          });
    } catch (RejectedExecutionException e) {
      LOG.log(System.Logger.Level.DEBUG, "The server is stopping.", e);
    }
  }

  RequirementsStatus status() {
    return new RequirementsStatus(
        !publisher.isBehind(),
        publications.sum(),
        failures.sum(),
        drift.count(),
        checks.counts(),
        checks.lastInOrder());
  }

  /** Whether the copy is as it should be, or was made so. */
  private boolean look() {
    boolean well;
    try {
      well = !publisher.isBehind() && isInOrder();
    } catch (CacheException | DatabaseException e) {
      ended(new Published.Failed(e));
      return false;
    }
    if (!well && publisher.requestAndWait(LOOK_BOUND) instanceof Published.Failed) {
      return false;
    }
    checks.inOrder();
    return true;
  }

  private boolean isInOrder() {
    SharedCopy.Look look = copy.look();
    Optional<FileRow> row = transactions.alone(files::find);
    row.ifPresent(drift::seen);
    Optional<CopyDrift> difference = difference(look, row);
    if (difference.isPresent()) {
      checks.found(difference.get());
      LOG.log(
          System.Logger.Level.INFO,
          "The cached requirements were not as the row says ({0}); they are written again;"
              + " event=copy-drift kind={0}",
          difference.get());
      return false;
    }
    boolean renewable = row.flatMap(FileRow::requirements).isPresent();
    return !renewable || look.ttl().filter(left -> left.compareTo(REFRESH_BELOW) < 0).isEmpty();
  }

  private Optional<CopyDrift> difference(SharedCopy.Look look, Optional<FileRow> row) {
    Optional<Requirements> requirements = row.flatMap(FileRow::requirements);
    if (requirements.isEmpty()) {
      // What set() cached without a row stays for its time; anything else must go.
      boolean allowed =
          !look.present()
              || (row.isEmpty()
                  && look.requirements().isPresent()
                  && copy.fence().equals(OptionalLong.of(SharedCopy.NO_ROW)));
      return allowed ? Optional.empty() : Optional.of(CopyDrift.LEFT_OVER);
    }
    if (!look.present()) {
      return Optional.of(CopyDrift.MISSING);
    }
    if (!look.requirements().equals(requirements)) {
      return Optional.of(CopyDrift.DIFFERENT);
    }
    if (!copy.fence().equals(OptionalLong.of(row.get().version()))) {
      return Optional.of(CopyDrift.WRONG_VERSION);
    }
    if (look.ttl().filter(left -> left.compareTo(SharedCopy.TTL) <= 0).isEmpty()) {
      return Optional.of(CopyDrift.WRONG_EXPIRY);
    }
    return Optional.empty();
  }

  private void ended(Published published) {
    boolean failed = published instanceof Published.Failed;
    if (published instanceof Published.Failed failure) {
      failures.increment();
      if (failing.compareAndSet(false, true)) {
        LOG.log(
            System.Logger.Level.WARNING,
            "The requirements could not be brought to the cache ({0}). What is saved stays saved;"
                + " it is tried again until it succeeds;"
                + " event=copy-behind",
            failure.cause().getMessage());
      }
    } else {
      publications.increment();
      if (failing.compareAndSet(true, false)) {
        LOG.log(
            System.Logger.Level.INFO,
            "The cache is in step with the requirements again; event=copy-in-step");
      }
    }
    reconciler.published(!failed);
  }
}
