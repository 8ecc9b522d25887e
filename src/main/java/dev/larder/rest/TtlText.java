package dev.larder.rest;

import dev.larder.cache.CacheModule;
import dev.larder.cache.Durations;
import dev.larder.cache.Ttl;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The TTL of a request: {@code 5m} and the like, {@code none}, or absent for the default. */
public final class TtlText {

  private TtlText() {}

  /**
   * Reads a TTL for {@link CacheModule}.
   *
   * @throws ProblemException {@link ProblemType#BAD_TTL} when it is none, or zero
   */
  public static Duration parse(@Nullable String text) {
    if (text == null) {
      return CacheModule.DEFAULT_TTL;
    }
    if (text.equals("none")) {
      return CacheModule.NO_EXPIRY;
    }
    try {
      Duration ttl = Durations.parse(text);
      Ttl.of(ttl);
      return ttl;
    } catch (IllegalArgumentException e) {
      throw new ProblemException(
          ProblemType.BAD_TTL,
          "the ttl is a whole number above zero and a unit, such as 300ms, 30s, 5m, 1h or 7d, at"
              + " most 36500d, or ISO-8601 such as PT5M, or none for no expiry",
          e);
    }
  }
}
