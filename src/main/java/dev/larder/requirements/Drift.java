package dev.larder.requirements;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Rows in force whose hash was not their content's: another program wrote one without the other.
 * Each is told once. Thread-safe.
 */
final class Drift {

  private static final System.Logger LOG = System.getLogger("dev.larder.requirements");

  private final AtomicReference<@Nullable FileRow> last = new AtomicReference<>();
  private final LongAdder count = new LongAdder();

  void seen(FileRow row) {
    if (!row.hasDrifted()) {
      last.set(null);
      return;
    }
    if (!row.equals(last.getAndSet(row))) {
      count.increment();
      LOG.log(
          System.Logger.Level.WARNING,
          "The content_hash of {0} in workspace_files is not its content''s; the cache gets the"
              + " right one, and the next save corrects the row; event=row-drift",
          FileRow.PATH);
    }
  }

  long count() {
    return count.sum();
  }
}
