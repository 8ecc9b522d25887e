package dev.larder.http.storage;

import dev.larder.cache.CacheModule;
import dev.larder.cache.Ttl;
import dev.larder.cache.WriteCondition;
import dev.larder.http.storage.ResponseStore.Place;
import java.time.Clock;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The random numbers that invalidate: those of URIs' records, and generations. It makes them where
 * there are none, and keeps them for as long as they are needed. Thread-safe.
 */
final class Numbers {

  /** How often a number is tried to be made while others make and remove it. */
  private static final int ATTEMPTS = 5;

  private final CacheModule module;
  private final LongSupplier random;
  private final Clock clock;
  private final long placeholderMillis;
  private final long generationMillis;

  Numbers(
      CacheModule module,
      LongSupplier random,
      Clock clock,
      Duration placeholder,
      Duration generation) {
    this.module = module;
    this.random = random;
    this.clock = clock;
    this.placeholderMillis = Math.max(1_000, placeholder.toMillis());
    this.generationMillis = Math.max(placeholderMillis, generation.toMillis());
  }

  /** Whether a record might end before a resource does that begins now. */
  boolean endsSoon(long expiry) {
    return expiry - clock.millis() < placeholderMillis / 2;
  }

  /**
   * Makes the record of a URI, or prolongs the one that ends soon, or takes what somebody else made
   * meanwhile. When nothing works out, it returns a number that nobody has: nothing is stored under
   * it.
   *
   * @param place whose record it is, under its head
   * @param seen what is there: a record, other bytes, or nothing
   */
  long ofRecord(Place place, byte @Nullable [] seen) {
    String key = place.head();
    byte[] before = seen;
    for (int i = 0; i < ATTEMPTS; i++) {
      long until = clock.millis() + placeholderMillis;
      UriRecord there = UriRecord.parse(before);
      UriRecord made =
          there == null
              ? UriRecord.placeholder(random.getAsLong(), until, LabelForm.of(place))
              : there.until(Math.max(until, there.expiry));
      // On the condition that nothing has changed: what was stored meanwhile must not be undone.
      if (setOver(key, before, made.bytes(), until)) {
        return made.generation;
      }
      before = module.get(key).orElse(null);
      UriRecord theirs = UriRecord.parse(before);
      if (theirs != null && !endsSoon(theirs.expiry)) {
        return theirs.generation;
      }
    }
    return random.getAsLong();
  }

  /** Makes a generation; otherwise as {@link #ofRecord}. */
  long ofGeneration(String key, byte @Nullable [] seen) {
    byte[] before = seen;
    for (int i = 0; i < ATTEMPTS; i++) {
      Generation there = Generation.parse(before);
      long until = clock.millis() + generationMillis;
      long number = there == null ? random.getAsLong() : there.number();
      if (setOver(key, before, new Generation(number, until).bytes(), until)) {
        return number;
      }
      before = module.get(key).orElse(null);
      Generation theirs = Generation.parse(before);
      if (theirs != null && !endsSoon(theirs.expiry())) {
        return theirs.number();
      }
    }
    return random.getAsLong();
  }

  /** Writes what is to end at a time, if the key has still what was seen there. */
  private boolean setOver(String key, byte @Nullable [] before, byte[] value, long until) {
    return module.setIf(
        key,
        value,
        left(until),
        before == null ? WriteCondition.ifAbsent() : WriteCondition.ifEquals(before));
  }

  /** Returns the time to live of what is to end at a time. */
  Duration left(long until) {
    return Duration.ofMillis(Math.min(Math.max(1, until - clock.millis()), Ttl.MAX.toMillis()));
  }

  /** Sees to it that generations outlive an entry that carries them; returns whether they do. */
  boolean outlive(Snapshot now, long until) {
    for (int i = 0; i < now.place.generations().size(); i++) {
      Generation there = now.generation(i);
      if (there == null || !keep(now.place.generations().get(i), there, until)) {
        return false;
      }
    }
    return true;
  }

  private boolean keep(String key, Generation found, long until) {
    Generation there = found;
    for (int i = 0; i < ATTEMPTS && there.expiry() < until; i++) {
      long now = clock.millis();
      // Twice as long as needed, so that not every entry that is stored has to renew it.
      long end = now + Math.max(2 * (until - now), generationMillis);
      if (setOver(key, there.bytes(), new Generation(there.number(), end).bytes(), end)) {
        return true;
      }
      Generation theirs = Generation.parse(module.get(key).orElse(null));
      if (theirs == null || theirs.number() != found.number()) {
        return false;
      }
      there = theirs;
    }
    return true;
  }
}
