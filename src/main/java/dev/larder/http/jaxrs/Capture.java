package dev.larder.http.jaxrs;

import dev.larder.http.Storability;
import java.time.Instant;

/**
 * A response whose body is to be captured.
 *
 * @param status its status
 * @param storable its fields as they are kept, and how long
 * @param responseTime when its head was there
 */
record Capture(int status, Storability.Storable storable, Instant responseTime) {}
