package dev.larder.http.jaxrs;

import dev.larder.http.HeaderFields;
import dev.larder.http.Storability;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A response that is to be stored when it is complete.
 *
 * @param status its status
 * @param seen its fields as the resource made them
 * @param entity what the resource answered; null when there is no body
 * @param storable its fields as they are kept, and how long
 * @param responseTime when its head was there
 */
record Capture(
    int status,
    HeaderFields seen,
    @Nullable Object entity,
    Storability.Storable storable,
    Instant responseTime) {

  /** Returns the same with other fields to keep. */
  Capture as(Storability.Storable other) {
    return new Capture(status, seen, entity, other, responseTime);
  }
}
