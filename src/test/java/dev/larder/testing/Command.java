package dev.larder.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program that is run to its end, for what it prints. */
public final class Command {

  private Command() {}

  /** Looks for a program on the PATH. */
  public static Optional<Path> find(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Runs a program.
   *
   * @param folder to run it in; what it prints is kept below {@code target/test-servers}
   * @param bound after which it is ended
   * @param environment variables besides those of this process
   * @return what it wrote to its standard output
   * @throws IllegalStateException when it fails or does not end in time
   */
  public static String run(
      Path folder, Duration bound, Map<String, String> environment, List<String> command) {
    return run(folder, bound, environment, Path.of("/dev/null"), command);
  }

  /**
   * Runs a program as {@link #run(Path, Duration, Map, List)} does.
   *
   * @param input what it reads from its standard input
   */
  public static String run(
      Path folder,
      Duration bound,
      Map<String, String> environment,
      Path input,
      List<String> command) {
    String name = Path.of(command.get(0)).getFileName().toString();
    try {
      Path prints = TestPlace.newDirectory(name);
      Path output = prints.resolve("output.txt");
      Path errors = prints.resolve("errors.txt");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectInput(input.toFile())
              .redirectOutput(output.toFile())
              .redirectError(errors.toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      try {
        if (!process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS)) {
          throw new IllegalStateException(command + " did not end within " + bound);
        }
      } finally {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
      String printed = Files.readString(output);
      if (process.exitValue() != 0) {
        throw new IllegalStateException(
            command + " failed:\n" + printed + Files.readString(errors));
      }
      return printed;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run " + command, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
