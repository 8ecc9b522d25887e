package dev.larder.run;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.tools.ant.BuildException;
import org.apache.tools.ant.Task;

/**
 * The Ant task behind {@code ./mvnw -Prun}: the built WAR on Payara Micro, in the foreground. It
 * runs in Maven's JVM, so that this JVM ends only after the server did.
 *
 * <p>A task of our own, since the existing plugins either do not hand {@code -Dlarder.*} to the
 * server, or return before it has stopped, and none notices that the deployment failed.
 */
public final class RunLarder extends Task {

  private static final String SETTINGS = "larder.";
  private static final int STOP_SECONDS = 30;

  private Path war = Path.of("");
  private Path payara = Path.of("");
  private Path configuration = Path.of("");
  private Path workDirectory = Path.of("");
  private Path dataDirectory = Path.of("");

  /** The WAR to deploy. */
  public void setWar(File file) {
    war = file.toPath();
  }

  /** The jar of Payara Micro. */
  public void setPayara(File file) {
    payara = file.toPath();
  }

  /** The directory with {@code preboot.asadmin} and {@code logging.properties}. */
  public void setConfiguration(File file) {
    configuration = file.toPath();
  }

  /** Where the server may put its own files; nothing that anybody needs later. */
  public void setWorkDirectory(File file) {
    workDirectory = file.toPath();
  }

  /** The data directory when neither {@code -Dlarder.data-dir} nor the environment names one. */
  public void setDataDirectory(File file) {
    dataDirectory = file.toPath();
  }

  @Override
  public void execute() {
    int port = port();
    requireFree(port);
    try {
      Files.createDirectories(workDirectory);
      Path arguments = writeArguments(port);
      Process server =
          new ProcessBuilder(java(), "@" + arguments)
              .redirectErrorStream(true)
              .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
              .start();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server), "stop-larder"));
      try (BufferedReader output = server.inputReader(Charset.defaultCharset())) {
        new ServerOutput(System.out, () -> isDeployed(port)).copy(output);
      } finally {
        stop(server);
        Files.deleteIfExists(arguments);
      }
    } catch (IOException e) {
      throw new BuildException("cannot run Larder: " + e.getMessage(), e);
    }
  }

  /** The settings of this Maven, completed with what the server must know. */
  private Map<String, String> settings(int port) {
    Map<String, String> settings = new TreeMap<>();
    System.getProperties()
        .forEach(
            (key, value) -> {
              if (key.toString().startsWith(SETTINGS)) {
                settings.put(key.toString(), value.toString());
              }
            });
    settings.put("larder.port", Integer.toString(port));
    String given = settings.get("larder.data-dir");
    if (given != null && given.isBlank()) {
      settings.remove("larder.data-dir");
      given = null;
    }
    if (given != null && (given.equals("~") || given.startsWith("~/"))) {
      // The service knows the home directory too.
      settings.put("larder.data-dir", given);
    } else if (given != null) {
      settings.put("larder.data-dir", Path.of(given).toAbsolutePath().normalize().toString());
    } else if (environment("larder.data-dir") == null) {
      settings.put("larder.data-dir", dataDirectory.toAbsolutePath().toString());
    }
    return settings;
  }

  /**
   * Writes the arguments of {@code java} into a file that only its owner can read: on the command
   * line every user of the machine would see the passwords among them.
   */
  private Path writeArguments(int port) throws IOException {
    List<String> arguments = new ArrayList<>();
    settings(port).forEach((key, value) -> arguments.add("-D" + key + "=" + value));
    arguments.addAll(List.of("-jar", payara.toString(), "--deploy", war.toString()));
    arguments.addAll(List.of("--port", Integer.toString(port), "--nocluster"));
    arguments.addAll(List.of("--rootdir", workDirectory.resolve("payara").toString()));
    arguments.addAll(
        List.of("--prebootcommandfile", configuration.resolve("preboot.asadmin").toString()));
    arguments.addAll(
        List.of("--logproperties", configuration.resolve("logging.properties").toString()));
    arguments.add("--disablephonehome");
    Path file = workDirectory.resolve("arguments");
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return Files.write(file, arguments.stream().map(RunLarder::quoted).toList());
  }

  /** As the argument files of {@code java} want it. */
  private static String quoted(String argument) {
    return "\"" + argument.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
  }

  private static int port() {
    String text = System.getProperty("larder.port", environment("larder.port"));
    if (text == null) {
      return 8080;
    }
    if (!text.matches("[1-9]\\d{0,4}") || Integer.parseInt(text) > 65535) {
      throw new BuildException("larder.port=" + text + ": a port is a number from 1 to 65535");
    }
    return Integer.parseInt(text);
  }

  private static void requireFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (IOException e) {
      throw new BuildException(
          "port %d of 127.0.0.1 is not free (%s): end what listens there, or choose another port"
                  .formatted(port, e.getMessage())
              + " with -Dlarder.port=");
    }
  }

  /** What the environment says of a setting, under the names that MicroProfile Config looks for. */
  private static String environment(String key) {
    String underscores = key.replaceAll("[^A-Za-z0-9]", "_");
    for (String name : List.of(key, underscores, underscores.toUpperCase(Locale.ROOT))) {
      if (System.getenv(name) != null) {
        return System.getenv(name);
      }
    }
    return null;
  }

  /** A failed deployment leaves a server that answers 404 to everything. */
  private static boolean isDeployed(int port) {
    URI health = URI.create("http://127.0.0.1:" + port + "/larder/api/health");
    try {
      HttpURLConnection connection = (HttpURLConnection) health.toURL().openConnection();
      connection.setConnectTimeout(10_000);
      connection.setReadTimeout(60_000);
      return connection.getResponseCode() != HttpURLConnection.HTTP_NOT_FOUND;
    } catch (IOException e) {
      throw new BuildException("Larder does not answer at " + health + ": " + e.getMessage(), e);
    }
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** Ends the server and waits for it, in order first; harmless when it has ended. */
  private static void stop(Process server) {
    server.destroy();
    try {
      if (!server.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        server.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      server.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
