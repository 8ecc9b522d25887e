package dev.larder.cache.redis;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a server sends over a connection that speaks RESP3: replies, and in between pushes, which
 * nobody asked for. It is for one thread, which never waits for longer than its {@link Pace}
 * allows; between two waits that has its turn.
 *
 * <p>Keys that were invalidated are told one by one, since one push may name any number of them.
 */
final class RespReader {

  /** What is done while nothing comes. */
  @FunctionalInterface
  interface Pace {

    /**
     * Does what is due before the next wait, and returns how many milliseconds that may take.
     *
     * @param came whether something came since the last time
     * @throws IOException when it was waited long enough
     */
    int beforeWait(boolean came) throws IOException;
  }

  /** Who is told of invalidations. */
  interface Invalidations {
    void changed(byte[] key);

    void allChanged();
  }

  /** An error that the server answered: its code, such as {@code NOPERM}, and nothing it quotes. */
  record Refusal(String code) {}

  /** Far more than the lines and texts of any reply that is asked for here. */
  private static final int MAX_TEXT = 1 << 20;

  /** A key longer than this is none that anybody keeps a copy of; what sends it is no Redis. */
  private static final int MAX_KEY = 64 << 20;

  private static final int MAX_DEPTH = 8;

  private final Socket socket;
  private final InputStream in;
  private final Pace pace;
  private final Invalidations invalidations;
  private final byte[] buffer = new byte[16 << 10];
  private int at;
  private int end;

  RespReader(Socket socket, Pace pace, Invalidations invalidations) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
    this.pace = pace;
    this.invalidations = invalidations;
  }

  /**
   * Reads until there is a reply, and tells of the invalidations before it.
   *
   * @return text, a number, a list (a map too: key, value, key, value), a {@link Refusal}, or null
   */
  @Nullable Object next() throws IOException {
    while (true) {
      int type = read();
      if (type == '>') {
        push(length(Integer.MAX_VALUE));
      } else if (type == '|') {
        skip(2 * length(MAX_TEXT));
      } else {
        return value(type, 0);
      }
    }
  }

  private void push(int parts) throws IOException {
    if (parts < 1) {
      return;
    }
    Object kind = value(read(), 0);
    if (!"invalidate".equals(kind) || parts != 2) {
      skip(parts - 1);
      return;
    }
    int type = read();
    int keys = type == '*' ? length(Integer.MAX_VALUE) : -1;
    if (type == '_') {
      line();
    } else if (type != '*') {
      throw new IOException("an invalidation without keys");
    }
    if (keys < 0) {
      invalidations.allChanged();
    }
    for (int i = 0; i < keys; i++) {
      if (read() != '$') {
        throw new IOException("an invalidation of something else than keys");
      }
      invalidations.changed(bytes(length(MAX_KEY)));
    }
  }

  private void skip(int values) throws IOException {
    for (int i = 0; i < values; i++) {
      value(read(), 0);
    }
  }

  private @Nullable Object value(int type, int depth) throws IOException {
    if (depth > MAX_DEPTH) {
      throw new IOException("a reply nested too deeply");
    }
    return switch (type) {
      case '+', ',', '#', '(' -> line();
      case ':' -> number(line());
      case '_' -> nothing(line());
      case '$', '=' -> text(length(MAX_TEXT));
      case '-' -> refusal(line());
      case '!' -> refusal(new String(bytes(length(MAX_TEXT)), StandardCharsets.UTF_8));
      case '*', '~', '>' -> list(length(MAX_TEXT), depth);
      case '%' -> list(2 * length(MAX_TEXT), depth);
      default -> throw new IOException("no RESP");
    };
  }

  private static @Nullable Object nothing(String rest) throws IOException {
    if (!rest.isEmpty()) {
      throw new IOException("more than nothing");
    }
    return null;
  }

  private @Nullable String text(int length) throws IOException {
    return length < 0 ? null : new String(bytes(length), StandardCharsets.UTF_8);
  }

  private @Nullable List<@Nullable Object> list(int length, int depth) throws IOException {
    if (length < 0) {
      return null;
    }
    List<@Nullable Object> list = new ArrayList<>(Math.min(length, 64));
    for (int i = 0; i < length; i++) {
      list.add(value(read(), depth + 1));
    }
    return list;
  }

  private static Refusal refusal(String message) {
    int space = message.indexOf(' ');
    String code = space < 0 ? message : message.substring(0, space);
    return new Refusal(code.matches("[A-Z]{2,20}") ? code : "ERR");
  }

  private int length(int most) throws IOException {
    long length = number(line());
    if (length > most || length < -1) {
      throw new IOException("a length out of range");
    }
    return (int) length;
  }

  private static long number(String text) throws IOException {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IOException("not a number", e);
    }
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = read(); next != '\r'; next = read()) {
      if (line.length() == MAX_TEXT) {
        throw new IOException("a line too long");
      }
      line.append((char) next);
    }
    endOfLine();
    return line.toString();
  }

  private byte[] bytes(int length) throws IOException {
    if (length < 0) {
      throw new IOException("a key is missing");
    }
    byte[] bytes = new byte[length];
    for (int done = 0; done < length; ) {
      if (at == end) {
        fill();
      }
      int part = Math.min(length - done, end - at);
      System.arraycopy(buffer, at, bytes, done, part);
      at += part;
      done += part;
    }
    if (read() != '\r') {
      throw new IOException("a text longer than announced");
    }
    endOfLine();
    return bytes;
  }

  private void endOfLine() throws IOException {
    if (read() != '\n') {
      throw new IOException("a line that does not end");
    }
  }

  private int read() throws IOException {
    if (at == end) {
      fill();
    }
    return buffer[at++] & 0xff;
  }

  private void fill() throws IOException {
    int got = 0;
    boolean came = true;
    while (got == 0) {
      socket.setSoTimeout(Math.max(1, pace.beforeWait(came)));
      came = false;
      try {
        got = in.read(buffer);
      } catch (SocketTimeoutException e) {
        // Nothing came so far; what was read before stays read.
        got = 0;
      }
    }
    if (got < 0) {
      throw new EOFException("the server closed the connection");
    }
    at = 0;
    end = got;
  }
}
