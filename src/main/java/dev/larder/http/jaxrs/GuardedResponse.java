package dev.larder.http.jaxrs;

import dev.larder.http.Answer;
import dev.larder.http.CacheStatus;
import dev.larder.http.StoredResponse;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The servlet response behind {@link FrontFilter}. An exception that no mapper of the application
 * takes goes past JAX-RS to the container, with {@code sendError}; where a stale response may stand
 * in for it (RFC 5861, section 4), that call is held back, since nothing could be sent after it.
 */
final class GuardedResponse extends HttpServletResponseWrapper {

  private final HttpServletRequest request;
  private final Exchange exchange;
  private final ResponseCaching caching;
  private boolean held;
  private int heldStatus;

  GuardedResponse(
      HttpServletRequest request,
      HttpServletResponse response,
      Exchange exchange,
      ResponseCaching caching) {
    super(response);
    this.request = request;
    this.exchange = exchange;
    this.caching = caching;
  }

  /** Undertow does not show such a cookie among the response's fields. */
  @Override
  public void addCookie(Cookie cookie) {
    exchange.addCookie();
    super.addCookie(cookie);
  }

  @Override
  public void sendError(int status, @Nullable String message) throws IOException {
    if (!hold(status)) {
      super.sendError(status, message);
    }
  }

  @Override
  public void sendError(int status) throws IOException {
    if (!hold(status)) {
      super.sendError(status);
    }
  }

  private boolean hold(int status) {
    if (held) {
      return true;
    }
    Forwarded forwarded = exchange.forwarded();
    StoredResponse stale = forwarded == null ? null : forwarded.stale();
    held =
        forwarded != null
            && stale != null
            && !exchange.isServed()
            && !isCommitted()
            // Then another thread would have to send it, and nothing here sees its end.
            && !request.isAsyncStarted()
            && caching
                .policy()
                .mayStandIn(
                    forwarded.request(),
                    forwarded.endpoint().directive(),
                    stale,
                    status,
                    caching.now());
    if (held) {
      heldStatus = status;
      // JAX-RS may still make a response of the exception, for nobody.
      exchange.serve();
    }
    return held;
  }

  /**
   * Says that the request came to its end with an exception, and returns whether a stale response
   * stood in for it.
   */
  boolean failed() throws IOException {
    return hold(SC_INTERNAL_SERVER_ERROR) && standIn();
  }

  /** Sends the stale response when an error was held back; returns whether it was. */
  boolean standIn() throws IOException {
    Forwarded forwarded = exchange.forwarded();
    StoredResponse stale = forwarded == null ? null : forwarded.stale();
    if (!held || forwarded == null || stale == null) {
      return false;
    }
    // The container would answer for an exception that it has seen inside.
    request.removeAttribute(RequestDispatcher.ERROR_EXCEPTION);
    // Not reset(): what servlet filters have set in front stays.
    resetBuffer();
    Instant now = caching.now();
    Answer answer =
        caching.policy().answer(forwarded.request(), forwarded.endpoint().directive(), stale, now);
    CacheStatus status = CacheStatus.forwarded(forwarded.reason()).forwardStatus(heldStatus);
    EarlyAnswers.send(request, this, answer, Responses.marked(answer, "HIT", status), stale);
    flushBuffer();
    return true;
  }
}
