package dev.larder.security;

import dev.larder.rest.Roles;
import jakarta.security.auth.message.callback.PasswordValidationCallback;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.security.Principal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.UnsupportedCallbackException;

/**
 * The look of the server's realm, by what Jakarta Authentication 3.0 has for it (3.5, {@code
 * PasswordValidationCallback}). Server difference: groups of the server's realm. Payara puts them
 * beside the user's name; WildFly tells of roles only after {@code HttpServletRequest.login}
 * (Servlet 6.0, 13.3), which Payara refuses to an application that has a mechanism of its own.
 *
 * @param context of a request that wants in, without a principal
 */
record RequestLogin(HttpMessageContext context) implements RealmLogin {

  /** A directory may have groups named as our roles are, of people who administer other things. */
  static final String PREFIX = "larder-";

  private static final System.Logger LOG = System.getLogger("dev.larder.security");
  private static final List<String> ROLES = List.of(Roles.READER, Roles.WRITER, Roles.ADMIN);

  @Override
  public Optional<Set<String>> roles(String name, String password) {
    // The name is among the principals, too, where it must not be taken for a group.
    if (name.startsWith(PREFIX)) {
      return Optional.empty();
    }
    Subject subject = new Subject();
    if (!isRight(subject, name, password)) {
      return Optional.empty();
    }
    Set<String> names =
        subject.getPrincipals().stream().map(Principal::getName).collect(Collectors.toSet());
    Set<String> groups = roles(names::contains);
    return Optional.of(groups.isEmpty() ? rolesByLogin(name, password) : groups);
  }

  private boolean isRight(Subject subject, String name, String password) {
    PasswordValidationCallback look =
        new PasswordValidationCallback(subject, name, password.toCharArray());
    try {
      context.getHandler().handle(new Callback[] {look});
      return look.getResult();
    } catch (IOException | UnsupportedCallbackException e) {
      LOG.log(System.Logger.Level.WARNING, "The server's realm could not be asked", e);
      return false;
    } finally {
      look.clearPassword();
    }
  }

  private Set<String> rolesByLogin(String name, String password) {
    try {
      context.getRequest().login(name, password);
    } catch (ServletException e) {
      LOG.log(System.Logger.Level.DEBUG, "The server tells no roles", e);
      return Set.of();
    }
    return roles(context.getRequest()::isUserInRole);
  }

  private static Set<String> roles(Predicate<String> named) {
    return ROLES.stream().filter(role -> named.test(PREFIX + role)).collect(Collectors.toSet());
  }
}
