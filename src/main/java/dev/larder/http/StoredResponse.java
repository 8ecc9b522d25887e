package dev.larder.http;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A complete response to a {@code GET} as it is kept, with what is needed to reuse it. Immutable;
 * the body is shared, not copied, and must not be changed.
 */
public final class StoredResponse {

  /**
   * A request field that selected this response (RFC 9111, section 4.1).
   *
   * @param name the field name in lower case
   * @param value the normalised value, or null when the request had no such field
   */
  public record Selecting(String name, @Nullable String value) {}

  private final ResponseHead head;
  private final byte[] bytes;
  private final int offset;
  private final int length;
  private volatile byte @Nullable [] body;
  private final Instant requestTime;
  private final Instant responseTime;
  private final List<Selecting> selecting;
  private final long resource;

  /** Read when first needed. A race makes it twice and alike: it is immutable. */
  private @Nullable Freshness freshness;

  /**
   * Makes a stored response.
   *
   * @param head status and end-to-end fields as they are replayed, {@code Date} included
   * @param body the identity bytes; they are not copied
   * @param requestTime when the request for it began
   * @param responseTime when its head was received
   * @param selecting the request fields that selected it; empty when there is no {@code Vary}
   * @param resource what tells apart resource methods that answer the same URI; 0 when unknown
   */
  public StoredResponse(
      ResponseHead head,
      byte[] body,
      Instant requestTime,
      Instant responseTime,
      List<Selecting> selecting,
      long resource) {
    this(head, body, 0, body.length, requestTime, responseTime, selecting, resource);
    this.body = body;
  }

  /** Makes a stored response whose body is a part of an array, which is not copied. */
  StoredResponse(
      ResponseHead head,
      byte[] bytes,
      int offset,
      int length,
      Instant requestTime,
      Instant responseTime,
      List<Selecting> selecting,
      long resource) {
    this.head = Objects.requireNonNull(head);
    this.bytes = bytes;
    this.offset = Objects.checkFromIndexSize(offset, length, bytes.length);
    this.length = length;
    this.requestTime = Objects.requireNonNull(requestTime);
    this.responseTime = Objects.requireNonNull(responseTime);
    this.selecting = List.copyOf(selecting);
    this.resource = resource;
  }

  /** Returns the same body, and what selected it, with another head and other times. */
  StoredResponse updated(ResponseHead newHead, Instant newRequestTime, Instant newResponseTime) {
    return new StoredResponse(
        newHead, bytes, offset, length, newRequestTime, newResponseTime, selecting, resource);
  }

  /** Returns status and fields. */
  public ResponseHead head() {
    return head;
  }

  /** Returns the status code. */
  public int status() {
    return head.status();
  }

  /** Returns the fields. */
  public HeaderFields fields() {
    return head.fields();
  }

  /**
   * Returns the body; it must not be changed. Of a response that was read from a store this makes a
   * copy at the first call, which {@link #writeBody} does not.
   */
  public byte[] body() {
    byte[] whole = body;
    if (whole == null) {
      whole = Arrays.copyOfRange(bytes, offset, offset + length);
      body = whole;
    }
    return whole;
  }

  /** Returns the length of the body in bytes. */
  public int bodyLength() {
    return length;
  }

  /**
   * Writes a part of the body.
   *
   * @throws IndexOutOfBoundsException when the body has no such part
   */
  public void writeBody(OutputStream to, int from, int count) throws IOException {
    Objects.checkFromIndexSize(from, count, length);
    to.write(bytes, offset + from, count);
  }

  /** Copies the body into an array. */
  void copyBody(byte[] to, int at) {
    System.arraycopy(bytes, offset, to, at, length);
  }

  /** Returns when the request for it began, by the clock of the node that stored it. */
  public Instant requestTime() {
    return requestTime;
  }

  /** Returns when its head was received. */
  public Instant responseTime() {
    return responseTime;
  }

  /** Returns the request fields that selected it. */
  public List<Selecting> selecting() {
    return selecting;
  }

  /** Returns what tells apart resource methods that answer the same URI. */
  public long resource() {
    return resource;
  }

  /** Returns what the fields say of age and lifetime. */
  Freshness freshness() {
    Freshness known = freshness;
    if (known == null) {
      known = Freshness.of(head, requestTime, responseTime);
      freshness = known;
    }
    return known;
  }
}
