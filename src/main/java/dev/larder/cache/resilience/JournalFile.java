package dev.larder.cache.resilience;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One file of a journal, open and locked for this process until it is closed. Not thread-safe.
 *
 * <p>It is written through a {@link RandomAccessFile}, since a thread that is interrupted would
 * close a channel for everybody by writing to it. What is written is in the hands of the operating
 * system when {@link #append} returns: it survives the end of this process, however that comes, but
 * nothing is forced to the disk, so a loss of power may take the last removals with it.
 */
final class JournalFile implements Closeable {

  private final Path path;
  private final RandomAccessFile file;
  private final FileLock lock;
  private final byte[] identity;
  private long length;

  private JournalFile(Path path, RandomAccessFile file, FileLock lock, byte[] identity) {
    this.path = path;
    this.file = file;
    this.lock = lock;
    this.identity = identity;
  }

  /**
   * Opens a file, which is made when it is not there. The caller keeps others from making or
   * removing files meanwhile.
   *
   * @return null when somebody else has it open
   */
  static @Nullable JournalFile open(Path path, String identity) throws IOException {
    if (!Claims.take(path)) {
      return null;
    }
    RandomAccessFile file = null;
    boolean opened = false;
    try {
      file = new RandomAccessFile(path.toFile(), "rw");
      FileLock lock = file.getChannel().tryLock();
      opened = lock != null;
      return lock == null
          ? null
          : new JournalFile(path, file, lock, JournalRecords.identity(identity));
    } catch (OverlappingFileLockException e) {
      // Somebody in this JVM who does not claim what he opens.
      return null;
    } finally {
      if (!opened) {
        if (file != null) {
          file.close();
        }
        Claims.release(path);
      }
    }
  }

  /**
   * Returns what is in a file that another process has open; the caller keeps others from making or
   * removing files meanwhile.
   *
   * @return null when somebody in this JVM has it open: POSIX ends his lock when it is closed here
   */
  static byte @Nullable [] look(Path path) throws IOException {
    if (!Claims.take(path)) {
      return null;
    }
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      return read(file);
    } finally {
      Claims.release(path);
    }
  }

  Path path() {
    return path;
  }

  /** Returns everything that is in it. */
  byte[] read() throws IOException {
    return read(file);
  }

  private static byte[] read(RandomAccessFile file) throws IOException {
    long size = file.length();
    if (size > Integer.MAX_VALUE - 16) {
      throw new IOException("the file is too large to be a journal: " + size + " bytes");
    }
    byte[] bytes = new byte[(int) size];
    file.seek(0);
    file.readFully(bytes);
    return bytes;
  }

  /** Keeps only so much of it. */
  void truncate(long end) throws IOException {
    file.setLength(end);
    length = end;
    if (end == 0) {
      write(identity);
    }
  }

  /** Removes every removal from it. */
  void reset() throws IOException {
    if (length > identity.length) {
      truncate(identity.length);
    }
  }

  /** Writes a record at the end, as a whole or not at all. */
  void append(byte[] record) throws IOException {
    boolean whole = false;
    try {
      write(record);
      whole = true;
    } finally {
      if (!whole) {
        file.setLength(length);
      }
    }
  }

  private void write(byte[] bytes) throws IOException {
    file.seek(length);
    file.write(bytes);
    length += bytes.length;
  }

  long length() {
    return length;
  }

  /** Closes and removes it; the caller keeps others from looking meanwhile. */
  void delete() throws IOException {
    try {
      Files.deleteIfExists(path);
    } finally {
      close();
    }
  }

  @Override
  public void close() throws IOException {
    try {
      lock.release();
    } finally {
      try {
        file.close();
      } finally {
        Claims.release(path);
      }
    }
  }
}
