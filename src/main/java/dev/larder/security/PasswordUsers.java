package dev.larder.security;

import java.util.Optional;

/** Users who sign in with a name and a password. Implementations are thread-safe. */
interface PasswordUsers {

  /** Returns the account of a user whose password was right a short while ago; it is quick. */
  Optional<Account> remembered(String name, String password);

  /** Returns the account of a user when the password is right; it is slow, and then remembered. */
  Optional<Account> withPassword(String name, String password);
}
