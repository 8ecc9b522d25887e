package dev.larder.testing;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.Pattern;

/**
 * A running Payara Micro in which applications come and go, in a process of its own on a free
 * loopback port. It can be asked what they left behind. Its log is kept below {@code
 * target/test-servers}, and it never outlives the test JVM.
 *
 * <p>Not thread-safe: one test thread drives it.
 */
final class PayaraMicroHost implements ServerHost {

  private static final long PATIENCE_SECONDS = 180;
  private static final Pattern LOADERS = Pattern.compile("WebappClassLoader");
  private static final String END = "the process has ended";

  private final Path directory = TestPlace.newDirectory("host");
  private final int port = TestPlace.freePort();
  private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
  private final Process process;

  private PayaraMicroHost(Map<String, String> settings) {
    Path payara = ApplicationServer.required("larder.test.payara");
    List<String> command = new ArrayList<>();
    command.add(java("java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m"));
    // What is only softly reachable is not kept from a collection.
    command.add("-XX:SoftRefLRUPolicyMSPerMB=0");
    command.addAll(openings(payara));
    settings.forEach((key, value) -> command.add("-D" + key + "=" + value));
    command.addAll(List.of("-cp", payara + java.io.File.pathSeparator + launcher()));
    command.add(PayaraMicroMain.class.getName());
    command.add(directory.resolve("payara").toString());
    command.add(Integer.toString(port));
    command.add(Path.of("server-config", "payara-micro", "preboot.asadmin").toString());
    try {
      Files.createDirectories(directory.resolve("payara"));
      process =
          new ProcessBuilder(command)
              .redirectError(directory.resolve("server.log").toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread reader = new Thread(this::read, "payara-micro-host");
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Starts a server and waits until it is ready.
   *
   * @param settings system properties of its JVM
   */
  public static PayaraMicroHost start(Map<String, String> settings) {
    PayaraMicroHost host = new PayaraMicroHost(settings);
    host.await("ready");
    return host;
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public void deploy(String name, Path war) {
    send("deploy " + name + " " + war);
    if (!await("done ").endsWith("true")) {
      throw new IllegalStateException(name + " was not deployed; see " + directory);
    }
  }

  @Override
  public void undeploy(String name) {
    send("undeploy " + name);
    await("done ");
  }

  @Override
  public Inventory inventory() {
    List<String> threads = new ArrayList<>();
    List<String> mbeans = new ArrayList<>();
    send("inspect");
    for (String line = next(); !line.startsWith("done "); line = next()) {
      (line.startsWith("thread ") ? threads : mbeans).add(line.substring(line.indexOf(' ') + 1));
    }
    return new Inventory(threads, mbeans, new ServerJvm(process.pid()).classLoaders(LOADERS));
  }

  @Override
  public Path heapDump() {
    Path file = directory.resolve("heap.hprof");
    new ServerJvm(process.pid()).heapDump(file);
    return file;
  }

  @Override
  public String log() {
    try {
      return Files.readString(directory.resolve("output.log"))
          + Files.readString(directory.resolve("server.log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void stop() {
    process.destroy();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        throw new IllegalStateException("Payara Micro does not end; see " + directory);
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private void read() {
    try (BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        BufferedWriter log = Files.newBufferedWriter(directory.resolve("output.log"))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        log.write(line);
        log.newLine();
        log.flush();
        if (line.startsWith("@")) {
          said.add(line.substring(1));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      said.add(END);
    }
  }

  private void send(String line) {
    try {
      process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException("the server has ended; see " + directory, e);
    }
  }

  private String await(String beginning) {
    String line = next();
    while (!line.startsWith(beginning)) {
      line = next();
    }
    return line;
  }

  private String next() {
    try {
      String line = said.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (line == null || line.equals(END)) {
        throw new IllegalStateException("the server does not answer; see " + directory);
      }
      return line;
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static Path java(String tool) {
    return Path.of(System.getProperty("java.home"), "bin", tool);
  }

  /** What {@code java -jar} takes from the manifest. */
  private static List<String> openings(Path payara) {
    try (JarFile jar = new JarFile(payara.toFile())) {
      Attributes manifest = jar.getManifest().getMainAttributes();
      List<String> arguments = new ArrayList<>();
      Map.of("Add-Opens", "--add-opens", "Add-Exports", "--add-exports")
          .forEach(
              (attribute, option) -> {
                for (String each : manifest.getValue(attribute).split(" ")) {
                  arguments.add(option + "=" + each + "=ALL-UNNAMED");
                }
              });
      return arguments;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A directory with the one class that the server's JVM needs. */
  private Path launcher() {
    Path classes = directory.resolve("classes");
    new TestClasses()
        .add(PayaraMicroMain.class)
        .files()
        .forEach(
            (name, file) -> {
              try {
                Files.createDirectories(classes.resolve(name).getParent());
                Files.copy(file, classes.resolve(name));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    return classes;
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("interrupted", e);
  }
}
