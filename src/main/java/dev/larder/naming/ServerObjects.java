package dev.larder.naming;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.naming.InitialContext;
import javax.naming.InterruptedNamingException;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import org.jspecify.annotations.Nullable;

/**
 * What the server manages and keeps under a name that an operator gives in a setting. It is looked
 * up once, by a thread of the application. Thread-safe.
 *
 * <p>Server difference: names at boot. WildFly starts what it manages and what is deployed side by
 * side, and holds an application back only for names that were written into it when it was built:
 * so a name that is not there is waited for.
 */
public final class ServerObjects {

  /** Names that ask other machines, such as {@code ldap://…}, are none of the server's. */
  private static final Pattern SCHEME = Pattern.compile("(?!java:)[A-Za-z][A-Za-z0-9+.-]*:.*");

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(50);

  /** The server's directory. */
  @FunctionalInterface
  interface Directory {
    @Nullable Object lookup(String name) throws NamingException;
  }

  private final Directory directory;
  private final Duration patience;

  ServerObjects(Directory directory, Duration patience) {
    this.directory = directory;
    this.patience = patience;
  }

  /**
   * Returns the object of a name, for which it waits ten seconds at most.
   *
   * @param key of the setting that has the name
   * @param type what it must be
   * @param allowed what an operator may give, for the message
   * @throws IllegalArgumentException naming key, name and what is allowed, when there is none
   */
  @SuppressWarnings("BanJNDI") // A name of the server's own directory, given by its operator.
  public static <T> T find(String key, String name, Class<T> type, String allowed) {
    return new ServerObjects(given -> new InitialContext().lookup(given), PATIENCE)
        .get(key, name, type, allowed);
  }

  <T> T get(String key, String name, Class<T> type, String allowed) {
    if (SCHEME.matcher(name).matches()) {
      throw refused(key, name, "is no name of the server's own directory", allowed);
    }
    Object found;
    try {
      found = awaited(name);
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

  private @Nullable Object awaited(String name) throws NamingException {
    long begin = System.nanoTime();
    while (true) {
      try {
        return directory.lookup(name);
      } catch (NameNotFoundException e) {
        if (System.nanoTime() - begin >= patience.toNanos()) {
          throw e;
        }
      }
      try {
        TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedNamingException("the server stops");
      }
    }
  }

  private static IllegalArgumentException refused(
      String key, String name, String why, String allowed) {
    return new IllegalArgumentException(key + "=" + name + " " + why + "; allowed is " + allowed);
  }
}
