package dev.larder.rest;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Sends bodies that HTTP clients do not send: without a length, or shorter than declared. */
final class Chunked {

  private Chunked() {}

  /** Sends so many bytes in chunks, as far as the server reads them; returns its answer. */
  static String put(int port, String target, String authorization, int bytes) {
    try (Socket socket = connected(port)) {
      OutputStream out = socket.getOutputStream();
      out.write(head("PUT", target, authorization, "Transfer-Encoding: chunked"));
      byte[] chunk = new byte[64 << 10];
      try {
        for (int sent = 0; sent < bytes; sent += chunk.length) {
          int length = Math.min(chunk.length, bytes - sent);
          out.write((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
          out.write(chunk, 0, length);
          out.write(new byte[] {'\r', '\n'});
        }
        out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      } catch (IOException e) {
        // It has heard enough and says so in its answer.
        socket.shutdownOutput();
      }
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Declares a hundred bytes, sends three and goes away. */
  static void abort(int port, String target, String authorization) {
    try (Socket socket = connected(port)) {
      socket.getOutputStream().write(head("PUT", target, authorization, "Content-Length: 100"));
      socket.getOutputStream().write(new byte[3]);
      socket.getOutputStream().flush();
      socket.shutdownOutput();
      // Until the server has given up as well.
      socket.getInputStream().readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] head(String method, String target, String... headers) {
    return (method
            + " "
            + target
            + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
            + String.join("\r\n", headers)
            + "\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static Socket connected(int port) throws IOException {
    Socket socket = new Socket();
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 10_000);
    socket.setSoTimeout(60_000);
    return socket;
  }
}
