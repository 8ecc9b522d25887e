package dev.larder.cache.redis;

import dev.larder.cache.CacheException;
import org.jspecify.annotations.Nullable;

/**
 * No connection to a server was to be had. So nothing was sent to it, and whatever was asked for
 * may be asked of another one.
 */
final class Unreached extends CacheException {

  private static final long serialVersionUID = 1L;

  Unreached(String message, @Nullable Throwable cause) {
    super(Reason.UNAVAILABLE, message, cause);
  }
}
