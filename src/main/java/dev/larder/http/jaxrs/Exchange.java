package dev.larder.http.jaxrs;

import dev.larder.http.ResponseHead;
import dev.larder.http.TargetUri;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way through the server, as the filters and the interceptor hand it on. It is a
 * property of the JAX-RS request, which servers keep as an attribute of the servlet request. At any
 * time one thread works on a request; the container hands it over between threads.
 */
final class Exchange {

  static final String PROPERTY = "dev.larder.http.exchange";

  private final @Nullable HttpServletRequest request;
  private final @Nullable HttpServletResponse response;
  private final boolean refresh;
  private String method = "";
  private @Nullable TargetUri target;
  private @Nullable Forwarded forwarded;
  private boolean served;
  private boolean storeAway;
  private boolean cookieAdded;

  /**
   * Makes an exchange.
   *
   * @param request the servlet request; null when it is not known
   * @param response the servlet response; null when it is not known
   * @param refresh whether this request is a refresh in the background
   */
  Exchange(
      @Nullable HttpServletRequest request,
      @Nullable HttpServletResponse response,
      boolean refresh) {
    this.request = request;
    this.response = response;
    this.refresh = refresh;
  }

  /** Returns the exchange of a request, a new one when the servlet filter has not made it. */
  static Exchange of(ContainerRequestContext context) {
    if (context.getProperty(PROPERTY) instanceof Exchange exchange) {
      return exchange;
    }
    Exchange exchange = new Exchange(null, null, false);
    context.setProperty(PROPERTY, exchange);
    return exchange;
  }

  /**
   * Takes method and target as they are after the pre-matching filters; later an automatic HEAD
   * looks like a GET.
   */
  void matchWith(ContainerRequestContext context) {
    method = context.getMethod();
    // Server difference: letters of a method. RESTEasy takes get for GET; methods are
    // case-sensitive (RFC 9110, section 9.1), and the resource may see the one that was sent.
    if (request != null && request.getMethod().equalsIgnoreCase(method)) {
      method = request.getMethod();
    }
    target = target(context);
  }

  private TargetUri target(ContainerRequestContext context) {
    URI uri;
    try {
      uri = context.getUriInfo().getRequestUri();
    } catch (IllegalArgumentException e) {
      // Server difference: raw characters. RESTEasy passes on what is no URI, such as a raw [.
      if (request == null) {
        throw e;
      }
      return Requests.target(request);
    }
    return new TargetUri(
        uri.getScheme(), uri.getRawAuthority(), nonEmpty(uri.getRawPath()), uri.getRawQuery());
  }

  private static String nonEmpty(@Nullable String path) {
    return path == null || path.isEmpty() ? "/" : path;
  }

  String method() {
    return method;
  }

  TargetUri target() {
    if (target == null) {
      throw new IllegalStateException("the pre-matching filter did not run");
    }
    return target;
  }

  /** Returns where this server takes requests; null when that is not known. */
  @Nullable LocalEnd localEnd() {
    return request == null ? null : LocalEnd.of(request);
  }

  boolean isRefresh() {
    return refresh;
  }

  /** Returns whether everybody reads the same target in the request. */
  boolean namesItsTargetPlainly() {
    return request == null || RequestForm.namesItsTargetPlainly(request);
  }

  /** Returns the head of a response as the client gets it, as far as that matters to caches. */
  ResponseHead complete(ResponseHead head) {
    return response == null ? head : PastJaxRs.with(head, response);
  }

  /** Returns whether a cookie is set past JAX-RS. */
  boolean setsCookiePastJaxRs() {
    return cookieAdded
        || (request != null && PastJaxRs.beginsSession(request))
        || (response != null && PastJaxRs.setsCookie(response));
  }

  /** Says that a cookie is added to the servlet response. */
  void addCookie() {
    cookieAdded = true;
  }

  /** Says that the store did not answer a moment ago, so that it is not asked once more. */
  void storeIsAway() {
    storeAway = true;
  }

  boolean isStoreAway() {
    return storeAway;
  }

  /** Says that the response comes from the cache, so that nothing of it is stored. */
  void serve() {
    served = true;
  }

  boolean isServed() {
    return served;
  }

  void forward(Forwarded forwarded) {
    this.forwarded = forwarded;
  }

  /** Returns what was begun when the request went on to the resource; null when nothing was. */
  @Nullable Forwarded forwarded() {
    return forwarded;
  }

  /** Says that the request goes on asynchronously. */
  void detach() {
    if (forwarded != null) {
      forwarded.detach();
    }
  }

  /** Ends whatever did not come to an end, when the server is done with the request. */
  void finish() {
    if (forwarded != null) {
      forwarded.giveUp();
    }
  }
}
