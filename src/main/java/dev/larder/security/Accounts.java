package dev.larder.security;

import dev.larder.rest.Roles;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * All accounts of the service, and the look at their credentials. Instances are thread-safe.
 *
 * <p>A look at a password is slow on purpose, and as slow for a name that does not exist. So that
 * not every request pays, the last right password of each user is remembered as a keyed digest that
 * is worth nothing outside of this process.
 */
final class Accounts {

  /**
   * The rounds for a password that is given in clear. Its hash never leaves this process, so they
   * only slow down guessing over the network; more of them would keep the server busy instead.
   */
  static final int ITERATIONS = 100_000;

  private record User(PasswordHash hash, Account account) {}

  private final Map<String, User> users = new HashMap<>();
  private final List<Map.Entry<String, Account>> tokens = new ArrayList<>();
  private final Map<String, Account> principals = new HashMap<>();
  // One per user at most.
  private final Map<String, byte[]> verified = new ConcurrentHashMap<>();
  private final byte[] processKey = new byte[32];
  private final int slowest;

  /**
   * Makes the accounts.
   *
   * @param iterations the rounds for the admin's password
   * @throws IllegalArgumentException when a secret has not its form; the message does not show it
   */
  Accounts(
      String adminPassword,
      List<AccountSettings.Entry> entries,
      SecureRandom random,
      int iterations) {
    random.nextBytes(processKey);
    Account admin = new Account(AccountSettings.ADMIN, Set.of(Roles.ADMIN), Optional.empty());
    users.put(
        AccountSettings.ADMIN, new User(PasswordHash.of(adminPassword, iterations, random), admin));
    principals.put(admin.principal(), admin);
    for (AccountSettings.Entry entry : entries) {
      add(entry);
      principals.put(entry.account().principal(), entry.account());
    }
    slowest = users.values().stream().mapToInt(user -> user.hash().iterations()).max().orElse(0);
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

  /** Returns the account of a user when the password is right. */
  Optional<Account> withPassword(String name, String password) {
    User user = users.get(name);
    if (user == null) {
      PasswordHash.spend(password, slowest);
      return Optional.empty();
    }
    byte[] digest = keyedDigest(name, password);
    byte @Nullable [] known = verified.get(name);
    if (known != null && MessageDigest.isEqual(known, digest)) {
      return Optional.of(user.account());
    }
    if (user.hash().matches(password)) {
      verified.put(name, digest);
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

  /** Returns the account of an authenticated principal. */
  Optional<Account> ofPrincipal(String principal) {
    return Optional.ofNullable(principals.get(principal));
  }

  private byte[] keyedDigest(String name, String password) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(processKey, "HmacSHA256"));
      mac.update(name.getBytes(StandardCharsets.UTF_8));
      // A colon is in no name.
      mac.update((byte) ':');
      return mac.doFinal(password.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HmacSHA256 is part of every Java platform", e);
    }
  }
}
