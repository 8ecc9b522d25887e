package dev.larder.security;

import dev.larder.rest.ConfigurationNames;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/**
 * The accounts of the running service. What the configuration says of them is looked at again every
 * few seconds while there are requests, so that a source of configuration that changes takes effect
 * without a restart. When it becomes wrong, the accounts stay as they were, and the log says why.
 * Thread-safe.
 */
@ApplicationScoped
public class AccountsHolder {

  private static final System.Logger LOG = System.getLogger("dev.larder.security");

  // Without what is easily taken for another: 24 of 57 characters are 139 bits.
  private static final String ALPHABET =
      "23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  private static final int LENGTH = 24;

  private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

  /**
   * What the configuration says.
   *
   * @param adminPassword empty when none is given
   */
  private record Said(String adminPassword, List<AccountSettings.Entry> entries) {
    /** Shows nothing of the password. */
    @Override
    public String toString() {
      return entries.toString();
    }
  }

  /** What was said and what was made of it. */
  private record Made(Said said, Accounts accounts) {}

  private final AtomicReference<@Nullable String> generated = new AtomicReference<>();
  private final SecureRandom random = new SecureRandom();
  private final AtomicLong lookAt = new AtomicLong();
  private volatile @Nullable Made made;

  // Of the thread that looks; see accounts().
  private volatile String complaint = "";

  @PostConstruct
  void read() {
    Said said = said();
    String password = said.adminPassword();
    if (password.isEmpty()) {
      password = randomPassword();
      generated.set(password);
    }
    made =
        new Made(
            said,
            new Accounts(password, said.entries(), random, Accounts.ITERATIONS, System::nanoTime));
    lookAt.set(System.nanoTime() + LOOK_EVERY.toNanos());
  }

  Accounts accounts() {
    Made current = made;
    if (current == null) {
      throw new IllegalStateException("the accounts are not read yet");
    }
    long due = lookAt.get();
    long now = System.nanoTime();
    // One request looks, all others go on with what is known.
    if (now - due < 0 || !lookAt.compareAndSet(due, now + LOOK_EVERY.toNanos())) {
      return current.accounts();
    }
    return looked(current).accounts();
  }

  private Made looked(Made current) {
    try {
      Said said = said();
      if (said.equals(current.said())) {
        return current;
      }
      Optional<String> password =
          said.adminPassword().isEmpty()
                  || said.adminPassword().equals(current.said().adminPassword())
              ? Optional.empty()
              : Optional.of(said.adminPassword());
      Made changed = new Made(said, current.accounts().changedTo(password, said.entries(), random));
      made = changed;
      complaint = "";
      LOG.log(
          System.Logger.Level.INFO,
          "The accounts have changed: " + said.entries().size() + " besides admin");
      return changed;
    } catch (IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      if (!message.equals(complaint)) {
        complaint = message;
        LOG.log(System.Logger.Level.ERROR, "The accounts stay as they were: " + message);
      }
      return current;
    }
  }

  private static Said said() {
    Config config = ConfigProvider.getConfig();
    return new Said(
        config.getOptionalValue(AccountSettings.ADMIN_PASSWORD, String.class).orElse(""),
        AccountSettings.read(
            ConfigurationNames.of(config), key -> config.getOptionalValue(key, String.class)));
  }

  /**
   * Returns the admin's password if it was made up at this start, and forgets it: only the first
   * caller gets it.
   */
  public Optional<String> takeGeneratedAdminPassword() {
    return Optional.ofNullable(generated.getAndSet(null));
  }

  private String randomPassword() {
    StringBuilder password = new StringBuilder(LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      password.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return password.toString();
  }
}
