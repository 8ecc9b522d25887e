package dev.larder.cache;

import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** The serialized form of typed values. Implementations are thread-safe. */
public interface Codec {

  /**
   * Serializes a value as the declared type.
   *
   * @throws CacheException {@link CacheException.Reason#NOT_SERIALIZABLE}
   */
  byte[] encode(@Nullable Object value, Type type);

  /**
   * Reads a value as the declared type; {@code null} when the bytes say so.
   *
   * @throws CacheException {@link CacheException.Reason#UNREADABLE}
   */
  @Nullable Object decode(byte[] bytes, Type type);
}
