package dev.larder.http.rules.app;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/**
 * Authentication by Basic, or by a cookie {@code login=name}, so that there are authenticated
 * requests without {@code Authorization}. Everybody is a {@code user}, alice an {@code admin}; the
 * password is the name. Whoever is not known stays anonymous.
 */
@ApplicationScoped
public class Login implements HttpAuthenticationMechanism {

  private static final Set<String> USERS = Set.of("alice", "bob");

  @Override
  public AuthenticationStatus validateRequest(
      HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
    Optional<String> user =
        basic(request.getHeader("Authorization"))
            .or(() -> cookie(request.getCookies()))
            .filter(USERS::contains);
    if (user.isEmpty()) {
      return context.doNothing();
    }
    Set<String> roles = user.get().equals("alice") ? Set.of("user", "admin") : Set.of("user");
    return context.notifyContainerAboutLogin(user.get(), roles);
  }

  private static Optional<String> basic(String authorization) {
    if (authorization == null || !authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
      return Optional.empty();
    }
    try {
      String pair =
          new String(
              Base64.getDecoder().decode(authorization.substring(6).strip()),
              StandardCharsets.UTF_8);
      int colon = pair.indexOf(':');
      return colon >= 0 && pair.substring(0, colon).equals(pair.substring(colon + 1))
          ? Optional.of(pair.substring(0, colon))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // no base64: nobody we know
    }
  }

  private static Optional<String> cookie(Cookie[] cookies) {
    if (cookies == null) {
      return Optional.empty();
    }
    for (Cookie cookie : cookies) {
      if (cookie.getName().equals("login")) {
        return Optional.of(cookie.getValue());
      }
    }
    return Optional.empty();
  }
}
