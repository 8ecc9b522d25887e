package dev.larder.http.jaxrs;

import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.File;
import java.io.InputStream;
import java.io.Reader;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Which entities are streams. */
final class Streams {

  private Streams() {}

  /**
   * Returns whether the writer is done long before the response is: server-sent events, and chunked
   * output of Jersey, which passes through a writer once without its content.
   */
  static boolean isEndless(ContainerResponseContext response) {
    MediaType type = response.getMediaType();
    if (type != null && type.isCompatible(MediaType.SERVER_SENT_EVENTS_TYPE) && !wild(type)) {
      return true;
    }
    Object entity = response.getEntity();
    return entity != null && isChunked(entity.getClass());
  }

  private static boolean wild(MediaType type) {
    return type.isWildcardType() || type.isWildcardSubtype();
  }

  private static boolean isChunked(@Nullable Class<?> type) {
    for (Class<?> at = type; at != null; at = at.getSuperclass()) {
      if (at.getName().equals("org.glassfish.jersey.server.ChunkedOutput")) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether content is to reach the client while it is produced. */
  static boolean flows(Class<?> entity) {
    return StreamingOutput.class.isAssignableFrom(entity)
        || InputStream.class.isAssignableFrom(entity)
        || Reader.class.isAssignableFrom(entity)
        || File.class.isAssignableFrom(entity)
        || Path.class.isAssignableFrom(entity);
  }
}
