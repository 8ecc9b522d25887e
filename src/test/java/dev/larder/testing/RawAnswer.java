package dev.larder.testing;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * An HTTP answer as it came over the socket. Immutable, as long as nobody writes into the body.
 *
 * @see RawConnection
 */
public final class RawAnswer {

  private final String statusLine;
  private final List<String> headerLines;
  private final byte[] body;
  private final boolean complete;
  private final boolean reusable;

  RawAnswer(
      String statusLine,
      List<String> headerLines,
      byte[] body,
      boolean complete,
      boolean reusable) {
    this.statusLine = statusLine;
    this.headerLines = List.copyOf(headerLines);
    this.body = body;
    this.complete = complete;
    this.reusable = reusable;
  }

  /** Such as {@code HTTP/1.1 200 OK}. */
  public String statusLine() {
    return statusLine;
  }

  public int status() {
    return Integer.parseInt(statusLine.substring(9, 12));
  }

  /** The header lines as received, without their ends: names, order, duplicates, white space. */
  public List<String> headerLines() {
    return headerLines;
  }

  /** The values of all lines of a field in their order, trimmed; the letter case does not count. */
  public List<String> headers(String name) {
    String prefix = name.toLowerCase(Locale.ROOT) + ":";
    return headerLines.stream()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
        .map(line -> line.substring(prefix.length()).strip())
        .toList();
  }

  /** The value of a field that has one line; empty when there is none. */
  public Optional<String> header(String name) {
    List<String> values = headers(name);
    if (values.size() > 1) {
      throw new AssertionError("several lines of " + name + " in " + this);
    }
    return values.stream().findFirst();
  }

  /** The body after removal of a chunked coding. */
  public byte[] body() {
    return body;
  }

  /** The body in UTF-8. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /**
   * Whether the body is as long as the server said. A body that lasts until the end of the
   * connection is always complete; a connection that breaks in a body with a length or in chunks
   * leaves it incomplete.
   */
  public boolean complete() {
    return complete;
  }

  /** Whether another request may be sent on the connection. */
  public boolean reusable() {
    return reusable;
  }

  /** Status line, header lines, size of the body: for messages of tests. */
  @Override
  public String toString() {
    return statusLine
        + "\n"
        + String.join("\n", headerLines)
        + "\n("
        + body.length
        + " bytes"
        + (complete ? ")" : ", incomplete)");
  }
}
