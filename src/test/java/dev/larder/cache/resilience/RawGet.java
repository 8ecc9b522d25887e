package dev.larder.cache.resilience;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/**
 * A connection to Redis that asks for a value now and reads the answer later: a frozen server has
 * the question in its buffer before anything that comes after its thaw.
 */
final class RawGet implements AutoCloseable {

  private final Socket socket;

  RawGet(int port) {
    try {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(20_000);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void send(String key) {
    byte[] bytes = key.getBytes(UTF_8);
    try {
      socket
          .getOutputStream()
          .write(("*2\r\n$3\r\nGET\r\n$" + bytes.length + "\r\n" + key + "\r\n").getBytes(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the value, or null when there is none. */
  @Nullable String receive() {
    try {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      String head = line(in);
      if (!head.startsWith("$")) {
        throw new IllegalStateException("no answer to a GET: " + head);
      }
      int length = Integer.parseInt(head.substring(1));
      if (length < 0) {
        return null;
      }
      byte[] value = in.readNBytes(length);
      line(in);
      return new String(value, UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String line(DataInputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.readByte(); c != '\r'; c = in.readByte()) {
      line.append((char) c);
    }
    in.readByte();
    return line.toString();
  }

  /** Asks and reads at once. */
  @Nullable String get(String key) {
    send(key);
    return receive();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
