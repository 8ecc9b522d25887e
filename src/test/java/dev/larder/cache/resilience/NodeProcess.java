package dev.larder.cache.resilience;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A {@link NodeMain} that a test asks, and may kill. */
final class NodeProcess implements AutoCloseable {

  private final Process process;
  private final BufferedReader answers;
  private final Writer questions;

  private NodeProcess(Process process) {
    this.process = process;
    this.answers = process.inputReader(UTF_8);
    this.questions = new OutputStreamWriter(process.getOutputStream(), UTF_8);
    String ready = line();
    if (!ready.equals("ready")) {
      throw new IllegalStateException("the node did not start: " + ready);
    }
  }

  static NodeProcess start(int port, Path data, Path log) {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    try {
      return new NodeProcess(
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-XX:+UseSerialGC",
                  "-Xmx64m",
                  "-classpath",
                  classPath,
                  NodeMain.class.getName(),
                  Integer.toString(port),
                  data.toString())
              .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a line and returns the answer. */
  String ask(String question) {
    try {
      questions.write(question + "\n");
      questions.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return line();
  }

  private String line() {
    try {
      String line = answers.readLine();
      if (line == null) {
        throw new IllegalStateException("the node ended");
      }
      return line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As {@code kill -9}. */
  void kill() {
    process.destroyForcibly();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the node survived a SIGKILL");
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
