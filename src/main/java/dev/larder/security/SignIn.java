package dev.larder.security;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The look at credentials, bounded in every way: how many wrong ones are looked at, how many are
 * looked at at once, and how long one waits for its turn. Thread-safe.
 *
 * <p>Looking at a password is slow on purpose. Attempts for one user from one address take turns,
 * so that many requests with the right password at once cost one look; and looks take turns for a
 * few places, so that nobody keeps all cores busy with wrong passwords. Since failures are counted
 * before a place is given up, the limits are exceeded by the number of places at most.
 */
final class SignIn {

  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int STRIPES = 64;

  /** What came of credentials. */
  sealed interface Result {}

  /** They are right. */
  record Known(Account account) implements Result {}

  /**
   * They are wrong.
   *
   * @param who the name that was given, or {@code token}
   * @param last whether no more are looked at for now
   */
  record Wrong(String who, boolean last) implements Result {}

  /**
   * They are not looked at, after too many wrong ones.
   *
   * @param left for how long
   */
  record ShutOut(Duration left) implements Result {}

  /** They are not looked at, since too many others are. */
  record Busy() implements Result {}

  /** A directory that is slow keeps its own users waiting only. */
  private static final int REALM_PLACES = 16;

  private final Supplier<Accounts> accounts;
  private final Optional<RealmUsers> realm;
  private final SignInAttempts attempts;
  private final Semaphore places;
  private final Semaphore realmPlaces = new Semaphore(REALM_PLACES, true);
  private final Lock[] turns = new Lock[STRIPES];

  /**
   * Makes one.
   *
   * @param accounts the accounts of the moment
   * @param realm the users of the server's realm, when they may sign in
   * @param places how many passwords are looked at at once
   */
  SignIn(
      Supplier<Accounts> accounts,
      Optional<RealmUsers> realm,
      SignInAttempts attempts,
      int places) {
    this.accounts = accounts;
    this.realm = realm;
    this.attempts = attempts;
    this.places = new Semaphore(places, true);
    for (int i = 0; i < STRIPES; i++) {
      turns[i] = new ReentrantLock(true);
    }
  }

  /**
   * Looks at credentials.
   *
   * @param address where they come from; see {@link ClientAddress}
   * @param login asked for users whom only the server's realm may know
   */
  Result attempt(Credentials credentials, String address, RealmLogin login) {
    return credentials instanceof Credentials.Password basic
        ? password(basic, address, login)
        : token(((Credentials.Token) credentials).token(), address);
  }

  /** Tokens are compared quickly, so that they need no turns. */
  private Result token(String token, String address) {
    // The digest of the token stands for it, so that one that was right stays usable from there.
    String who = "token " + token;
    Optional<Duration> shutOut = attempts.shutOut(who, address);
    if (shutOut.isPresent()) {
      return new ShutOut(shutOut.get());
    }
    Optional<Account> account = accounts.get().withToken(token);
    if (account.isPresent()) {
      attempts.succeeded(who, address);
      return new Known(account.get());
    }
    return new Wrong("token", attempts.failed(who, address));
  }

  /** Whom a name may belong to: what Larder's own configuration names is never the realm's. */
  private PasswordUsers users(String name, RealmLogin login) {
    Accounts own = accounts.get();
    return realm.isEmpty() || own.knows(name) ? own : realm.get().within(login);
  }

  private Result password(Credentials.Password basic, String address, RealmLogin login) {
    // A name has no colon, as of a token there is one in front.
    String who = "user " + basic.name();
    PasswordUsers users = users(basic.name(), login);
    Optional<Result> quick = quick(users, basic, who, address);
    if (quick.isPresent()) {
      return quick.get();
    }
    Lock turn = turns[Math.floorMod((who + address).hashCode(), STRIPES)];
    try {
      if (!turn.tryLock(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
        return new Busy();
      }
      try {
        Semaphore free = users instanceof Accounts ? places : realmPlaces;
        if (!free.tryAcquire(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
          return new Busy();
        }
        try {
          // Once more: they may have changed while this one waited.
          return inPlace(users(basic.name(), login), basic, who, address);
        } finally {
          free.release();
        }
      } finally {
        turn.unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Busy();
    }
  }

  private Result inPlace(
      PasswordUsers users, Credentials.Password basic, String who, String address) {
    Optional<Result> meanwhile = quick(users, basic, who, address);
    if (meanwhile.isPresent()) {
      return meanwhile.get();
    }
    Optional<Account> account = users.withPassword(basic.name(), basic.password());
    if (account.isEmpty()) {
      return new Wrong(basic.name(), attempts.failed(who, address));
    }
    attempts.succeeded(who, address);
    return new Known(account.get());
  }

  /** What can be said without looking at the password's hash. */
  private Optional<Result> quick(
      PasswordUsers users, Credentials.Password basic, String who, String address) {
    // First, or else the password that is remembered could be guessed without bound.
    Optional<Duration> shutOut = attempts.shutOut(who, address);
    return shutOut.isPresent()
        ? Optional.of(new ShutOut(shutOut.get()))
        : users.remembered(basic.name(), basic.password()).map(Known::new);
  }
}
