package dev.larder.fuzz;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One request.
 *
 * @param operation the operation of the document that it was made from
 * @param method of the request line
 * @param bytes what is sent
 * @param label what is special about it, for messages; of visible ASCII
 * @param may the keys that it may change when it succeeds
 * @param changes whether a success changes something at all
 * @param proper whether nothing about it is hostile, so that it has to succeed
 * @param incomplete whether a server has to wait for more than is sent
 * @param stored what has to be found under a key when it succeeds; null when that is not known
 */
public record Attempt(
    String operation,
    String method,
    byte[] bytes,
    String label,
    Set<String> may,
    boolean changes,
    boolean proper,
    boolean incomplete,
    @Nullable Stored stored) {

  /** A value under a key. */
  public record Stored(String key, String value) {}

  @Override
  public String toString() {
    return operation + " (" + label + ", " + bytes.length + " bytes)";
  }
}
