package dev.larder.bench.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One connection that sends the same request again and again, as fast as it is answered. It reads
 * as little into an answer as it can, since it shares the processors with the server.
 */
final class Load implements AutoCloseable {

  private final int port;
  private final byte[] request;
  private Socket socket;
  private InputStream in;
  private final byte[] buffer = new byte[1 << 17];
  private int begin;
  private int end;

  Load(int port, String path, String fields) throws IOException {
    this.port = port;
    socket = open();
    in = socket.getInputStream();
    request =
        ("GET "
                + path
                + " HTTP/1.1\r\nHost: localhost:"
                + port
                + "\r\nAccept: text/plain\r\n"
                + fields
                + "\r\n")
            .getBytes(StandardCharsets.ISO_8859_1);
  }

  private Socket open() throws IOException {
    Socket opened = new Socket(InetAddress.getLoopbackAddress(), port);
    opened.setTcpNoDelay(true);
    opened.setSoTimeout(30_000);
    return opened;
  }

  /** Servers end a connection after some hundred requests. */
  private void reopen() throws IOException {
    socket.close();
    socket = open();
    in = socket.getInputStream();
    begin = 0;
    end = 0;
  }

  /** Sends one request and reads its answer; returns the head. */
  String exchange() throws IOException {
    socket.getOutputStream().write(request);
    int blank = headEnd();
    String head = new String(buffer, begin, blank - begin, StandardCharsets.ISO_8859_1);
    begin = blank;
    String lower = head.toLowerCase(Locale.ROOT);
    if (lower.contains("transfer-encoding: chunked")) {
      skipChunks();
    } else {
      skip(length(lower));
    }
    if (lower.contains("connection: close")) {
      reopen();
    }
    return head;
  }

  private static long length(String head) {
    int at = head.indexOf("\r\ncontent-length:");
    if (at < 0) {
      return 0;
    }
    int from = at + "\r\ncontent-length:".length();
    return Long.parseLong(head.substring(from, head.indexOf('\r', from)).strip());
  }

  private int headEnd() throws IOException {
    int at = begin;
    while (true) {
      for (; at + 3 < end; at++) {
        if (buffer[at] == '\r' && buffer[at + 2] == '\r') {
          return at + 4;
        }
      }
      int seen = at - begin;
      fill();
      at = begin + seen;
    }
  }

  private void skipChunks() throws IOException {
    while (true) {
      long size = 0;
      for (int c = next(); c != '\r'; c = next()) {
        size = size * 16 + Character.digit(c, 16);
      }
      next();
      skip(size + 2);
      if (size == 0) {
        return;
      }
    }
  }

  private int next() throws IOException {
    if (begin == end) {
      fill();
    }
    return buffer[begin++];
  }

  private void skip(long count) throws IOException {
    long left = count;
    while (left > 0) {
      if (begin == end) {
        fill();
      }
      long step = Math.min(left, end - begin);
      begin += (int) step;
      left -= step;
    }
  }

  private void fill() throws IOException {
    if (begin > 0) {
      System.arraycopy(buffer, begin, buffer, 0, end - begin);
      end -= begin;
      begin = 0;
    }
    int count = in.read(buffer, end, buffer.length - end);
    if (count < 0) {
      throw new EOFException("the server closed the connection");
    }
    end += count;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
