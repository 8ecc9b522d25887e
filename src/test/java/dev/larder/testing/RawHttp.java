package dev.larder.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Sends a request byte by byte, for request lines that no HTTP client would send. */
public final class RawHttp {

  private RawHttp() {}

  /**
   * Sends one request to the loopback address and reads until the server closes the connection.
   *
   * @param target of the request line, sent in ISO 8859-1 as it is
   * @param headers whole lines without their ends; {@code Host} and {@code Connection: close} are
   *     added
   * @return the whole answer in ISO 8859-1, status line first
   */
  public static String send(int port, String method, String target, String... headers) {
    StringBuilder request = new StringBuilder();
    request.append(method).append(' ').append(target).append(" HTTP/1.1\r\n");
    request.append("Host: 127.0.0.1:").append(port).append("\r\nConnection: close\r\n");
    for (String header : headers) {
      request.append(header).append("\r\n");
    }
    request.append("\r\n");
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 10_000);
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + target, e);
    }
  }

  /** The status of an answer of {@link #send}. */
  public static int status(String answer) {
    return Integer.parseInt(answer.substring(9, 12));
  }
}
