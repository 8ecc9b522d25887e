package dev.larder.cache;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The failure of a bulk write that names each key that was not stored; every other key of the call
 * is stored. Its reason is that of the first failure.
 */
public final class BulkWriteException extends CacheException {

  private static final long serialVersionUID = 1L;

  // CacheException is serializable, the map implementation too.
  private final LinkedHashMap<String, CacheException> failures;

  /**
   * Makes the failure of a bulk write.
   *
   * @param failures the keys that were not stored with the reason of each, at least one
   * @param attempted the number of keys in the call
   */
  public BulkWriteException(Map<String, CacheException> failures, int attempted) {
    super(
        first(failures).reason(),
        failures.size()
            + " of "
            + attempted
            + " keys were not stored: "
            + first(failures).getMessage(),
        first(failures));
    this.failures = new LinkedHashMap<>(failures);
  }

  /** Returns the keys that were not stored, in the order of the call, with the reason of each. */
  public Map<String, CacheException> failures() {
    return java.util.Collections.unmodifiableMap(failures);
  }

  private static CacheException first(Map<String, CacheException> failures) {
    return failures.values().iterator().next();
  }
}
