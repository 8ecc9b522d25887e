package dev.larder.cache.memory;

import com.github.benmanes.caffeine.cache.Expiry;
import java.util.concurrent.TimeUnit;
import java.util.function.LongUnaryOperator;

/**
 * Expires a value when the millisecond after its deadline begins. Caffeine compares this time on
 * every read; only the removal from memory is left to its coarser timer.
 */
final class AtDeadline implements Expiry<String, Value> {

  private static final long NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final LongUnaryOperator millis;

  /**
   * Makes the rule.
   *
   * @param millis the store's millisecond at a nanosecond of Caffeine's clock
   */
  AtDeadline(LongUnaryOperator millis) {
    this.millis = millis;
  }

  @Override
  public long expireAfterCreate(String key, Value value, long currentTime) {
    if (value.deadline() == Value.NEVER) {
      return Long.MAX_VALUE;
    }
    long now = millis.applyAsLong(currentTime);
    value.begins(now);
    long left = value.deadline() - now;
    return left * NANOS + (NANOS - Math.floorMod(currentTime, NANOS));
  }

  @Override
  public long expireAfterUpdate(String key, Value value, long currentTime, long currentDuration) {
    return expireAfterCreate(key, value, currentTime);
  }

  @Override
  public long expireAfterRead(String key, Value value, long currentTime, long currentDuration) {
    return currentDuration;
  }
}
