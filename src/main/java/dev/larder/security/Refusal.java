package dev.larder.security;

import dev.larder.rest.ProblemException;
import dev.larder.rest.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;

/** What a request without valid credentials is told. */
final class Refusal {

  private static final String BASIC = "Basic realm=\"larder\", charset=\"UTF-8\"";
  private static final String BEARER = "Bearer realm=\"larder\"";

  private Refusal() {}

  /** Returns what to throw; the request came to no account. */
  static ProblemException of(HttpServletRequest request, ContainerRequestContext context) {
    Object refusal = request.getAttribute(LarderAuthentication.REFUSAL);
    if (refusal instanceof SignIn.ShutOut shutOut) {
      return new ProblemException(
              ProblemType.TOO_MANY_ATTEMPTS,
              "after too many wrong credentials none are looked at for a while; Retry-After says how"
                  + " long")
          .header(HttpHeaders.RETRY_AFTER, Long.toString(shutOut.left().toSeconds() + 1));
    }
    if (refusal instanceof SignIn.Busy) {
      return new ProblemException(
          ProblemType.UNAVAILABLE, "too many credentials are being looked at; try again");
    }
    return new ProblemException(
            ProblemType.UNAUTHENTICATED,
            "send valid credentials: Authorization with Basic or Bearer")
        .header(HttpHeaders.WWW_AUTHENTICATE, byScript(context) ? BEARER : BASIC);
  }

  /**
   * Whether a script in a page asks, such as the console's: a challenge for Basic would have the
   * browser ask for a password in a window of its own, and keep it.
   */
  private static boolean byScript(ContainerRequestContext context) {
    String mode = context.getHeaderString("Sec-Fetch-Mode");
    return (mode != null && !mode.equals("navigate"))
        || context.getHeaderString("X-Requested-With") != null;
  }
}
