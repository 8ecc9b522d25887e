package dev.larder.requirements;

import dev.larder.testing.PostgresServer;
import dev.larder.testing.TestPlace;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A {@link NodeProcessMain} as the test sees it. It ends with the test JVM at the latest, since its
 * input ends then. One thread drives it; what it says is read by another.
 */
final class NodeProcess implements AutoCloseable {

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final Process process;
  private final Thread reader;
  private final Path log;
  private final ExpectedPackages expected;
  private final Set<String> heard = new HashSet<>();
  private boolean ended;
  private @Nullable String stoppedAt;
  private long drift;

  private NodeProcess(Process process, Path log, ExpectedPackages expected) {
    this.process = process;
    this.log = log;
    this.expected = expected;
    this.reader = new Thread(this::read, "node-" + process.pid());
    reader.setDaemon(true);
    reader.start();
  }

  /** Starts a process and waits for nothing. */
  static NodeProcess launch(
      PostgresServer.Database database, int redisPort, long seed, ExpectedPackages expected) {
    Path directory = TestPlace.newDirectory("node");
    Path log = directory.resolve("node.log");
    try {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-XX:+UseSerialGC",
                  "-Xmx128m",
                  "-cp",
                  System.getProperty("java.class.path"),
                  NodeProcessMain.class.getName(),
                  database.url(),
                  database.user(),
                  database.password(),
                  "redis://127.0.0.1:" + redisPort,
                  Long.toString(seed))
              .redirectError(log.toFile())
              .start();
      return new NodeProcess(process, log, expected);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("@")) {
          hear(line.substring(1).split(" ", 3));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      synchronized (this) {
        ended = true;
        notifyAll();
      }
    }
  }

  private void hear(String[] words) {
    switch (words[0]) {
      case "try" -> expected.tried(words[1], words[2]);
      case "ack" -> expected.acknowledged(words[1], words[2]);
      case "refused" -> expected.refused(words[1]);
      case "failed" -> expected.failed(words[1] + " " + words[2] + "; see " + log);
      default -> {
        synchronized (this) {
          if (words[0].equals("stopped")) {
            stoppedAt = words[1];
          }
          if (words[0].equals("reconciled")) {
            drift = Long.parseLong(words[1]);
          }
          heard.add(words[0]);
          notifyAll();
        }
      }
    }
  }

  void send(String command) {
    synchronized (this) {
      heard.clear();
      stoppedAt = null;
    }
    try {
      process.getOutputStream().write((command + "\n").getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException("the process has ended; see " + log, e);
    }
  }

  /** Waits until the process has said one of these words since the last command, or has ended. */
  synchronized void await(String... words) {
    if (!awaitAtMost(PATIENCE_NANOS, words)) {
      throw new IllegalStateException("the process did not say " + List.of(words) + "; see " + log);
    }
  }

  /** The same with a bound; whether it was in time. */
  synchronized boolean awaitAtMost(long nanos, String... words) {
    long begin = System.nanoTime();
    while (!ended && List.of(words).stream().noneMatch(heard::contains)) {
      long left = nanos - (System.nanoTime() - begin);
      if (left <= 0) {
        return false;
      }
      try {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    return true;
  }

  synchronized boolean hasSaid(String word) {
    return heard.contains(word);
  }

  synchronized @Nullable String stoppedAt() {
    return stoppedAt;
  }

  /** How often its reconciler had found drift when it was last asked. */
  synchronized long drift() {
    return drift;
  }

  /** SIGKILL; afterwards everything that it said is heard. */
  void kill() {
    // Not by Process.destroyForcibly(), which closes the stream that has the last words in it.
    process.toHandle().destroyForcibly();
    try {
      reader.join(TimeUnit.NANOSECONDS.toMillis(PATIENCE_NANOS));
      if (reader.isAlive() || !process.waitFor(PATIENCE_NANOS, TimeUnit.NANOSECONDS)) {
        throw new IllegalStateException("the process survived a SIGKILL");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    kill();
  }
}
