package dev.larder.run;

import fish.payara.micro.boot.PayaraMicroLauncher;
import java.io.IOException;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What {@code java -jar larder.jar} runs: the Payara Micro around it, with the WAR in it, as {@code
 * ./mvnw -Prun} does. It ends with the code 1 where Payara Micro would go on and answer 404.
 */
public final class LarderMain {

  private LarderMain() {}

  /** Starts the service; arguments are not known, all is set by {@code larder.*}. */
  public static void main(String[] arguments) {
    PrintStream err = System.err;
    LarderConsole console = new LarderConsole(err);
    try {
      if (arguments.length > 0) {
        throw new IllegalStateException(
            arguments[0] + " is not known: settings are -Dlarder.…= before -jar, or environment");
      }
      int port = port();
      requireFree(port);
      System.setProperty("larder.port", Integer.toString(port));
      nameDataDirectory();
      PrintStream filtered = new PrintStream(console, true, Charset.defaultCharset());
      System.setErr(filtered);
      PayaraMicroLauncher.main(
          new String[] {"--port", Integer.toString(port), "--nocluster", "--disablephonehome"});
      if (!isDeployed(port)) {
        throw new IllegalStateException("Larder was not deployed: " + console.cause());
      }
      console.announce(System.out);
    } catch (Exception e) {
      err.println("larder: " + e.getMessage());
      err.flush();
      System.exit(1);
    }
  }

  private static void nameDataDirectory() {
    String given = System.getProperty("larder.data-dir");
    if (given != null && given.isBlank()) {
      System.clearProperty("larder.data-dir");
      given = null;
    }
    if (given == null && environment("larder.data-dir") == null) {
      System.setProperty("larder.data-dir", Path.of("data").toAbsolutePath().toString());
    }
  }

  private static int port() {
    String text = System.getProperty("larder.port", environment("larder.port"));
    if (text == null) {
      return 8080;
    }
    if (!text.matches("[1-9]\\d{0,4}") || Integer.parseInt(text) > 65535) {
      throw new IllegalStateException(
          "larder.port=" + text + ": a port is a number from 1 to 65535");
    }
    return Integer.parseInt(text);
  }

  private static void requireFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (IOException e) {
      throw new IllegalStateException(
          "port %d of 127.0.0.1 is not free (%s): end what listens there, or choose another port"
                  .formatted(port, e.getMessage())
              + " with -Dlarder.port=",
          e);
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
  private static boolean isDeployed(int port) throws IOException {
    URI health = URI.create("http://127.0.0.1:" + port + "/larder/api/health");
    HttpURLConnection connection = (HttpURLConnection) health.toURL().openConnection();
    connection.setConnectTimeout(10_000);
    connection.setReadTimeout(60_000);
    return connection.getResponseCode() != HttpURLConnection.HTTP_NOT_FOUND;
  }
}
