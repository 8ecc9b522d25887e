package dev.larder.security;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/** The accounts of the running service, read once at its start. It is thread-safe. */
@ApplicationScoped
public class AccountsHolder {

  // Without what is easily taken for another: 24 of 57 characters are 139 bits.
  private static final String ALPHABET =
      "23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  private static final int LENGTH = 24;

  private final AtomicReference<@Nullable String> generated = new AtomicReference<>();
  private final SecureRandom random = new SecureRandom();
  private @Nullable Accounts accounts;

  @PostConstruct
  void read() {
    Config config = ConfigProvider.getConfig();
    String given = config.getOptionalValue(AccountSettings.ADMIN_PASSWORD, String.class).orElse("");
    String password = given;
    if (given.isEmpty()) {
      password = randomPassword();
      generated.set(password);
    }
    accounts =
        new Accounts(
            password,
            AccountSettings.read(
                config.getPropertyNames(), key -> config.getOptionalValue(key, String.class)),
            random,
            Accounts.ITERATIONS);
  }

  Accounts accounts() {
    if (accounts == null) {
      throw new IllegalStateException("the accounts are not read yet");
    }
    return accounts;
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
