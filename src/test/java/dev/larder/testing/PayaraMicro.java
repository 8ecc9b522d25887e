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
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Payara Micro with one WAR, in a process of its own on a loopback port. Its log is kept below
 * {@code target/test-servers}.
 *
 * <p>Not thread-safe: one test thread starts and stops it.
 */
final class PayaraMicro {

  private static final Duration START = Duration.ofSeconds(180);
  private static final Duration STOP = Duration.ofSeconds(30);
  private static final Pattern ALL_DEPLOYED = Pattern.compile("Payara Micro .* ready in ");

  private final String name;
  private final Path directory;
  private final int port;
  private final Path war;
  private final Map<String, String> properties;
  private final Map<String, String> environment;
  private final List<String> jvmArguments;
  private int httpThreads;
  private final List<String> prebootCommands = new ArrayList<>();
  private final List<String> options = new ArrayList<>();
  private int earlierOutput;
  private @Nullable ChildProcess process;

  /**
   * Describes a server that does not run yet.
   *
   * @param name of the server in messages
   * @param directory where it lives, as {@link TestPlace#newDirectory} gives it
   * @param port of the loopback address
   * @param war its name says the context root
   * @param properties system properties of its JVM
   * @param environment variables besides those of this process, less those of Larder
   * @param jvmArguments such as {@code -Xmx64m}; they win over those that every server gets
   */
  PayaraMicro(
      String name,
      Path directory,
      int port,
      Path war,
      Map<String, String> properties,
      Map<String, String> environment,
      List<String> jvmArguments) {
    this.name = name;
    this.directory = directory;
    this.port = port;
    this.war = war;
    this.properties = new TreeMap<>(properties);
    this.environment = new TreeMap<>(environment);
    this.jvmArguments = List.copyOf(jvmArguments);
  }

  int port() {
    return port;
  }

  /** Bounds the requests that are worked on at once; 0 for what the server does by itself. */
  void httpThreads(int most) {
    httpThreads = most;
  }

  /** Adds an asadmin command to those that the server is delivered with. */
  void prebootCommand(String command) {
    prebootCommands.add(command);
  }

  /** Adds arguments of Payara Micro itself, such as {@code --sslport 8443}. */
  void options(List<String> arguments) {
    options.addAll(arguments);
  }

  boolean isRunning() {
    return process != null && process.isAlive();
  }

  /** What this process wrote to its log so far, without earlier processes before a restart. */
  String log() {
    return running().output().substring(earlierOutput);
  }

  void awaitLog(String text, Duration atMost) {
    await("log with " + text).atMost(atMost).until(() -> log().contains(text));
  }

  /** Ends the server in order (SIGTERM). */
  void stop() {
    if (process != null) {
      process.terminate(STOP);
    }
  }

  /** Ends the server at once, as a crash does (SIGKILL). */
  void kill() {
    if (process != null) {
      process.kill();
    }
  }

  void signal(String signal) {
    running().signal(signal);
  }

  /** Starts the server, stopping it before if it runs, and waits for nothing. */
  void launch() {
    if (isRunning()) {
      stop();
    }
    Path root = directory.resolve("payara");
    // Payara Micro deploys again what it finds there, before it looks at its arguments.
    deleteRecursively(root);
    Path configuration = Path.of("server-config", "payara-micro").toAbsolutePath();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m"));
    command.addAll(jvmArguments);
    properties.forEach((key, value) -> command.add("-D" + key + "=" + value));
    command.addAll(List.of("-jar", required("larder.test.payara").toString()));
    command.addAll(List.of("--deploy", war.toString()));
    command.addAll(List.of("--port", Integer.toString(port), "--rootdir", root.toString()));
    Path preboot = preboot(configuration.resolve("preboot.asadmin"));
    command.addAll(List.of("--prebootcommandfile", preboot.toString()));
    command.addAll(
        List.of("--logproperties", configuration.resolve("logging.properties").toString()));
    command.addAll(List.of("--nocluster", "--disablephonehome"));
    command.addAll(options);
    if (httpThreads > 0) {
      command.addAll(List.of("--maxhttpthreads", Integer.toString(httpThreads)));
    }
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().keySet().removeIf(PayaraMicro::isSetting);
    builder.environment().putAll(environment);
    earlierOutput = process == null ? 0 : process.output().length();
    process = ChildProcess.start(name, builder, directory.resolve("server.log"));
  }

  /** Waits until the server has tried to deploy the WAR; whether that worked is another matter. */
  void awaitDeployments() {
    ChildProcess started = running();
    await("Payara Micro on port " + port)
        .atMost(START)
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> {
              if (!started.isAlive()) {
                throw new IllegalStateException("Payara Micro ended:\n" + started.output());
              }
              return ALL_DEPLOYED.matcher(log()).find();
            });
  }

  /** A file that the build made, named by a system property. */
  static Path required(String property) {
    String value = System.getProperty(property);
    if (value == null || !Files.exists(Path.of(value))) {
      throw new IllegalStateException(
          property + " is " + value + ": run this test as ./mvnw verify -DskipUTs -Dit.test=…");
    }
    return Path.of(value);
  }

  private Path preboot(Path delivered) {
    try {
      List<String> commands = new ArrayList<>(Files.readAllLines(delivered));
      commands.addAll(prebootCommands);
      return Files.write(directory.resolve("preboot.asadmin"), commands);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ChildProcess running() {
    if (process == null) {
      throw new IllegalStateException(name + " was not started");
    }
    return process;
  }

  /** Whether a variable of this process would change what the server does. */
  static boolean isSetting(String variable) {
    return variable.startsWith("LARDER_") || variable.startsWith("CODEAI_");
  }

  private static void deleteRecursively(Path root) {
    if (!Files.exists(root)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
