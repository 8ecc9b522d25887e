package dev.larder.requirements;

import dev.larder.cache.Durations;
import java.time.Duration;
import org.eclipse.microprofile.config.Config;

/** The settings of the requirements cache besides those of the database. */
final class RequirementsSettings {

  private static final String INTERVAL = "larder.requirements.reconcile-interval";
  private static final Duration MIN = Duration.ofSeconds(1);
  private static final Duration MAX = Duration.ofHours(6);

  private RequirementsSettings() {}

  /**
   * How often the cached copy is compared with the row.
   *
   * @throws IllegalArgumentException naming key, value and what is allowed
   */
  static Duration reconcileInterval(Config config) {
    String text = config.getOptionalValue(INTERVAL, String.class).orElse("1m").strip();
    Duration interval;
    try {
      interval = Durations.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(INTERVAL + "=" + text + ": " + e.getMessage(), e);
    }
    if (interval.compareTo(MIN) < 0 || interval.compareTo(MAX) > 0) {
      throw new IllegalArgumentException(
          INTERVAL + "=" + text + " is not allowed: from 1s to 6h, the copy lives 24 hours");
    }
    return interval;
  }
}
