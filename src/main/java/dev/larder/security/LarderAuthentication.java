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
import java.util.Optional;

/**
 * The authentication of every request by Basic or Bearer, without a session. Missing and wrong
 * credentials leave the request anonymous here; {@link RoleFilter} answers them, alike on all
 * servers.
 */
@ApplicationScoped
public class LarderAuthentication implements HttpAuthenticationMechanism {

  @Inject AccountsHolder holder;

  @Override
  public AuthenticationStatus validateRequest(
      HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
    List<String> lines = Collections.list(request.getHeaders("Authorization"));
    Optional<Account> account = Credentials.parse(lines).flatMap(this::accountOf);
    return account.isEmpty()
        ? context.doNothing()
        : context.notifyContainerAboutLogin(account.get().principal(), account.get().roles());
  }

  private Optional<Account> accountOf(Credentials credentials) {
    if (credentials instanceof Credentials.Password basic) {
      return holder.accounts().withPassword(basic.name(), basic.password());
    }
    return holder.accounts().withToken(((Credentials.Token) credentials).token());
  }
}
