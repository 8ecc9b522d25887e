package dev.larder.requirements;

import dev.larder.cache.CacheException;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * The one way from the row to the cache. Thread-safe.
 *
 * <p>It locks the row, reads it, writes the cache, and releases the row. Three things together keep
 * older content from replacing newer:
 *
 * <ol>
 *   <li>Publications of all processes are ordered by the row's lock, and each writes what was last
 *       committed when it held the lock. Commits of saves need the same lock. So copies are written
 *       in the order of commits.
 *   <li>A write may arrive late: Redis was frozen, or this process was and has lost its lock
 *       without knowing. The version of a row grows with each save (see {@link #nextVersion}), and
 *       the cache itself compares it with the fence in the step that writes. So what is late finds
 *       a newer fence and does nothing.
 *   <li>A fence above the row, seen with the row locked, comes from another history: the database
 *       was restored, or the row was made anew. Then the <em>row</em> gets a version above the
 *       fence, in a transaction, and is published as always. Nothing is written by force, which
 *       could itself arrive late. Only a fence that no clock explains is overruled.
 * </ol>
 */
final class Publication {

  private static final System.Logger LOG = System.getLogger("dev.larder.requirements");

  /** Whose clocks may be apart so far; a fence further ahead is no time of ours. */
  private static final long PLAUSIBLE_MICROS = ChronoUnit.DAYS.getDuration().toNanos() / 1_000;

  /** Each round after the first means that somebody else changed row or fence meanwhile. */
  private static final int ROUNDS = 5;

  private final Transactions transactions;
  private final WorkspaceFiles files;
  private final SharedCopy copy;
  private final Clock clock;
  private final Drift drift;

  Publication(
      Transactions transactions, WorkspaceFiles files, SharedCopy copy, Clock clock, Drift drift) {
    this.transactions = transactions;
    this.files = files;
    this.copy = copy;
    this.clock = clock;
    this.drift = drift;
  }

  /** What one round came to. */
  private enum Round {
    DONE,
    NO_ROW,
    REFUSED
  }

  private record Attempt(Round round, Published published) {}

  /** Brings the cache to the state of the row; the calling thread has no transaction. */
  Published publish() {
    try {
      // A cache that is away is noticed here, where nobody who saves waits for the row.
      copy.probe();
      for (int i = 0; i < ROUNDS; i++) {
        Attempt attempt = transactions.alone(this::underLock);
        switch (attempt.round()) {
          case DONE -> {
            return attempt.published();
          }
          case REFUSED -> liftAboveFence();
          case NO_ROW -> {
            if (removedWithoutRow()) {
              return attempt.published();
            }
          }
        }
      }
      return new Published.Failed(
          new IllegalStateException("row and cache changed " + ROUNDS + " times meanwhile"));
    } catch (CacheException | DatabaseException e) {
      return new Published.Failed(e);
    }
  }

  private Attempt underLock() {
    Optional<FileRow> locked = files.lock();
    if (locked.isEmpty()) {
      return new Attempt(Round.NO_ROW, new Published.Removed());
    }
    FileRow row = locked.get();
    drift.seen(row);
    Optional<Requirements> requirements = row.requirements();
    boolean allowed =
        requirements.isPresent()
            ? unlessUnreadable(() -> copy.write(requirements.get(), row.version()))
            : unlessUnreadable(() -> copy.remove(row.version()));
    Published published =
        requirements.<Published>map(Published.Cached::new).orElseGet(Published.Removed::new);
    return new Attempt(allowed ? Round.DONE : Round.REFUSED, published);
  }

  /** A fence that is no number refuses everything, like one that is too high. */
  private static boolean unlessUnreadable(Supplier<Boolean> write) {
    try {
      return write.get();
    } catch (CacheException e) {
      if (e.kind() == CacheException.Kind.UNAVAILABLE
          || e.reason() == CacheException.Reason.TOO_LARGE) {
        throw e;
      }
      return false;
    }
  }

  /**
   * There is no row that could be locked, so somebody may insert one at any time. The fence is read
   * before the row is looked for again: a row that is published after that has a newer fence, and
   * the removal does nothing. One that comes without having been published yet is seen by the last
   * look, and published by another round.
   */
  private boolean removedWithoutRow() {
    long fence = copy.fence().orElse(0);
    if (transactions.alone(files::find).isPresent()) {
      return false;
    }
    if (!unlessUnreadable(() -> copy.remove(fence))) {
      if (copy.fence().isEmpty()) {
        copy.forceRemove(0);
      }
      return false;
    }
    return transactions.alone(files::find).isEmpty();
  }

  private void liftAboveFence() {
    long now = now(clock);
    boolean implausible =
        transactions.alone(
            () -> {
              Optional<FileRow> row = files.lock();
              OptionalLong fence = copy.fence();
              if (row.isEmpty()
                  || (fence.isPresent() && fence.getAsLong() <= row.get().version())) {
                return false;
              }
              if (fence.isPresent() && fence.getAsLong() < now + PLAUSIBLE_MICROS) {
                files.touch(FileRow.timeOf(Math.max(now, fence.getAsLong() + 1)));
                return false;
              }
              row.get()
                  .requirements()
                  .ifPresentOrElse(
                      found -> copy.forceWrite(found, row.get().version()),
                      () -> copy.forceRemove(row.get().version()));
              return true;
            });
    LOG.log(
        System.Logger.Level.WARNING,
        implausible
            ? "The fence of the cached requirements held no possible version; it was set anew."
            : "The cached requirements were of a newer version than the row, as after the database"
                + " or Redis was restored; the row got a new version and replaces them.");
  }

  /** The version of a change that is made now: after the row's, whatever the clocks say. */
  static LocalDateTime nextVersion(Optional<FileRow> row, Clock clock) {
    long last = row.map(FileRow::version).orElse(Long.MIN_VALUE);
    long now = now(clock);
    return FileRow.timeOf(now > last ? now : last + 1);
  }

  private static long now(Clock clock) {
    return ChronoUnit.MICROS.between(
        LocalDateTime.of(1970, 1, 1, 0, 0),
        LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC));
  }
}
