package dev.larder.security;

import dev.larder.rest.Roles;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Who is behind a request: a user or a token.
 *
 * @param principal the name of the principal; a token's begins with {@code token:}, which no user's
 *     name can
 * @param roles the roles, with those that they include
 * @param prefix the text that every key begins with that this account may touch; empty for all keys
 */
public record Account(String principal, Set<String> roles, Optional<String> prefix) {

  /** Adds the roles that are included. */
  public Account {
    Set<String> all = new LinkedHashSet<>(roles);
    if (all.contains(Roles.ADMIN)) {
      all.add(Roles.WRITER);
    }
    if (all.contains(Roles.WRITER)) {
      all.add(Roles.READER);
    }
    roles = Set.copyOf(all);
  }

  /** Returns whether this account may touch a key. */
  public boolean reaches(String key) {
    return prefix.isEmpty() || key.startsWith(prefix.get());
  }
}
