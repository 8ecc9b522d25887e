package dev.larder.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What this cache did with a request, as a member of {@code Cache-Status} (RFC 9211). Immutable;
 * each method returns a changed copy.
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
    return new CacheStatus("Larder; hit; ttl=" + ttl);
  }

  /** The request went to the resource. */
  public static CacheStatus forwarded(ForwardReason reason) {
    return new CacheStatus("Larder; fwd=" + reason.token());
  }

  /** The status that the resource answered to the forwarded request. */
  public CacheStatus forwardStatus(int status) {
    return with("fwd-status=" + status);
  }

  /** The response of the resource was stored. */
  public CacheStatus stored() {
    return with("stored");
  }

  /** The request waited for the answer to another one. */
  public CacheStatus collapsed() {
    return with("collapsed");
  }

  /** How long the response stays fresh, in seconds. */
  public CacheStatus ttl(long seconds) {
    return with("ttl=" + seconds);
  }

  /** The key of the cache, for operators only. */
  public CacheStatus key(String key) {
    return with("key=\"" + key + '"');
  }

  /** Whatever helps whoever looks for the reason; nothing is added for null. */
  public CacheStatus detail(@Nullable String detail) {
    return detail == null ? this : with("detail=\"" + detail + '"');
  }

  /** Returns this as the value of a field. */
  public String value() {
    return value;
  }

  /** Returns the value of a field with this after what the resource sent, nearest it first. */
  public String after(List<String> lines) {
    return lines.isEmpty() ? value : String.join(", ", lines) + ", " + value;
  }

  @Override
  public String toString() {
    return value;
  }

  private CacheStatus with(String parameter) {
    return new CacheStatus(value + "; " + parameter);
  }
}
