package dev.larder.cache.resilience;

import dev.larder.cache.resilience.JournalRecords.Contents;
import dev.larder.cache.resilience.JournalRecords.End;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The removals that a node accepted while the store was away, in memory and in a file below the
 * data directory. Thread-safe.
 *
 * <p>A removal is in the file before it counts as accepted, so it survives the end of the process,
 * also by {@code kill -9}; nothing is forced to the disk, so a loss of power may lose the last
 * ones. Where the file cannot be written, removals are kept in memory only, which is logged once
 * and shown by a gauge.
 *
 * <p>Several processes may share the directory. What one leaves behind, the next that starts for
 * the same store takes over; and until that one has carried it out, others that start carry it out
 * for themselves too, since one of them may be the one that was told. Only of two applications in
 * one JVM the second does not see what the first has taken over.
 *
 * <p>It is bounded. When it is full, the removals under one prefix become one removal of everything
 * under that prefix; what is under none is refused, and its caller told so.
 */
public final class Journal {

  /** How many removals are kept at most, unless said otherwise. */
  public static final int DEFAULT_ENTRIES = 100_000;

  /** How many bytes the removals kept take in a file at most, unless said otherwise. */
  public static final long DEFAULT_BYTES = 16L << 20;

  private static final System.Logger LOG = System.getLogger("dev.larder.cache.resilience");

  private final String identity;
  private final JournalFolder folder;
  private final Pending pending;
  private final long maxBytes;

  /** Files of processes that are gone; they are removed when all is carried out. */
  private final List<JournalFile> adopted = new ArrayList<>();

  private @Nullable JournalFile file;
  private boolean started;

  /** Whether something that is pending is in no file. */
  private boolean inMemoryOnly;

  private boolean durable = true;

  /** Makes one with the default bounds. */
  public Journal(Path dataDir, String identity, List<String> foldPrefixes) {
    this(dataDir, identity, foldPrefixes, DEFAULT_ENTRIES, DEFAULT_BYTES);
  }

  /**
   * Makes one; nothing is read or written before the store that it belongs to is started.
   *
   * @param dataDir the data directory; the files are in {@code journal} below it
   * @param identity a text that names the store, such as its URL without the login: removals are
   *     carried out on a store of the same name only
   * @param foldPrefixes the literal texts, none of them empty, that the keys of modules begin with,
   *     their colon included; beyond the bounds everything under one of them is removed
   * @param maxEntries how many removals are kept, at least 1
   * @param maxBytes how many bytes they take in a file, at least 1024
   */
  public Journal(
      Path dataDir, String identity, List<String> foldPrefixes, int maxEntries, long maxBytes) {
    if (maxEntries < 1 || maxBytes < 1_024 || maxBytes > Integer.MAX_VALUE / 4) {
      throw new IllegalArgumentException(
          "a journal holds at least 1 removal and 1024 bytes, and less than 512 MB: "
              + maxEntries
              + ", "
              + maxBytes);
    }
    this.identity = identity;
    this.folder = new JournalFolder(dataDir.resolve("journal"), identity);
    this.pending = new Pending(foldPrefixes.stream().map(Fold::new).toList(), maxEntries, maxBytes);
    this.maxBytes = maxBytes;
  }

  /** Takes over what other processes have left behind, and makes the file of this one. */
  synchronized void start() {
    if (started) {
      return;
    }
    started = true;
    long before = pending.folded();
    try {
      JournalFolder.Found found = folder.find();
      found.adopted().forEach(this::takeOver);
      found.others().forEach(this::join);
    } catch (IOException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "The journals in "
              + folder
              + " cannot be looked for; removals that an earlier process"
              + " kept are not carried out",
          e);
    }
    boolean folded = shrink() || pending.folded() > before;
    if (folded) {
      // What is covered by a fold is not written any more, so the fold itself has to be.
      rewrite();
      return;
    }
    if (pending.entries() == 0) {
      empty();
    }
    open();
  }

  private void takeOver(JournalFile left) {
    try {
      Contents contents = JournalRecords.parse(left.read(), identity);
      if (!contents.ours()) {
        // Another store whose name has the same sum; its own node takes it over.
        closeQuietly(left);
        return;
      }
      adopted.add(left);
      contents.removals().forEach(kept -> pending.add(kept, JournalRecords.of(kept).length));
      if (contents.end() != End.WHOLE) {
        tellEnd(left.path(), contents);
      }
    } catch (IOException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "The journal " + left.path() + " cannot be read; its removals are not carried out",
          e);
      closeQuietly(left);
    }
  }

  /** Carries out what another process has to: it may have been this one that was told. */
  private void join(byte[] others) {
    Contents contents = JournalRecords.parse(others, identity);
    contents.removals().forEach(kept -> pending.add(kept, JournalRecords.of(kept).length));
  }

  private void tellEnd(Path path, Contents contents) {
    int whole = contents.removals().size();
    if (contents.end() == End.TORN) {
      LOG.log(
          System.Logger.Level.WARNING,
          "The journal {0} ends within a removal, which was not accepted; the {1} before it are"
              + " carried out",
          path,
          whole);
      return;
    }
    // What was accepted after the damage is not known, but where its keys are.
    LOG.log(
        System.Logger.Level.WARNING,
        "The journal {0} is damaged: {1} removals can be read. To be sure of the others everything"
            + " under {2} is removed; removals of other keys may be lost",
        path,
        whole,
        pending.foldAll());
  }

  private void open() {
    try {
      file = folder.create();
      durable = true;
    } catch (IOException e) {
      lostDurability(e);
    }
  }

  /**
   * Accepts a removal, unless there is no room for it and nothing it could be folded into.
   *
   * @return whether it is accepted, and will be carried out
   */
  synchronized boolean keep(Kept kept) {
    if (pending.has(kept)) {
      return true;
    }
    byte[] record = JournalRecords.of(kept);
    if (!pending.fits(record.length)) {
      long before = pending.folded();
      boolean accepted = makeRoom(kept, record.length);
      // Also when it is not accepted: others were folded, perhaps.
      if (pending.folded() != before) {
        rewrite();
      }
      return accepted;
    }
    if (file == null && pending.entries() == 0) {
      open();
    }
    pending.add(kept, record.length);
    write(record);
    return true;
  }

  private boolean makeRoom(Kept kept, int size) {
    while (!pending.fits(size)) {
      String prefix = pending.foldLargest();
      if (prefix == null) {
        prefix = pending.foldGroupOf(kept);
        tellFolded(prefix);
        return prefix != null;
      }
      tellFolded(prefix);
    }
    if (!pending.has(kept)) {
      pending.add(kept, size);
    }
    return true;
  }

  /** Brings what was taken over within the bounds, as far as it can be folded. */
  private boolean shrink() {
    boolean folded = false;
    while (!pending.fits(0)) {
      String prefix = pending.foldLargest();
      if (prefix == null) {
        break;
      }
      tellFolded(prefix);
      folded = true;
    }
    return folded;
  }

  private static void tellFolded(@Nullable String prefix) {
    if (prefix != null) {
      LOG.log(
          System.Logger.Level.WARNING,
          "The journal of removals is full: when the store is back, everything under {0} is"
              + " removed; event=journal-full",
          prefix);
    }
  }

  private void write(byte[] record) {
    JournalFile open = file;
    if (open == null || inMemoryOnly) {
      inMemoryOnly = true;
      return;
    }
    if (open.length() > 2 * maxBytes) {
      // Removals that were asked for again and again while others were carried out.
      rewrite();
      return;
    }
    try {
      open.append(record);
      durable = true;
    } catch (IOException e) {
      inMemoryOnly = true;
      lostDurability(e);
    }
  }

  /** Writes everything that is pending into a new file, and only then removes the others. */
  private void rewrite() {
    JournalFile next = null;
    try {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      for (Kept kept : pending.all()) {
        all.writeBytes(JournalRecords.of(kept));
      }
      next = folder.create();
      next.append(all.toByteArray());
    } catch (IOException e) {
      if (next != null) {
        removeQuietly(next);
      }
      inMemoryOnly = pending.entries() > 0;
      lostDurability(e);
      return;
    }
    if (file != null) {
      removeQuietly(file);
    }
    adopted.forEach(this::removeQuietly);
    adopted.clear();
    file = next;
    inMemoryOnly = false;
    durable = true;
  }

  private void lostDurability(IOException e) {
    if (durable) {
      durable = false;
      LOG.log(
          System.Logger.Level.WARNING,
          "The journal in "
              + folder
              + " cannot be written: removals that are accepted while the store is away are kept in"
              + " memory only, and lost with this process. Make the directory writable",
          e);
    }
  }

  private void removeQuietly(JournalFile unneeded) {
    try {
      folder.delete(unneeded);
    } catch (IOException e) {
      // It is read once more by the next process; to remove a key once more does no harm.
      LOG.log(System.Logger.Level.WARNING, "A journal that is done cannot be removed", e);
    }
  }

  private static void closeQuietly(JournalFile left) {
    try {
      left.close();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "closing a journal failed", e);
    }
  }

  synchronized boolean isEmpty() {
    return pending.entries() == 0;
  }

  /** Takes the oldest removals, at most so many; see {@link #done}. */
  synchronized List<Kept> take(int most) {
    return pending.take(most);
  }

  /** Forgets those taken that are carried out, unless they were asked for again meanwhile. */
  synchronized void done(List<Kept> carriedOut) {
    pending.done(carriedOut);
    if (pending.entries() == 0) {
      empty();
    }
  }

  private void empty() {
    adopted.forEach(this::removeQuietly);
    adopted.clear();
    inMemoryOnly = false;
    if (file != null) {
      try {
        file.reset();
      } catch (IOException e) {
        removeQuietly(file);
        file = null;
      }
    }
  }

  /** Lets go of the files; those that still hold removals stay for the next start. */
  synchronized void close() {
    if (!started) {
      return;
    }
    started = false;
    if (inMemoryOnly) {
      LOG.log(
          System.Logger.Level.WARNING,
          "Removals are lost that were kept in memory only, at most {0}",
          pending.entries());
    }
    JournalFile own = file;
    if (own != null && pending.entries() == 0) {
      removeQuietly(own);
    } else if (own != null) {
      adopted.add(own);
    }
    file = null;
    adopted.forEach(Journal::closeQuietly);
    adopted.clear();
    pending.clear();
    inMemoryOnly = false;
  }

  synchronized int entries() {
    return pending.entries();
  }

  synchronized long bytes() {
    return pending.bytes();
  }

  synchronized long folded() {
    return pending.folded();
  }

  synchronized boolean isDurable() {
    return durable;
  }
}
