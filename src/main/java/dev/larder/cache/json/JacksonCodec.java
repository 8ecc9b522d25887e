package dev.larder.cache.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.larder.cache.CacheException;
import dev.larder.cache.CacheException.Reason;
import dev.larder.cache.Codec;
import java.io.IOException;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * The codec that writes values as UTF-8 JSON. The type is an argument of every call and never part
 * of the data: default typing, the road to remote code execution, stays off. Instances are
 * thread-safe.
 */
public final class JacksonCodec implements Codec {

  private final ObjectMapper mapper;

  /**
   * Makes a codec with Larder's mapper: {@code java.time} as ISO-8601 text, unknown properties
   * ignored, so that nodes of different versions can share a cache.
   */
  public JacksonCodec() {
    this(
        JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .addModule(new Jdk8Module())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build());
  }

  /** Makes a codec with an application's own mapper, which must not be changed afterwards. */
  public JacksonCodec(ObjectMapper mapper) {
    this.mapper = mapper;
  }

  @Override
  public byte[] encode(@Nullable Object value, Type type) {
    try {
      return mapper.writerFor(mapper.constructType(type)).writeValueAsBytes(value);
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new CacheException(
          Reason.NOT_SERIALIZABLE,
          "a " + type.getTypeName() + " has no JSON form (" + e.getClass().getSimpleName() + ")",
          e.getCause());
    }
  }

  @Override
  public @Nullable Object decode(byte[] bytes, Type type) {
    try {
      return mapper.readerFor(mapper.constructType(type)).readValue(bytes);
    } catch (IOException | IllegalArgumentException e) {
      // No cause: Jackson's messages quote the value, which may be private.
      throw new CacheException(
          Reason.UNREADABLE,
          "the stored value is no JSON form of "
              + type.getTypeName()
              + " ("
              + e.getClass().getSimpleName()
              + ")");
    }
  }
}
