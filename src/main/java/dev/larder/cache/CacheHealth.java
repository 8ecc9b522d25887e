package dev.larder.cache;

/**
 * The state of a cache at one moment.
 *
 * @param state what the cache can do now
 * @param detail one short sentence for operators, without addresses or secrets
 */
public record CacheHealth(State state, String detail) {

  /** What a cache can do. */
  public enum State {
    /** The store answers. */
    UP,
    /** The store does not answer; loads go through to the application. It repairs itself. */
    DEGRADED,
    /** The module is stopped. */
    STOPPED
  }
}
