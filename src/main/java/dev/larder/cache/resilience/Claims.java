package dev.larder.cache.resilience;

import java.nio.file.Path;
import java.util.Properties;

/**
 * Which files of journals somebody in this JVM has open, in whatever application and class loader.
 *
 * <p>A lock of a file is one of the process, and POSIX ends it as soon as the process closes the
 * file for the first time, through whatever descriptor. So a second application in the same server
 * must not even look into a file that the first one has locked. The system properties are the one
 * place that applications share; they hold texts only, so no class loader is kept.
 */
final class Claims {

  private static final String NAME = "dev.larder.journal.open:";

  private Claims() {}

  /** Claims a path; returns false when somebody has it. */
  static boolean take(Path path) {
    return properties().putIfAbsent(NAME + path, "true") == null;
  }

  static void release(Path path) {
    Object unused = properties().remove(NAME + path);
  }

  private static Properties properties() {
    return System.getProperties();
  }
}
