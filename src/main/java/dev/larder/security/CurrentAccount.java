package dev.larder.security;

import dev.larder.rest.ProblemException;
import dev.larder.rest.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The account behind the present request. */
@ApplicationScoped
public class CurrentAccount {

  /** The request attribute with the {@link Account} of credentials that were accepted. */
  static final String SIGNED_IN = "dev.larder.security.account";

  @Inject HttpServletRequest request;

  /** Returns the account; empty when the request is anonymous. */
  public Optional<Account> get() {
    return of(request.getUserPrincipal());
  }

  Optional<Account> of(@Nullable Principal principal) {
    return principal == null
        ? Optional.empty()
        : Optional.ofNullable((Account) request.getAttribute(SIGNED_IN));
  }

  /** Returns the text that every key within reach begins with; empty for all keys. */
  public String prefix() {
    return get().flatMap(Account::prefix).orElse("");
  }

  /**
   * Returns a key that is within reach.
   *
   * @throws ProblemException {@link ProblemType#OUTSIDE_PREFIX} when it is not
   */
  public String reach(String key) {
    if (!key.startsWith(prefix())) {
      throw new ProblemException(
          ProblemType.OUTSIDE_PREFIX, "these credentials reach keys under their prefix only");
    }
    return key;
  }
}
