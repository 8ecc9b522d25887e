package dev.larder.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Users whom the server's realm knows and Larder does not. So that not every request asks a
 * directory, the last right password of each is remembered for a minute: so long one who was
 * removed, or whose groups changed, stays what he was. Thread-safe.
 */
final class RealmUsers {

  static final Duration REMEMBERED = Duration.ofMinutes(1);
  private static final int MOST = 10_000;

  /** A password that was right, as a digest. */
  @SuppressWarnings("ArrayRecordComponent") // Compared in constant time, never by equals.
  private record Remembered(byte[] digest, Account account) {}

  private final Cache<String, Remembered> remembered;
  private final KeyedDigest digest;

  /**
   * Makes them.
   *
   * @param nanoTime a clock in nanoseconds from any origin, never going back
   */
  RealmUsers(SecureRandom random, LongSupplier nanoTime) {
    Ticker ticker = nanoTime::getAsLong;
    digest = new KeyedDigest(random);
    remembered =
        Caffeine.newBuilder()
            .maximumSize(MOST)
            .expireAfterWrite(REMEMBERED)
            .ticker(ticker)
            // No threads of its own, which would outlive the application.
            .executor(Runnable::run)
            .build();
  }

  /** Returns the users as one request can look at them. */
  PasswordUsers within(RealmLogin login) {
    return new PasswordUsers() {
      @Override
      public Optional<Account> remembered(String name, String password) {
        Remembered known = remembered.getIfPresent(name);
        return known != null && MessageDigest.isEqual(known.digest(), digest.of(name, password))
            ? Optional.of(known.account())
            : Optional.empty();
      }

      @Override
      public Optional<Account> withPassword(String name, String password) {
        Optional<Account> account =
            login.roles(name, password).map(roles -> new Account(name, roles, Optional.empty()));
        account.ifPresent(
            known -> remembered.put(name, new Remembered(digest.of(name, password), known)));
        return account;
      }
    };
  }
}
