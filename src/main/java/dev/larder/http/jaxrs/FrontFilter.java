package dev.larder.http.jaxrs;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The servlet filter in front of JAX-RS: it answers early what may be answered early, tells the
 * filters inside where the request came in, and sees its end, whatever happens inside.
 */
public final class FrontFilter extends HttpFilter {

  private static final long serialVersionUID = 1;

  private static final Logger LOG = Logger.getLogger(FrontFilter.class.getName());

  private transient volatile @Nullable ResponseCaching caching;
  private transient volatile boolean looked;

  /** Called by the servlet container. */
  public FrontFilter() {}

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    ResponseCaching found = caching();
    if (found == null || request.getAttribute(Exchange.PROPERTY) != null) {
      chain.doFilter(request, response);
      return;
    }
    boolean refresh = found.refresher().claims(request.getHeader(Refresher.FIELD));
    EarlyAnswers.Result early =
        refresh ? EarlyAnswers.Result.PASSED_ON : EarlyAnswers.answer(found, request, response);
    if (early == EarlyAnswers.Result.ANSWERED) {
      return;
    }
    Exchange exchange = new Exchange(request, response, refresh);
    if (early == EarlyAnswers.Result.STORE_AWAY) {
      exchange.storeIsAway();
    }
    request.setAttribute(Exchange.PROPERTY, exchange);
    GuardedResponse guarded = new GuardedResponse(request, response, exchange, found);
    try {
      chain.doFilter(request, guarded);
      guarded.standIn();
    } catch (IOException | ServletException | RuntimeException e) {
      // Whatever it is, it is the container's business unless a stale response stood in for it.
      if (!guarded.failed()) {
        throw e;
      }
      LOG.log(Level.WARNING, "A stale response stands in for an error", e);
    } finally {
      finish(request, exchange);
    }
  }

  private @Nullable ResponseCaching caching() {
    if (!looked) {
      ResponseCaching found = Applications.caching();
      caching = found != null && found.settings().enabled() ? found : null;
      looked = true;
    }
    return caching;
  }

  private static void finish(HttpServletRequest request, Exchange exchange) {
    try {
      if (request.isAsyncStarted()) {
        exchange.detach();
        request.getAsyncContext().addListener(new AtEnd(exchange));
        return;
      }
    } catch (IllegalStateException e) {
      // It came to its end between the two calls.
      exchange.finish();
      return;
    }
    exchange.finish();
  }

  /** Sees the end of an asynchronous request. */
  private record AtEnd(Exchange exchange) implements AsyncListener {

    @Override
    public void onComplete(AsyncEvent event) {
      exchange.finish();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
      exchange.finish();
    }

    @Override
    public void onError(AsyncEvent event) {
      exchange.finish();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
      event.getAsyncContext().addListener(this);
    }
  }
}
