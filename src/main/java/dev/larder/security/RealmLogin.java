package dev.larder.security;

import java.util.Optional;
import java.util.Set;

/** The look of the server itself at a name and a password, within one request. */
@FunctionalInterface
interface RealmLogin {

  /**
   * Returns the roles of Larder that the server's realm gives a user.
   *
   * @return empty when the server does not accept them; without roles when it knows the user, who
   *     has none here
   */
  Optional<Set<String>> roles(String name, String password);
}
