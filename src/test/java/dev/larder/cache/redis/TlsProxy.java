package dev.larder.cache.redis;

import dev.larder.testing.TestPlace;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/** A server in front of a Redis that does TLS, with a certificate of its own made by keytool. */
final class TlsProxy implements AutoCloseable {

  private static final char[] STORE_PASSWORD = "changeit".toCharArray();

  private final SSLServerSocket server;
  private final int target;
  private final Path certificate;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  private TlsProxy(SSLServerSocket server, int target, Path certificate) {
    this.server = server;
    this.target = target;
    this.certificate = certificate;
    daemon(this::accept);
  }

  /** Starts a proxy whose self-signed certificate is for a name, such as {@code dns:localhost}. */
  static TlsProxy start(int target, String subjectAltName) {
    Path directory = TestPlace.newDirectory("tls");
    Path keys = directory.resolve("keys.p12");
    try {
      keytool(
          "-genkeypair",
          "-alias",
          "k",
          "-keyalg",
          "EC",
          "-dname",
          "CN=larder test",
          "-validity",
          "2",
          "-ext",
          "san=" + subjectAltName,
          "-keystore",
          keys.toString(),
          "-storepass",
          "changeit",
          "-storetype",
          "PKCS12");
      KeyStore store = KeyStore.getInstance(keys.toFile(), STORE_PASSWORD);
      Path pem = directory.resolve("ca.pem");
      Files.writeString(
          pem,
          "-----BEGIN CERTIFICATE-----\n"
              + Base64.getMimeEncoder().encodeToString(store.getCertificate("k").getEncoded())
              + "\n-----END CERTIFICATE-----\n");
      KeyManagerFactory managers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(store, STORE_PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), null, null);
      SSLServerSocket server =
          (SSLServerSocket)
              context
                  .getServerSocketFactory()
                  .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
      return new TlsProxy(server, target, pem);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void keytool(String... arguments) throws IOException {
    Path tool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    List<String> command = new java.util.ArrayList<>(List.of(tool.toString()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes());
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IllegalStateException("keytool: " + output);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  int port() {
    return server.getLocalPort();
  }

  /** The certificate that a client must trust. */
  Path certificate() {
    return certificate;
  }

  private void accept() {
    try {
      while (true) {
        Socket outside = server.accept();
        sockets.add(outside);
        Socket inside = new Socket(InetAddress.getLoopbackAddress(), target);
        sockets.add(inside);
        daemon(() -> pump(outside, inside));
        daemon(() -> pump(inside, outside));
      }
    } catch (IOException e) {
      // Closed by the test.
      close();
    }
  }

  private static void pump(Socket from, Socket to) {
    try (from;
        to;
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      in.transferTo(out);
    } catch (IOException e) {
      // Either side went away, or the handshake failed: both sockets are closed.
      return;
    }
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "tls-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
