package dev.larder.servers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * What any user of the machine sees of all processes while it is open: their command lines, read
 * again and again.
 *
 * <p>Thread-safe.
 */
final class CommandLines implements AutoCloseable {

  private final Set<String> seen = ConcurrentHashMap.newKeySet();
  private final Thread watcher = new Thread(this::watch, "command-lines");
  private volatile boolean open = true;

  static CommandLines watched() {
    CommandLines lines = new CommandLines();
    lines.watcher.setDaemon(true);
    lines.watcher.start();
    return lines;
  }

  /** Those that had one of the texts in them. */
  List<String> with(Iterable<String> texts) {
    return seen.stream()
        .filter(
            line -> {
              for (String text : texts) {
                if (line.contains(text)) {
                  return true;
                }
              }
              return false;
            })
        .toList();
  }

  /** Whether the command line of a program was seen at all. */
  boolean saw(String text) {
    return !with(List.of(text)).isEmpty();
  }

  @Override
  public void close() {
    open = false;
  }

  private void watch() {
    while (open) {
      try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
        for (Path process : processes) {
          read(process.resolve("cmdline"));
        }
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
      LockSupport.parkNanos(10_000_000);
    }
  }

  private void read(Path file) {
    try {
      seen.add(new String(Files.readAllBytes(file), StandardCharsets.UTF_8).replace('\0', ' '));
    } catch (IOException e) {
      // The process has ended meanwhile.
    }
  }
}
