package dev.larder.http.jaxrs;

import dev.larder.http.CacheRequest;
import dev.larder.http.HeaderFields.Field;
import dev.larder.http.TargetUri;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * A request of the server to itself, over the very address and port where it took the request that
 * it repeats. HTTP clients of the platform cannot be used: they do not let the {@code Host} be that
 * of the original request.
 */
final class LoopbackRequest {

  private static final int CONNECT_MILLIS = 2_000;
  private static final int SILENCE_MILLIS = 30_000;
  private static final long TOTAL_NANOS = 60_000_000_000L;

  /** What belongs to the connection or the conditions of the original request. */
  private static final Set<String> LEFT_OUT =
      Set.of(
          "host",
          "larder-refresh",
          "connection",
          "keep-alive",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "proxy-connection",
          "http2-settings",
          "content-length",
          "content-type",
          "expect",
          "range",
          "if-range",
          "if-match",
          "if-none-match",
          "if-modified-since",
          "if-unmodified-since");

  private LoopbackRequest() {}

  /**
   * Sends a request again and reads its response to the end.
   *
   * @return the status line
   * @throws IOException when the server cannot be reached this way, or is silent for too long
   */
  static String send(LocalEnd end, CacheRequest request, String field, String value)
      throws IOException {
    long begin = System.nanoTime();
    try (Socket socket = connect(end)) {
      socket.setSoTimeout(SILENCE_MILLIS);
      socket.getOutputStream().write(head(request, field, value));
      socket.getOutputStream().flush();
      return drain(socket.getInputStream(), begin);
    }
  }

  private static Socket connect(LocalEnd end) throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(end.address(), end.port()), CONNECT_MILLIS);
      if (!end.secure()) {
        return socket;
      }
      socket.setSoTimeout(SILENCE_MILLIS);
      return trusting()
          .getSocketFactory()
          .createSocket(socket, end.address().getHostAddress(), end.port(), true);
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  private static byte[] head(CacheRequest request, String field, String value) {
    TargetUri target = request.target();
    StringBuilder head = new StringBuilder(512).append("GET ").append(target.path());
    if (target.query() != null) {
      head.append('?').append(target.query());
    }
    head.append(" HTTP/1.1\r\nHost: ").append(target.authority()).append("\r\n");
    for (Field line : request.fields().lines()) {
      if (!LEFT_OUT.contains(line.name().toLowerCase(Locale.ROOT)) && isOneLine(line)) {
        head.append(line.name()).append(": ").append(line.value()).append("\r\n");
      }
    }
    head.append(field).append(": ").append(value).append("\r\nConnection: close\r\n\r\n");
    return head.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  /** A line break in a value would begin another field. */
  private static boolean isOneLine(Field line) {
    return line.value().indexOf('\r') < 0 && line.value().indexOf('\n') < 0;
  }

  private static String drain(InputStream in, long begin) throws IOException {
    StringBuilder statusLine = new StringBuilder();
    boolean inFirstLine = true;
    byte[] buffer = new byte[8192];
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      for (int i = 0; inFirstLine && i < count; i++) {
        inFirstLine = buffer[i] != '\r' && buffer[i] != '\n' && statusLine.length() < 200;
        if (inFirstLine) {
          statusLine.append((char) (buffer[i] & 0xff));
        }
      }
      if (System.nanoTime() - begin > TOTAL_NANOS) {
        throw new IOException("the response takes longer than a minute");
      }
    }
    if (statusLine.isEmpty()) {
      throw new IOException("the server closed the connection without a response");
    }
    return statusLine.toString();
  }

  /**
   * Trusts whatever answers: it is this server, found by the address of its own socket, and its
   * certificate names the host of the outside world.
   */
  private static SSLContext trusting() throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new TrustAll()}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("no TLS", e);
    }
  }

  private static final class TrustAll extends X509ExtendedTrustManager {

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
