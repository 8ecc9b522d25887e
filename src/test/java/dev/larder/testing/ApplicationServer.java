package dev.larder.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A server with one WAR, in a process of its own on a loopback port. Its log is kept below {@code
 * target/test-servers}.
 *
 * <p>Not thread-safe: one test thread starts and stops it.
 */
abstract class ApplicationServer {

  private static final Duration START = Duration.ofSeconds(240);
  private static final Duration STOP = Duration.ofSeconds(60);

  private final ServerPlan plan;
  private int earlierOutput;
  private @Nullable ChildProcess process;

  ApplicationServer(ServerPlan plan) {
    this.plan = plan;
  }

  /** Lays out what the server needs, anew at each start, and tells how it is started. */
  abstract ProcessBuilder prepare() throws IOException;

  /** Where the server looks for what it is to deploy, if it does so. */
  Path deployments() {
    throw new UnsupportedOperationException(plan.name() + " takes applications otherwise");
  }

  /** Whether the server has tried to deploy the WAR, by its log; whether it worked or not. */
  abstract boolean hasTriedToDeploy(String log);

  final ServerPlan plan() {
    return plan;
  }

  final int port() {
    return plan.port();
  }

  /** Where MicroProfile Health answers. Server difference: health port. */
  int healthPort() {
    return port();
  }

  final boolean isRunning() {
    return process != null && process.isAlive();
  }

  final long pid() {
    return running().pid();
  }

  /** What this process wrote to its log so far, without earlier processes before a restart. */
  final String log() {
    return running().output().substring(earlierOutput);
  }

  final void awaitLog(String text, Duration atMost) {
    await("log with " + text).atMost(atMost).until(() -> log().contains(text));
  }

  /** Ends the server in order (SIGTERM). */
  final void stop() {
    if (process != null) {
      process.terminate(STOP);
    }
  }

  /** Ends the server at once, as a crash does (SIGKILL). */
  final void kill() {
    if (process != null) {
      process.kill();
    }
  }

  final void signal(String signal) {
    running().signal(signal);
  }

  /** Starts the server, stopping it before if it runs, and waits for nothing. */
  final void launch() {
    if (isRunning()) {
      stop();
    }
    try {
      ProcessBuilder builder = prepare().directory(plan.directory().toFile());
      builder.environment().keySet().removeIf(ApplicationServer::isSetting);
      builder.environment().putAll(plan.environment());
      earlierOutput = process == null ? 0 : process.output().length();
      process = ChildProcess.start(plan.name(), builder, plan.directory().resolve("server.log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until the server has tried to deploy the WAR; whether that worked is another matter. */
  final void awaitDeployments() {
    ChildProcess started = running();
    await(plan.name() + " on port " + port())
        .atMost(START)
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> {
              if (!started.isAlive()) {
                throw new IllegalStateException(plan.name() + " ended:\n" + started.output());
              }
              return hasTriedToDeploy(log());
            });
  }

  /** A java of this JDK, with the arguments that every server gets and those of the plan. */
  final List<String> java() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmArguments());
    return command;
  }

  final List<String> jvmArguments() {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m"));
    arguments.addAll(plan.jvmArguments());
    plan.properties().forEach((key, value) -> arguments.add("-D" + key + "=" + value));
    return arguments;
  }

  /** A file that the build made, named by a system property. */
  static Path required(String property) {
    String value = System.getProperty(property);
    if (value == null || !Files.exists(Path.of(value))) {
      throw new IllegalStateException(
          property + " is " + value + ": run this test as ./mvnw verify -DskipUTs -Dit.test=…");
    }
    return Path.of(value).toAbsolutePath();
  }

  private ChildProcess running() {
    if (process == null) {
      throw new IllegalStateException(plan.name() + " was not started");
    }
    return process;
  }

  /** Whether a variable of this process would change what the server does. */
  static boolean isSetting(String variable) {
    return variable.startsWith("LARDER_") || variable.startsWith("CODEAI_");
  }

  static void deleteRecursively(Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /** Copies a directory with what is in it. */
  static void copyRecursively(Path from, Path to) throws IOException {
    try (Stream<Path> paths = Files.walk(from)) {
      for (Path path : paths.toList()) {
        Path copy = to.resolve(from.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(path, copy);
        }
      }
    }
  }
}
