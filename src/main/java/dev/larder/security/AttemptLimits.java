package dev.larder.security;

import dev.larder.rest.Settings;
import java.time.Duration;

/**
 * How many wrong credentials are looked at.
 *
 * @param user the most of one user from one address within the window
 * @param address the most from one address, and of one user from all addresses, within the window
 * @param window the time that begins with the first of them, and for which no more are looked at
 */
record AttemptLimits(int user, int address, Duration window) {

  static final String USER = "larder.security.attempts.user";
  static final String ADDRESS = "larder.security.attempts.address";
  static final String WINDOW = "larder.security.attempts.window";

  /**
   * Reads the limits.
   *
   * @throws IllegalArgumentException when one is not within its range
   */
  static AttemptLimits read(Settings settings) {
    return new AttemptLimits(
        settings.value(USER, AttemptLimits::count),
        settings.value(ADDRESS, AttemptLimits::count),
        settings.duration(WINDOW, Duration.ofSeconds(1), Duration.ofDays(1)));
  }

  private static int count(String text) {
    if (!text.matches("[1-9][0-9]{0,5}")) {
      throw new IllegalArgumentException("allowed is a whole number from 1 to 999999");
    }
    return Integer.parseInt(text);
  }
}
