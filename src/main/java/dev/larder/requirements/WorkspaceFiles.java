package dev.larder.requirements;

import java.time.LocalDateTime;
import java.util.Optional;

/**
 * The row of {@code requirements.txt} in the table {@code workspace_files}: the truth. Every method
 * works in the transaction of its thread, waits a bounded time, and leaves columns alone that are
 * not Larder's.
 */
interface WorkspaceFiles {

  /** Reads the row as the transaction sees it. */
  Optional<FileRow> find();

  /** Locks the row until the transaction ends and reads it as it was last committed. */
  Optional<FileRow> lock();

  /**
   * Makes an empty row unless there is one. It never fails because of another transaction that does
   * the same: it waits for that one's end.
   */
  void insertIfAbsent(LocalDateTime now);

  /** Writes requirements to the row, which is in force afterwards; the row is locked. */
  void update(Requirements requirements, LocalDateTime updatedAt);

  /** Moves the time of the row and nothing else; the row is locked. */
  void touch(LocalDateTime updatedAt);
}
