package dev.larder.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The wrong credentials of the recent past, counted by user and address, by user, and by address.
 * Who had the right ones from an address within a day is counted there by himself only: others
 * cannot shut him out by guessing from elsewhere, as with the device cookies that OWASP describes.
 * Bounded: what is forgotten first is what was seen least. Thread-safe.
 */
final class SignInAttempts {

  private static final int MOST = 20_000;
  private static final Duration TRUSTED = Duration.ofDays(1);

  /**
   * Wrong credentials within one window.
   *
   * @param count how many
   * @param since when the first was seen, in nanoseconds
   */
  private record Failures(int count, long since) {}

  private final AttemptLimits limits;
  private final LongSupplier nanoTime;
  private final Cache<String, Failures> failures;
  private final Cache<String, Boolean> trusted;

  /**
   * Makes one without memories.
   *
   * @param nanoTime a clock in nanoseconds from any origin, never going back
   */
  SignInAttempts(AttemptLimits limits, LongSupplier nanoTime) {
    this.limits = limits;
    this.nanoTime = nanoTime;
    this.failures =
        Caffeine.newBuilder()
            .maximumSize(MOST)
            .expireAfterWrite(limits.window())
            .ticker(nanoTime::getAsLong)
            .build();
    this.trusted =
        Caffeine.newBuilder()
            .maximumSize(MOST)
            .expireAfterWrite(TRUSTED)
            .ticker(nanoTime::getAsLong)
            .build();
  }

  /**
   * Returns for how long credentials are not looked at; empty when they are.
   *
   * @param who the user's name, or what stands for a token
   * @param address where the request comes from
   */
  Optional<Duration> shutOut(String who, String address) {
    Duration longest = left(pair(who, address), limits.user());
    if (trusted.getIfPresent(pair(who, address)) == null) {
      for (String key : others(who, address)) {
        Duration left = left(key, limits.address());
        longest = left.compareTo(longest) > 0 ? left : longest;
      }
    }
    return longest.isZero() ? Optional.empty() : Optional.of(longest);
  }

  /**
   * Counts wrong credentials; returns whether this was the last attempt for now.
   *
   * @param who the user's name, or what stands for a token
   */
  boolean failed(String who, String address) {
    boolean last = count(pair(who, address)) >= limits.user();
    for (String key : others(who, address)) {
      last |= count(key) >= limits.address();
    }
    return last;
  }

  /** Forgets the failures of the one who had the right credentials, and trusts the address. */
  void succeeded(String who, String address) {
    failures.invalidate(pair(who, address));
    trusted.put(pair(who, address), Boolean.TRUE);
  }

  private int count(String key) {
    long now = nanoTime.getAsLong();
    return failures
        .asMap()
        .compute(
            key,
            (unused, known) ->
                known == null || now - known.since() >= limits.window().toNanos()
                    ? new Failures(1, now)
                    : new Failures(known.count() + 1, known.since()))
        .count();
  }

  private Duration left(String key, int most) {
    Failures known = failures.getIfPresent(key);
    if (known == null || known.count() < most) {
      return Duration.ZERO;
    }
    Duration passed = Duration.ofNanos(nanoTime.getAsLong() - known.since());
    return passed.compareTo(limits.window()) < 0 ? limits.window().minus(passed) : Duration.ZERO;
  }

  private static List<String> others(String who, String address) {
    return List.of("user " + digest(who), "address " + address);
  }

  private static String pair(String who, String address) {
    return digest(who) + " " + address;
  }

  /** A name can be as long as a header; what is remembered of it is not. */
  private static String digest(String who) {
    try {
      return Base64.getEncoder()
          .encodeToString(
              MessageDigest.getInstance("SHA-256").digest(who.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java platform", e);
    }
  }
}
