package dev.larder.management;

/** What an operator may do to the cache over JMX. Each action is a line of the audit log. */
public interface CacheControlMXBean {

  /**
   * Removes every entry but Larder's own, such as requirements and cached responses.
   *
   * @return how many there were, or {@code -1} when Redis is away and the removal is kept until it
   *     is back
   */
  long clear();

  /**
   * Removes the entries whose keys match.
   *
   * @param pattern a glob, such as {@code user:*}
   * @return how many there were, or {@code -1} when Redis is away and the removal is kept until it
   *     is back
   * @throws IllegalStateException when the cache refuses the pattern, or fails
   */
  long deletePattern(String pattern);
}
