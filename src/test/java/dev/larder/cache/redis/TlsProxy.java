package dev.larder.cache.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManagerFactory;

/** A server in front of a Redis that does TLS, with a certificate of its own made by keytool. */
final class TlsProxy implements AutoCloseable {

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
    return start(target, subjectAltName, null);
  }

  /** Starts a proxy that besides takes only clients which show this certificate. */
  static TlsProxy start(int target, String subjectAltName, TestKeys client) {
    TestKeys own = TestKeys.make("EC", "-ext", "san=" + subjectAltName);
    try {
      KeyManagerFactory managers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(own.store(), TestKeys.STORE_PASSWORD);
      TrustManagerFactory trusted =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      KeyStore clients = KeyStore.getInstance("PKCS12");
      clients.load(null, null);
      if (client != null) {
        clients.setCertificateEntry("client", client.store().getCertificate("k"));
      }
      trusted.init(clients);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          managers.getKeyManagers(), client == null ? null : trusted.getTrustManagers(), null);
      SSLServerSocket server =
          (SSLServerSocket)
              context
                  .getServerSocketFactory()
                  .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
      server.setNeedClientAuth(client != null);
      return new TlsProxy(server, target, own.certificate());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
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
