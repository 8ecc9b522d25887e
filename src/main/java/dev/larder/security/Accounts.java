package dev.larder.security;

import dev.larder.rest.Roles;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * All accounts of the service, and the look at their credentials. Instances are thread-safe.
 *
 * <p>A look at a password is slow on purpose, and as slow for a name that does not exist. So that
 * not every request pays, the last right password of each user is remembered for a few minutes, as
 * a keyed digest (HMAC) that is worth nothing outside of this process.
 */
final class Accounts implements PasswordUsers {

  /**
   * The rounds for a password that is given in clear. Its hash never leaves this process, so they
   * only slow down guessing over the network; more of them would keep the server busy instead.
   */
  static final int ITERATIONS = 100_000;

  private static final Duration REMEMBERED = Duration.ofMinutes(5);

  private record User(PasswordHash hash, Account account) {}

  /**
   * A password that was right.
   *
   * @param digest keyed by this process
   * @param at when it was looked at, in nanoseconds
   */
  @SuppressWarnings("ArrayRecordComponent") // Compared in constant time, never by equals.
  private record Remembered(byte[] digest, long at) {}

  private final Map<String, User> users = new HashMap<>();
  private final List<Map.Entry<String, Account>> tokens = new ArrayList<>();
  // One per user at most.
  private final Map<String, Remembered> remembered = new ConcurrentHashMap<>();
  private final KeyedDigest digest;
  private final LongSupplier nanoTime;
  private final int slowest;

  /**
   * Makes the accounts.
   *
   * @param iterations the rounds for the admin's password
   * @param nanoTime a clock in nanoseconds from any origin, never going back
   * @throws IllegalArgumentException when a secret has not its form; the message does not show it
   */
  Accounts(
      String adminPassword,
      List<AccountSettings.Entry> entries,
      SecureRandom random,
      int iterations,
      LongSupplier nanoTime) {
    this(PasswordHash.of(adminPassword, iterations, random), entries, random, nanoTime);
  }

  private Accounts(
      PasswordHash adminPassword,
      List<AccountSettings.Entry> entries,
      SecureRandom random,
      LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    digest = new KeyedDigest(random);
    Account admin = new Account(AccountSettings.ADMIN, Set.of(Roles.ADMIN), Optional.empty());
    users.put(AccountSettings.ADMIN, new User(adminPassword, admin));
    for (AccountSettings.Entry entry : entries) {
      add(entry);
    }
    slowest = users.values().stream().mapToInt(user -> user.hash().iterations()).max().orElse(0);
  }

  /**
   * Returns other accounts, which remember no password.
   *
   * @param adminPassword empty to keep the one there is
   * @throws IllegalArgumentException when a secret has not its form; the message does not show it
   */
  Accounts changedTo(
      Optional<String> adminPassword, List<AccountSettings.Entry> entries, SecureRandom random) {
    PasswordHash present = Objects.requireNonNull(users.get(AccountSettings.ADMIN)).hash();
    return new Accounts(
        adminPassword
            .map(password -> PasswordHash.of(password, present.iterations(), random))
            .orElse(present),
        entries,
        random,
        nanoTime);
  }

  private void add(AccountSettings.Entry entry) {
    String key = entry.kind().root + entry.name() + "." + entry.kind().secret;
    switch (entry.kind()) {
      case USER -> {
        try {
          users.put(entry.name(), new User(PasswordHash.parse(entry.secret()), entry.account()));
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException(key + ": " + e.getMessage(), e);
        }
      }
      case TOKEN -> {
        if (!entry.secret().matches("[0-9a-fA-F]{64}")) {
          throw new IllegalArgumentException(
              key + ": allowed is " + AccountSettings.allowed(entry.kind()));
        }
        tokens.add(Map.entry(entry.secret(), entry.account()));
      }
    }
  }

  /** Returns whether a user of this name is one of these, whatever the password. */
  boolean knows(String name) {
    return users.containsKey(name);
  }

  @Override
  public Optional<Account> remembered(String name, String password) {
    User user = users.get(name);
    Remembered known = remembered.get(name);
    // The digest is made for every name, known or not.
    boolean same =
        MessageDigest.isEqual(
            known == null ? new byte[32] : known.digest(), digest.of(name, password));
    return user != null
            && known != null
            && same
            && nanoTime.getAsLong() - known.at() < REMEMBERED.toNanos()
        ? Optional.of(user.account())
        : Optional.empty();
  }

  @Override
  public Optional<Account> withPassword(String name, String password) {
    User user = users.get(name);
    if (user == null) {
      PasswordHash.spend(password, slowest);
      return Optional.empty();
    }
    if (user.hash().matches(password)) {
      remembered.put(name, new Remembered(digest.of(name, password), nanoTime.getAsLong()));
      return Optional.of(user.account());
    }
    // A wrong password takes as long as a wrong name.
    PasswordHash.spend(password, slowest - user.hash().iterations());
    return Optional.empty();
  }

  /** Returns the account of a token; every token is compared, found or not. */
  Optional<Account> withToken(String token) {
    byte[] digest;
    try {
      digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("SHA-256 is part of every Java platform", e);
    }
    Account found = null;
    for (Map.Entry<String, Account> known : tokens) {
      if (MessageDigest.isEqual(HexFormat.of().parseHex(known.getKey()), digest)) {
        found = known.getValue();
      }
    }
    return Optional.ofNullable(found);
  }
}
