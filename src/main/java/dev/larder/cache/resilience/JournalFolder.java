package dev.larder.cache.resilience;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The directory of journals, which several processes may share: each has its own file, and takes
 * over those that a process left which is gone. Thread-safe.
 *
 * <p>Files are made, looked at and removed under one lock of the directory, so that nobody takes a
 * file for left behind that is just being made, or removes one by its name that is a new one
 * meanwhile.
 */
final class JournalFolder {

  private static final System.Logger LOG = System.getLogger("dev.larder.cache.resilience");
  private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(5);
  private static final int MOST_FILES = 10_000;
  private static final String BEGIN = "journal-";
  private static final String ANY = BEGIN + "*.log";

  private final Path directory;
  private final String identity;
  private final String begin;

  JournalFolder(Path directory, String identity) {
    this.directory = directory.toAbsolutePath().normalize();
    this.identity = identity;
    this.begin = BEGIN + hash(identity) + "-";
  }

  /** What is done while nobody else makes, looks at, or removes files. */
  private interface Action<R> {
    R run(Path directory) throws IOException;
  }

  /**
   * What was found.
   *
   * @param adopted the files of this store that nobody had open, opened
   * @param others what is in those that other processes have open
   */
  record Found(List<JournalFile> adopted, List<byte[]> others) {}

  /** Takes over what is left behind, and looks at what other processes are to carry out. */
  Found find() throws IOException {
    Found found = new Found(new ArrayList<>(), new ArrayList<>());
    if (!Files.isDirectory(directory)) {
      return found;
    }
    return alone(
        real -> {
          try (DirectoryStream<Path> paths = Files.newDirectoryStream(real, ANY)) {
            for (Path path : paths) {
              if (path.getFileName().toString().startsWith(begin)) {
                find(path, found);
              } else {
                tellOfAnother(path);
              }
            }
          }
          return found;
        });
  }

  private void find(Path path, Found found) {
    try {
      JournalFile file = JournalFile.open(path, identity);
      if (file != null) {
        found.adopted.add(file);
        return;
      }
      byte[] of = JournalFile.look(path);
      if (of != null) {
        found.others.add(of);
      }
    } catch (IOException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "The journal "
              + path
              + " cannot be opened: the removals in it are not carried out. Make it readable and"
              + " writable and start again",
          e);
    }
  }

  /** Says that removals are left of a store with another name: its URL may have been changed. */
  private static void tellOfAnother(Path path) {
    try {
      JournalFile left = JournalFile.open(path, "");
      if (left == null) {
        return;
      }
      try (left) {
        if (JournalRecords.hasRemovals(left.read())) {
          LOG.log(
              System.Logger.Level.WARNING,
              "{0} holds removals of another store, which are not carried out here. If the URL of"
                  + " this store was changed, start once with the former one; otherwise delete the"
                  + " file",
              path);
        }
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "A journal of another store cannot be read", e);
    }
  }

  /** Makes a new file, with the first number that is free. */
  JournalFile create() throws IOException {
    Files.createDirectories(directory);
    return alone(
        real -> {
          for (int number = 0; number < MOST_FILES; number++) {
            Path path = real.resolve(begin + number + ".log");
            JournalFile file = make(path) ? JournalFile.open(path, identity) : null;
            if (file != null) {
              begin(file);
              return file;
            }
          }
          throw new IOException("there are too many journals of one store");
        });
  }

  private static void begin(JournalFile file) throws IOException {
    boolean begun = false;
    try {
      file.truncate(0);
      begun = true;
    } finally {
      if (!begun) {
        file.delete();
      }
    }
  }

  /** Closes and removes a file of this process. */
  void delete(JournalFile file) throws IOException {
    boolean unused =
        alone(
            real -> {
              file.delete();
              return true;
            });
  }

  /** Keys may be nobody's business, so only the owner may read them where there are owners. */
  private static boolean make(Path path) throws IOException {
    try {
      Files.createFile(path, ownersOnly(path));
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  private static FileAttribute<?>[] ownersOnly(Path path) throws IOException {
    Path parent = path.getParent();
    FileStore store = parent == null ? null : Files.getFileStore(parent);
    return store != null && store.supportsFileAttributeView(PosixFileAttributeView.class)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  private <R> R alone(Action<R> action) throws IOException {
    // Two ways to one directory are one directory.
    Path real = directory.toRealPath();
    Path path = real.resolve(".lock");
    long deadline = System.nanoTime() + PATIENCE;
    while (!Claims.take(path)) {
      pauseBefore(deadline);
    }
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      while (!locks(file)) {
        pauseBefore(deadline);
      }
      // Closing the file ends the lock.
      return action.run(real);
    } finally {
      Claims.release(path);
    }
  }

  private static boolean locks(RandomAccessFile file) throws IOException {
    try {
      return file.getChannel().tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private static void pauseBefore(long deadline) throws IOException {
    if (System.nanoTime() - deadline > 0) {
      throw new IOException("another process does not let go of the lock of the directory");
    }
    // No sleep: an interrupt must not keep a removal from being written.
    LockSupport.parkNanos(PAUSE);
  }

  private static String hash(String identity) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(identity.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 4);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JVM has no SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return directory.toString();
  }
}
