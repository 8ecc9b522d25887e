package dev.larder.requirements;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * The row of an H2, locked by one transaction of this process after the other, up to the very end
 * of each. Thread-safe.
 *
 * <p>H2's own lock of a row does not last as long as a rollback: the rollback can put the former
 * value back twice, the second time over what another transaction has locked, changed and committed
 * meanwhile (decision 24). Here nobody locks the row before the transaction that had it has ended,
 * so that a second time finds nothing new. It suffices because an H2 file belongs to one process.
 */
final class SerialFiles implements WorkspaceFiles {

  private final WorkspaceFiles files;
  private final Transactions transactions;
  private final Semaphore turn;
  private final Duration bound;

  /**
   * Makes it.
   *
   * @param turn with one permit, shared by all that work on the database
   * @param bound how long to wait for the turn
   */
  SerialFiles(WorkspaceFiles files, Transactions transactions, Semaphore turn, Duration bound) {
    this.files = files;
    this.transactions = transactions;
    this.turn = turn;
    this.bound = bound;
  }

  @Override
  public Optional<FileRow> find() {
    return files.find();
  }

  @Override
  public Optional<FileRow> lock() {
    transactions.hold(turn, bound);
    return files.lock();
  }

  @Override
  public void insertIfAbsent(LocalDateTime now) {
    transactions.hold(turn, bound);
    files.insertIfAbsent(now);
  }

  @Override
  public void update(Requirements requirements, LocalDateTime updatedAt) {
    transactions.hold(turn, bound);
    files.update(requirements, updatedAt);
  }

  @Override
  public void touch(LocalDateTime updatedAt) {
    transactions.hold(turn, bound);
    files.touch(updatedAt);
  }
}
