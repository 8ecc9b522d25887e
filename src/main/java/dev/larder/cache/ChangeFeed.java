package dev.larder.cache;

/**
 * What tells a near copy of a remote store that something in the store changed, whoever changed it:
 * the part of a store that a near tier stands on. One listener; thread-safe.
 */
public interface ChangeFeed extends AutoCloseable {

  /**
   * Who is told. Called on threads of the feed, never by two at a time for one link, and {@link
   * #allChanged} and {@link #confirmed} never by two at a time at all; it must be quick, and
   * neither block nor throw.
   */
  interface Listener {

    /** A key may have another value than before, or none. */
    void changed(String key);

    /** Any key may: the store was emptied, or a link was lost, and with it what it would tell. */
    void allChanged();

    /**
     * Everything that changed before a moment has been told.
     *
     * @param nanoTime that moment: when the question was sent that all links have answered since,
     *     by the clock the feed was made with
     */
    void confirmed(long nanoTime);
  }

  /**
   * Begins to tell, and goes on until {@link #close}: what is lost is opened again. It returns at
   * once, whether the store is there or not. After a close it may be opened again.
   *
   * @throws IllegalStateException when it is open
   */
  void open(Listener listener);

  /** Ends it; no listener is told anything afterwards. It may be repeated. */
  @Override
  void close();
}
