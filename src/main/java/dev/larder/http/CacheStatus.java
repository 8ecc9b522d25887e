package dev.larder.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What this cache did with a request, as a member of {@code Cache-Status} (RFC 9211). Immutable;
 * methods return a changed copy.
 */
public final class CacheStatus {

  private final String value;

  private CacheStatus(String value) {
    this.value = value;
  }

  /**
   * The response came from the cache.
   *
   * @param ttl how long it stays fresh, in seconds; negative when it is stale
   */
  public static CacheStatus hit(long ttl) {
    return new CacheStatus("Larder; hit").ttl(ttl);
  }

  /** The request went to the resource. */
  public static CacheStatus forwarded(ForwardReason reason) {
    return new CacheStatus("Larder; fwd=" + reason.token());
  }

  /** The status that the resource answered to the forwarded request. */
  public CacheStatus forwardStatus(int status) {
    return with("fwd-status", Integer.toString(status));
  }

  /** The response of the resource was stored. */
  public CacheStatus stored() {
    return new CacheStatus(value + "; stored");
  }

  /** The request waited for the answer to another one. */
  public CacheStatus collapsed() {
    return new CacheStatus(value + "; collapsed");
  }

  /** How long the response stays fresh, in seconds; negative when it is stale. */
  public CacheStatus ttl(long seconds) {
    return with("ttl", Long.toString(seconds));
  }

  /** The key of the cache, for operators only. */
  public CacheStatus key(String key) {
    return with("key", string(key));
  }

  /** Whatever helps whoever looks for the reason; nothing is added for null. */
  public CacheStatus detail(@Nullable String detail) {
    if (detail == null) {
      return this;
    }
    boolean token = Syntax.isToken(detail) && Syntax.isAlpha(detail.charAt(0));
    return with("detail", token ? detail : string(detail));
  }

  /** Returns this as the value of a field. */
  public String value() {
    return value;
  }

  /**
   * Returns the value of the field with this behind what the resource or a cache before it sent.
   */
  public String after(List<String> lines) {
    List<String> members = new ArrayList<>(lines.size() + 1);
    for (String line : lines) {
      String member = Syntax.trim(line);
      if (!member.isEmpty()) {
        members.add(member);
      }
    }
    members.add(value);
    return String.join(", ", members);
  }

  @Override
  public String toString() {
    return value;
  }

  private CacheStatus with(String parameter, String argument) {
    return new CacheStatus(value + "; " + parameter + '=' + argument);
  }

  /** Returns a string of structured fields; bytes that it cannot carry are percent-encoded. */
  private static String string(String text) {
    StringBuilder string = new StringBuilder(text.length() + 2).append('"');
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (b >= ' ' && b <= '~') {
        if (b == '"' || b == '\\') {
          string.append('\\');
        }
        string.append((char) b);
      } else {
        string.append('%').append(hex(b >> 4)).append(hex(b));
      }
    }
    return string.append('"').toString();
  }

  private static char hex(int halfByte) {
    return "0123456789ABCDEF".charAt(halfByte & 0xf);
  }
}
