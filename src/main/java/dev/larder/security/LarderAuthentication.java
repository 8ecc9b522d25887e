package dev.larder.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The authentication of every request by Basic or Bearer, without a session. Missing and wrong
 * credentials leave the request anonymous here; {@link RoleFilter} answers them, alike on all
 * servers.
 */
@ApplicationScoped
public class LarderAuthentication implements HttpAuthenticationMechanism {

  /** The request attribute with the {@link SignIn.Result} of credentials that were not accepted. */
  static final String REFUSAL = "dev.larder.security.refusal";

  @Inject SecurityRuntime security;
  @Inject SecurityTally tally;
  @Inject AuditTrail trail;

  @Override
  public AuthenticationStatus validateRequest(
      HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
    List<String> lines = Collections.list(request.getHeaders("Authorization"));
    Optional<Credentials> credentials = Credentials.parse(lines);
    if (credentials.isEmpty()) {
      return context.doNothing();
    }
    String address = security.addressOf(request);
    SignIn.Result result =
        security.signIn().attempt(credentials.get(), address, new RequestLogin(context));
    if (result instanceof SignIn.Known known) {
      request.setAttribute(CurrentAccount.SIGNED_IN, known.account());
      return context.notifyContainerAboutLogin(
          known.account().principal(), known.account().roles());
    }
    request.setAttribute(REFUSAL, result);
    tally.refused(result);
    if (result instanceof SignIn.Wrong wrong) {
      // So many lines at most as attempts are looked at: nobody fills the log.
      new Audit.Action("sign-in", wrong.who(), address, trail)
          .ended(wrong.last() ? "refused-and-shut-out" : "refused", Map.of());
    }
    return context.doNothing();
  }
}
