package dev.larder.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes an event stream (HTML standard, section 9.2) whose data are JSON. Not thread-safe.
 *
 * <p>Server difference: flushing. It begins with a comment of 8 KB: Jersey keeps so much back,
 * whether it is flushed or not.
 */
public final class EventWriter {

  private static final byte[] BEGINNING =
      (":" + " ".repeat((8 << 10) - 2) + "\n").getBytes(StandardCharsets.US_ASCII);

  private final OutputStream out;

  /** Begins a stream. */
  public EventWriter(OutputStream out) throws IOException {
    this.out = out;
    out.write(BEGINNING);
  }

  /** Writes an event; {@link #flush} sends it. */
  public void write(String event, Object data) throws IOException {
    out.write(text(event, data).getBytes(StandardCharsets.UTF_8));
  }

  /** Sends what was written. */
  public void flush() throws IOException {
    out.flush();
  }

  private static String text(String event, Object data) {
    try {
      // JSON has no raw line breaks, so that it is one line of data.
      return "event: " + event + "\ndata: " + Json.MAPPER.writeValueAsString(data) + "\n\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an event has no JSON form", e);
    }
  }
}
