package dev.larder.cache.redis;

import dev.larder.cache.CacheException;
import dev.larder.cache.redis.LinkOpener.Login;
import dev.larder.cache.redis.RedisUrl.Address;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/**
 * The primary that sentinels name. It is asked for when a connection has to be opened and nothing
 * is known, or what is known is suspected; so nothing runs in the background. A server is believed
 * to be the primary only when it says so itself (ROLE): for a while some sentinels still name the
 * old one.
 *
 * <p>One caller at a time asks; those that waited meanwhile share what came of it.
 *
 * <p>A primary that was cut off from the sentinels and replaced, but not from here, answers as
 * ever. So every few seconds a caller asks the sentinels though nothing is wrong: see {@link
 * #lookAgain}.
 */
final class SentinelTarget implements Target {

  /**
   * How long a primary is used that answers, without asking the sentinels. They need some seconds
   * themselves to replace one, and are to be asked by hundreds of clients.
   */
  private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final LinkOpener opener;
  private final Login ofServers;
  private final Consumer<Address> changes;
  private final ReentrantLock asking = new ReentrantLock();

  /** Guarded by {@link #asking}. */
  private final Sentinels sentinels;

  private volatile @Nullable Address primary;
  private volatile boolean suspected;

  /** When the sentinels were asked last. */
  private volatile long askedAt;

  private volatile @Nullable Failure lastFailure;

  /**
   * Makes one.
   *
   * @param changes is told of a new primary before anything is asked of it
   */
  SentinelTarget(RedisSettings settings, LinkOpener opener, Consumer<Address> changes) {
    this.opener = opener;
    this.ofServers = Login.ofServers(settings);
    this.changes = changes;
    this.sentinels = new Sentinels(settings, opener);
    this.askedAt = System.nanoTime();
  }

  /** The primary that was found last, if any was. */
  @Nullable Address primary() {
    return primary;
  }

  @Override
  public boolean moves() {
    return true;
  }

  @Override
  public void suspect() {
    suspected = true;
  }

  /** To ask takes as long at most as to open, and then there is the opening. */
  @Override
  public long openNanos() {
    return 2 * opener.openNanos();
  }

  @Override
  public Link open(long deadline, int generation) {
    long since = System.nanoTime();
    Map<Address, CacheException> failed = new HashMap<>();
    Address known = primary;
    if (known != null && !suspected) {
      try {
        Link link = openPrimary(known, deadline, generation);
        if (known.equals(primary)) {
          return link;
        }
        // Another one was found meanwhile; that this one is a primary, too, says nothing.
        link.cut();
      } catch (CacheException e) {
        suspected = true;
        failed.put(known, e);
      }
    }
    lock(deadline);
    try {
      Address found = primary;
      if (found != null && !suspected && !failed.containsKey(found)) {
        return openPrimary(found, deadline, generation);
      }
      Failure last = lastFailure;
      if (last != null && last.began() - since > 0) {
        // Another one asked while this one waited, and got no better answer.
        throw last.reason();
      }
      return find(deadline, generation, failed);
    } finally {
      asking.unlock();
    }
  }

  private void lock(long deadline) {
    try {
      if (!asking.tryLock(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        throw new Unreached("no answer of the sentinels in time", null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw RedisErrors.interrupted();
    }
  }

  /**
   * Asks the sentinels when that was not done for some seconds. A caller waits for their answers as
   * long as for one of Redis at most; others go on meanwhile with the primary that is known. It is
   * left only for one that more sentinels name, and that says itself that it is a primary: a
   * sentinel that was cut off together with the old one would lead back to it. Where none answers,
   * all stays as it is.
   */
  @Override
  public void lookAgain() {
    if (wasAskedLately() || !asking.tryLock()) {
      return;
    }
    try {
      Address present = primary;
      if (wasAskedLately() || present == null) {
        return;
      }
      askedAt = System.nanoTime();
      Address named = sentinels.mostNamed(present, askedAt + opener.timeoutNanos());
      if (!named.equals(present)) {
        adopt(named, openPrimary(named, System.nanoTime() + opener.openNanos(), 0)).cut();
      }
    } catch (CacheException e) {
      // The one that they name is no primary yet, or not reached: it is looked at again.
      System.getLogger(SentinelTarget.class.getName())
          .log(System.Logger.Level.DEBUG, "the primary that the sentinels name is not used", e);
    } finally {
      asking.unlock();
    }
  }

  private boolean wasAskedLately() {
    return System.nanoTime() - askedAt < PERIOD_NANOS;
  }

  /** Asks one sentinel after the other until one names a server that is a primary. */
  private Link find(long deadline, int generation, Map<Address, CacheException> failed) {
    long began = System.nanoTime();
    askedAt = began;
    CacheException last = new Unreached("no sentinel answers", null);
    List<Address> all = sentinels.inOrder();
    int left = all.size();
    for (Address sentinel : all) {
      long now = System.nanoTime();
      // Each has its share of what is left, so that a silent one does not hide the others; and
      // half of it is for the server that it names.
      long share = (deadline - now) / (2L * left--);
      Address named;
      try {
        named = sentinels.ask(sentinel, now + share);
        sentinels.prefer(sentinel);
        CacheException before = failed.get(named);
        if (before != null) {
          // They name no other server than the one that was tried.
          last = before;
          continue;
        }
      } catch (CacheException e) {
        last = e;
        continue;
      }
      try {
        long until = left == 0 ? deadline : Math.min(deadline, now + 2 * share);
        return adopt(named, openPrimary(named, until, generation));
      } catch (CacheException e) {
        failed.put(named, e);
        last = e;
      }
    }
    lastFailure = new Failure(began, last);
    throw last;
  }

  private Link openPrimary(Address address, long deadline, int generation) {
    Link link = opener.open(address, ofServers, deadline, generation);
    boolean right = false;
    try {
      if (!isPrimary(link, deadline)) {
        throw new Unreached("the server that the sentinels name is no primary", null);
      }
      right = true;
      return link;
    } finally {
      if (!right) {
        link.cut();
      }
    }
  }

  /** From now on this is the primary, to which the link was opened; the caller holds the lock. */
  private Link adopt(Address address, Link link) {
    boolean told = false;
    try {
      if (!address.equals(primary)) {
        changes.accept(address);
        primary = address;
      }
      suspected = false;
      told = true;
      return link;
    } finally {
      if (!told) {
        link.cut();
      }
    }
  }

  private boolean isPrimary(Link link, long deadline) {
    try {
      List<?> role =
          opener.ask(
              link,
              deadline,
              connection ->
                  (List<?>) connection.executeCommand(new CommandArguments(Command.ROLE)));
      return "master".equals(Utf8.text((byte[]) role.get(0)));
    } catch (Unreached e) {
      throw e;
    } catch (CacheException e) {
      throw new CacheException(
          e.reason(), "the server does not tell its role (ROLE): " + e.getMessage(), e);
    }
  }

  private record Failure(long began, CacheException reason) {}
}
