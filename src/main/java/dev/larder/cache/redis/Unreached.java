package dev.larder.cache.redis;

import dev.larder.cache.CacheException;
import org.jspecify.annotations.Nullable;

/**
 * No connection to a server was to be had, or it broke during something that may be done twice. So
 * whatever was asked for may be asked of another server.
 */
final class Unreached extends CacheException {

  private static final long serialVersionUID = 1L;

  Unreached(String message, @Nullable Throwable cause) {
    super(Reason.UNAVAILABLE, message, cause);
  }
}
