package dev.larder.requirements;

import dev.larder.cache.CacheException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The row and its copy side by side, for people to compare. It changes nothing. Thread-safe. */
final class RequirementsCopies {

  private final Transactions transactions;
  private final WorkspaceFiles files;
  private final SharedCopy copy;

  RequirementsCopies(Transactions transactions, WorkspaceFiles files, SharedCopy copy) {
    this.transactions = transactions;
    this.files = files;
    this.copy = copy;
  }

  /** How the cached copy is to the row. */
  enum State {
    /** They are alike, and so it is when there is neither. */
    SAME,
    /** The copy says something else, or is there without a row. */
    DIFFERENT,
    /** There is a row in force and no copy. */
    MISSING,
    /** The cache does not answer. */
    UNAVAILABLE
  }

  /**
   * Both at about one moment.
   *
   * @param row what the database has in force
   * @param state of the copy
   * @param cached what the copy says, if it can be read
   * @param ttl how long the copy stays; null if for ever, or if there is none
   */
  record Compared(
      Optional<Requirements> row,
      State state,
      Optional<Requirements> cached,
      @Nullable Duration ttl) {}

  /**
   * Looks at both, within the time-outs of each.
   *
   * @throws DatabaseException when the database does not answer
   */
  Compared compare() {
    SharedCopy.Look look;
    try {
      look = copy.glance();
    } catch (CacheException e) {
      return new Compared(row(), State.UNAVAILABLE, Optional.empty(), null);
    }
    Optional<Requirements> row = row();
    State state;
    if (!look.present()) {
      state = row.isPresent() ? State.MISSING : State.SAME;
    } else {
      state = look.requirements().equals(row) && row.isPresent() ? State.SAME : State.DIFFERENT;
    }
    return new Compared(row, state, look.requirements(), look.ttl().orElse(null));
  }

  private Optional<Requirements> row() {
    return transactions.join(files::find).flatMap(FileRow::requirements);
  }
}
