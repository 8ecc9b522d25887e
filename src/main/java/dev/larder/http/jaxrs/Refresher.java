package dev.larder.http.jaxrs;

import dev.larder.http.CacheRequest;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Refreshes stale responses in the background (RFC 5861, section 3), each once at a time in this
 * JVM, and not more than a few together. JAX-RS knows no way to run a resource without a request,
 * so the server sends itself the request again, with the same fields and so with the same rights; a
 * token that is good for one request tells it from requests of clients.
 */
final class Refresher {

  static final String FIELD = "Larder-Refresh";

  private static final Logger LOG = Logger.getLogger(Refresher.class.getName());
  private static final int AT_ONCE = 16;
  private static final int TOKEN_BYTES = 18;

  private final Executor executor;
  private final SecureRandom random = new SecureRandom();
  private final Semaphore places = new Semaphore(AT_ONCE);
  private final Set<String> running = ConcurrentHashMap.newKeySet();
  private final Set<String> tokens = ConcurrentHashMap.newKeySet();

  Refresher(Executor executor) {
    this.executor = executor;
  }

  /** Returns whether a request is a refresh of this server's own; a token is good only once. */
  boolean claims(@Nullable String token) {
    return token != null && tokens.remove(token);
  }

  /** Begins a refresh, unless one of the same key is under way or too many are. */
  void refresh(String key, Exchange exchange, CacheRequest request) {
    LocalEnd end = exchange.localEnd();
    if (end == null || !running.add(key)) {
      return;
    }
    if (!places.tryAcquire()) {
      running.remove(key);
      return;
    }
    boolean begun = false;
    try {
      executor.execute(() -> run(key, end, request));
      begun = true;
    } catch (RejectedExecutionException e) {
      LOG.log(Level.FINE, "The executor takes no refresh now; the next stale hit tries again", e);
    } finally {
      if (!begun) {
        done(key);
      }
    }
  }

  private void run(String key, LocalEnd end, CacheRequest request) {
    byte[] bytes = new byte[TOKEN_BYTES];
    random.nextBytes(bytes);
    String token = Base64.getUrlEncoder().encodeToString(bytes);
    tokens.add(token);
    try {
      String statusLine = LoopbackRequest.send(end, request, FIELD, token);
      LOG.log(Level.FINE, "Refreshed {0}: {1}", new Object[] {request.target(), statusLine});
    } catch (IOException e) {
      LOG.log(
          Level.WARNING,
          "A stale response could not be refreshed in the background; it is served until its"
              + " stale-while-revalidate ends, and then validated in the foreground",
          e);
    } finally {
      tokens.remove(token);
      done(key);
    }
  }

  private void done(String key) {
    places.release();
    running.remove(key);
  }
}
