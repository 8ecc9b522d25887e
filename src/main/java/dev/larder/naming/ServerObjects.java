package dev.larder.naming;

import java.util.regex.Pattern;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/**
 * What the server manages and keeps under a name that an operator gives in a setting. It is looked
 * up once, by a thread of the application. Thread-safe.
 */
public final class ServerObjects {

  /** Names that ask other machines, such as {@code ldap://…}, are none of the server's. */
  private static final Pattern SCHEME = Pattern.compile("(?!java:)[A-Za-z][A-Za-z0-9+.-]*:.*");

  private ServerObjects() {}

  /**
   * Returns the object of a name.
   *
   * @param key of the setting that has the name
   * @param type what it must be
   * @param allowed what an operator may give, for the message
   * @throws IllegalArgumentException naming key, name and what is allowed, when there is none
   */
  @SuppressWarnings("BanJNDI") // A name of the server's own directory, given by its operator.
  public static <T> T find(String key, String name, Class<T> type, String allowed) {
    if (SCHEME.matcher(name).matches()) {
      throw refused(key, name, "is no name of the server's own directory", allowed);
    }
    Object found;
    try {
      found = new InitialContext().lookup(name);
    } catch (NamingException e) {
      IllegalArgumentException refused =
          refused(key, name, "is not there: the server knows nothing of this name", allowed);
      refused.initCause(e);
      throw refused;
    }
    if (!type.isInstance(found)) {
      String other = found == null ? "nothing" : found.getClass().getName();
      throw refused(key, name, "is no " + type.getSimpleName() + " but " + other, allowed);
    }
    return type.cast(found);
  }

  private static IllegalArgumentException refused(
      String key, String name, String why, String allowed) {
    return new IllegalArgumentException(key + "=" + name + " " + why + "; allowed is " + allowed);
  }
}
