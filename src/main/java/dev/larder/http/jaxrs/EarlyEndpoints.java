package dev.larder.http.jaxrs;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The endpoints whose hits may be answered in front of JAX-RS, by the raw paths for which JAX-RS
 * has chosen them. Only JAX-RS itself knows which method answers a path, so a path is learnt from
 * the first request that takes the normal way. Bounded; thread-safe.
 */
final class EarlyEndpoints {

  /** So many paths are known at most. */
  private static final int MOST = 10_000;

  /** Longer paths are not worth their place. */
  private static final int LONGEST_PATH = 1_000;

  /**
   * What is known of a path.
   *
   * @param endpoint the endpoint that answers it
   * @param tags its tags, expanded
   */
  record Known(Endpoint endpoint, List<String> tags) {}

  private final ConcurrentMap<String, Known> byPath = new ConcurrentHashMap<>();

  /** Remembers that an endpoint answers the path of a request, if it may answer early. */
  void learn(Endpoint endpoint, List<String> tags, String path) {
    if (!endpoint.directive().early() || path.length() > LONGEST_PATH) {
      return;
    }
    if (byPath.size() >= MOST) {
      // Begins anew rather than keep what was asked for first, which may be nonsense.
      byPath.clear();
    }
    byPath.putIfAbsent(path, new Known(endpoint, tags));
  }

  boolean isEmpty() {
    return byPath.isEmpty();
  }

  /** Returns what is known of a raw path. */
  Optional<Known> at(String path) {
    return Optional.ofNullable(byPath.get(path));
  }
}
