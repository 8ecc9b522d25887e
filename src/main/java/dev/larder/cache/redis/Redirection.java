package dev.larder.cache.redis;

import dev.larder.cache.CacheException;
import dev.larder.cache.redis.RedisUrl.Address;
import org.jspecify.annotations.Nullable;

/**
 * A node of a cluster did nothing of what it was asked, and says so: another one is to be asked, or
 * the same one later.
 */
final class Redirection extends CacheException {

  private static final long serialVersionUID = 1L;

  /** What is to be done now. */
  enum Sort {
    /** Another node has the slot, from now on. */
    MOVED,
    /** The slot is on its way to another node, and the key may be there: ask it, this once. */
    ASK,
    /**
     * The keys of one command are at two nodes just now. The nodes are all there, so who gives up
     * is told {@link Reason#FORBIDDEN}: the cluster answers and does not allow this one command,
     * which changed nothing, while all others are carried out. As an outage it would be counted
     * against the whole store.
     */
    TRYAGAIN,
    /** The cluster does not serve the slot at present. */
    CLUSTERDOWN
  }

  private final Sort sort;
  private final transient @Nullable Address to;

  /**
   * Makes one.
   *
   * @param to the other node; {@code null} when there is none, and with an empty host when it has
   *     the one of the node that was asked
   */
  Redirection(Sort sort, String message, @Nullable Address to) {
    super(sort == Sort.TRYAGAIN ? Reason.FORBIDDEN : Reason.UNAVAILABLE, message);
    this.sort = sort;
    this.to = to;
  }

  Sort sort() {
    return sort;
  }

  @Nullable Address to() {
    return to;
  }
}
