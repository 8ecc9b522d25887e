package dev.larder.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a server on the loopback address that sends header lines exactly as given, shows
 * answers exactly as received, and can be used for one request after the other.
 *
 * <p>Every wait for the server is bounded. Not thread-safe.
 */
public final class RawConnection implements AutoCloseable {

  private static final int CONNECT_MILLIS = 10_000;
  private static final int READ_MILLIS = 30_000;

  private final int port;
  private final Socket socket;
  private final InputStream in;

  private RawConnection(int port, Socket socket) throws IOException {
    this.port = port;
    this.socket = socket;
    in = new BufferedInputStream(socket.getInputStream());
  }

  /** Connects; a read waits 30 seconds at most. */
  public static RawConnection open(int port) {
    try {
      Socket socket = new Socket();
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
      socket.setSoTimeout(READ_MILLIS);
      socket.setTcpNoDelay(true);
      return new RawConnection(port, socket);
    } catch (IOException e) {
      throw new UncheckedIOException("no connection to port " + port, e);
    }
  }

  /** Bounds how long a read waits for the server. */
  public RawConnection timeout(Duration bound) {
    try {
      socket.setSoTimeout(Math.toIntExact(bound.toMillis()));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a GET and waits for its answer. */
  public RawAnswer get(String target, String... headers) {
    return exchange("GET", target, null, headers);
  }

  /** Sends a request and waits for its answer; see {@link #send}. */
  public RawAnswer exchange(
      String method, String target, byte @Nullable [] body, String... headers) {
    send(method, target, body, headers);
    return receive(method);
  }

  /**
   * Sends a request and does not wait.
   *
   * @param target of the request line, sent in ISO 8859-1 as it is
   * @param body null for none
   * @param headers whole lines without their ends, sent in ISO 8859-1 as they are; {@code Host} and
   *     {@code Content-Length} are added where needed and not given
   */
  public void send(String method, String target, byte @Nullable [] body, String... headers) {
    StringBuilder request = new StringBuilder();
    request.append(method).append(' ').append(target).append(" HTTP/1.1\r\n");
    if (!names(headers, "host")) {
      request.append("Host: 127.0.0.1:").append(port).append("\r\n");
    }
    for (String header : headers) {
      request.append(header).append("\r\n");
    }
    if (body != null && !names(headers, "content-length")) {
      request.append("Content-Length: ").append(body.length).append("\r\n");
    }
    request.append("\r\n");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(request.toString().getBytes(StandardCharsets.ISO_8859_1));
    if (body != null) {
      bytes.writeBytes(body);
    }
    try {
      socket.getOutputStream().write(bytes.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + target, e);
    }
  }

  /** Sends text in ISO 8859-1 as it is, a whole request or a part of one, and does not wait. */
  public void sendText(String text) {
    try {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot send " + text, e);
    }
  }

  /** Sends bytes as they are, whether they are a request or not. */
  public void write(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("the server takes no more", e);
    }
  }

  /** Says that nothing more will be sent, and goes on listening. */
  public void endOfSending() {
    try {
      socket.shutdownOutput();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for the answer to a request of that method; interim answers (1xx) are left out. */
  public RawAnswer receive(String method) {
    try {
      String statusLine = line();
      List<String> headers = headers();
      while (statusLine.startsWith("1", 9)) {
        statusLine = line();
        headers = headers();
      }
      return withBody(method, statusLine, headers);
    } catch (IOException e) {
      throw new UncheckedIOException("no answer to " + method + " on port " + port, e);
    }
  }

  /** Waits for the status line and the header lines of an answer, and leaves its body unread. */
  public RawAnswer receiveHead() {
    try {
      String statusLine = line();
      return new RawAnswer(statusLine, headers(), new byte[0], false, false);
    } catch (IOException e) {
      throw new UncheckedIOException("no answer on port " + port, e);
    }
  }

  /** Ends the connection at once, as a client does that goes away (RST). */
  public void reset() {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private RawAnswer withBody(String method, String statusLine, List<String> headers)
      throws IOException {
    boolean reusable =
        statusLine.startsWith("HTTP/1.1")
            && value(headers, "connection").filter(each -> each.contains("close")).isEmpty();
    String status = statusLine.substring(9, 12);
    if (method.equals("HEAD") || status.equals("204") || status.equals("304")) {
      return new RawAnswer(statusLine, headers, new byte[0], true, reusable);
    }
    if (value(headers, "transfer-encoding").filter(each -> each.contains("chunked")).isPresent()) {
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      boolean complete = readChunks(body);
      return new RawAnswer(statusLine, headers, body.toByteArray(), complete, complete && reusable);
    }
    Optional<String> length = value(headers, "content-length");
    if (length.isPresent()) {
      int expected = Integer.parseInt(length.get());
      byte[] body = in.readNBytes(expected);
      boolean complete = body.length == expected;
      return new RawAnswer(statusLine, headers, body, complete, complete && reusable);
    }
    return new RawAnswer(statusLine, headers, in.readAllBytes(), true, false);
  }

  /** Reads chunks and trailers; false when the connection ends before them. */
  private boolean readChunks(ByteArrayOutputStream body) throws IOException {
    try {
      while (true) {
        String sizeLine = line();
        int end = sizeLine.indexOf(';');
        int size = Integer.parseInt(end < 0 ? sizeLine : sizeLine.substring(0, end).strip(), 16);
        if (size == 0) {
          headers();
          return true;
        }
        byte[] chunk = in.readNBytes(size);
        body.writeBytes(chunk);
        if (chunk.length < size || !line().isEmpty()) {
          return false;
        }
      }
    } catch (EOFException e) {
      return false; // what came is the answer, and that it is incomplete
    }
  }

  private List<String> headers() throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      lines.add(line);
    }
    return lines;
  }

  private String line() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the server closed the connection");
      }
      bytes.write(next);
    }
    String line = bytes.toString(StandardCharsets.ISO_8859_1);
    return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
  }

  private static Optional<String> value(List<String> lines, String name) {
    return lines.stream()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip().toLowerCase(Locale.ROOT))
        .findFirst();
  }

  private static boolean names(String[] lines, String name) {
    return value(List.of(lines), name).isPresent();
  }
}
