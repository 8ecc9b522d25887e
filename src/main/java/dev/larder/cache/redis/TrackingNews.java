package dev.larder.cache.redis;

import dev.larder.cache.CacheException;
import java.net.SocketTimeoutException;

/** The two lines in the log about something that is missing: when it begins and when it ends. */
final class TrackingNews {

  private static final System.Logger LOG = System.getLogger("dev.larder.cache");

  private boolean isMissing;

  synchronized void missing(Exception why) {
    if (!isMissing) {
      isMissing = true;
      LOG.log(
          System.Logger.Level.WARNING,
          "The near tier is not used, reads go to Redis: {0}; further attempts are not logged;"
              + " event=near-tier-unused",
          reason(why));
    }
  }

  synchronized void found() {
    if (isMissing) {
      isMissing = false;
      LOG.log(
          System.Logger.Level.INFO,
          "Redis tells of changes again: the near tier is used; event=near-tier-used");
    }
  }

  /** Messages of sockets may name addresses, and are not for the log. */
  private static String reason(Exception why) {
    if (why instanceof TrackingLink.Refused || why instanceof CacheException) {
      return String.valueOf(why.getMessage());
    }
    return why instanceof SocketTimeoutException
        ? "the link that tells of changes is silent"
        : "the link that tells of changes broke";
  }
}
