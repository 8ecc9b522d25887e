package dev.larder.bench.start;

import dev.larder.testing.TestPlace;
import java.io.File;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/**
 * What is started: each time in a new empty directory, with a free port.
 *
 * @param name for the table
 * @param arguments of {@code java}, given the port
 * @param path of the first request
 */
record Contender(String name, IntFunction<List<String>> arguments, String path) {

  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** Between two attempts; what the reading of the clock can be late by. */
  private static final Duration PAUSE = Duration.ofMillis(20);

  /**
   * Starts it, waits for its first answer with 200, and ends it.
   *
   * @param jvm more options for its JVM
   */
  Start start(List<String> jvm) throws IOException, InterruptedException {
    int port = TestPlace.freePort();
    Path directory = TestPlace.newDirectory("start");
    // The server unpacks itself there, and an ended process does not clean up.
    Path temporary = Files.createDirectory(directory.resolve("tmp"));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Djava.io.tmpdir=" + temporary);
    command.addAll(jvm);
    command.addAll(arguments.apply(port));
    File log = directory.resolve("log").toFile();
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log);
    long begin = System.nanoTime();
    Process process = builder.start();
    Start measured;
    try {
      awaitAnswer(process, URI.create("http://127.0.0.1:" + port + path), begin, log);
      Duration wall = Duration.ofNanos(System.nanoTime() - begin);
      measured = new Start(wall, process.info().totalCpuDuration().orElseThrow());
    } finally {
      process.destroyForcibly().waitFor();
    }
    delete(directory);
    return measured;
  }

  private void awaitAnswer(Process process, URI uri, long begin, File log)
      throws IOException, InterruptedException {
    String last = "nothing";
    while (process.isAlive() && System.nanoTime() - begin < LIMIT.toNanos()) {
      try {
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setConnectTimeout(10_000);
        connection.setReadTimeout(60_000);
        int status = connection.getResponseCode();
        if (status == HttpURLConnection.HTTP_OK) {
          return;
        }
        last = Integer.toString(status);
      } catch (IOException e) {
        last = e.toString();
      }
      TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
    }
    throw new IllegalStateException(name + " gave no 200 at " + uri + " but " + last + ": " + log);
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
