package dev.larder.security;

import dev.larder.rest.QueryString;
import dev.larder.rest.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who is asking, so that a client need not try what it may do. */
@Path("account")
@ApplicationScoped
@WithinPrefix
public class AccountResource {

  @Inject HttpServletRequest request;
  @Inject CurrentAccount current;

  /**
   * The account behind the request.
   *
   * @param name of the principal; a token's begins with {@code token:}
   * @param roles with those that they include, in the order of their names
   * @param prefix what every key begins with that is within reach; {@code null} for all keys
   */
  public record Shown(String name, List<String> roles, @Nullable String prefix) {}

  /** Returns the account. */
  @GET
  @Produces(MediaType.APPLICATION_JSON)
  @RolesAllowed(Roles.READER)
  public Shown get() {
    QueryString.of(request);
    Account account =
        current.get().orElseThrow(() -> new IllegalStateException("the role filter let pass"));
    return new Shown(
        account.principal(),
        account.roles().stream().sorted().toList(),
        account.prefix().orElse(null));
  }
}
