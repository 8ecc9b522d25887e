package dev.larder.cache.redis;

import dev.larder.cache.ChangeFeed;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the links to all servers know together: the one place that speaks to the listener, one call
 * at a time. It is thread-safe and pure: no threads, no sockets.
 *
 * <p>What all of them have confirmed is the earliest of their moments, and nothing as long as one
 * of them is missing. A server that comes or goes, or a link that breaks, makes every key one that
 * may have changed; a new link does so again when it begins to tell, for what changed before. Since
 * a link may report while it is being replaced, one that is not, or no longer, the link of its
 * server is not listened to.
 *
 * @param <S> what names a server
 * @param <L> a link to one
 */
final class TrackingBoard<S, L> {

  /** What is known of one server. */
  private static final class Place<L> {
    private @Nullable L link;
    private boolean isConfirmed;
    private long confirmed;
  }

  private final ChangeFeed.Listener listener;
  private final Map<S, Place<L>> places = new HashMap<>();
  private boolean closed;

  TrackingBoard(ChangeFeed.Listener listener) {
    this.listener = listener;
  }

  /** Who is told what one link brings, and of its end. */
  interface Reports<L> {

    /** From now on the link tells of every change. */
    void tracked(L link);

    void changed(L link, String key);

    void allChanged(L link);

    /** The link has told of everything that changed at its server before this moment. */
    void confirmed(L link, long nanoTime);

    /** The link will tell no more. */
    void lost(L link);
  }

  /** Returns this board for the links to one server. */
  Reports<L> of(S server) {
    return new Reports<>() {
      @Override
      public void tracked(L link) {
        TrackingBoard.this.tracked(server, link);
      }

      @Override
      public void changed(L link, String key) {
        TrackingBoard.this.changed(server, link, key);
      }

      @Override
      public void allChanged(L link) {
        TrackingBoard.this.allChanged(server, link);
      }

      @Override
      public void confirmed(L link, long nanoTime) {
        TrackingBoard.this.confirmed(server, link, nanoTime);
      }

      @Override
      public void lost(L link) {
        TrackingBoard.this.lost(server, link);
      }
    };
  }

  /** These are the servers there are. */
  synchronized void expect(Set<S> servers) {
    if (closed || places.keySet().equals(servers)) {
      return;
    }
    places.keySet().retainAll(servers);
    for (S server : servers) {
      places.putIfAbsent(server, new Place<>());
    }
    listener.allChanged();
  }

  /** A link begins to tell of every change. */
  synchronized void tracked(S server, L link) {
    Place<L> place = places.get(server);
    if (place == null || closed) {
      return;
    }
    place.link = link;
    place.isConfirmed = false;
    listener.allChanged();
  }

  /** A link will tell no more. */
  synchronized void lost(S server, L link) {
    Place<L> place = place(server, link);
    if (place != null) {
      place.link = null;
      place.isConfirmed = false;
      listener.allChanged();
    }
  }

  synchronized void changed(S server, L link, String key) {
    if (place(server, link) != null) {
      listener.changed(key);
    }
  }

  synchronized void allChanged(S server, L link) {
    if (place(server, link) != null) {
      listener.allChanged();
    }
  }

  /** A link has told of everything that changed at its server before this moment. */
  synchronized void confirmed(S server, L link, long nanoTime) {
    Place<L> place = place(server, link);
    if (place == null) {
      return;
    }
    place.confirmed = nanoTime;
    place.isConfirmed = true;
    long earliest = nanoTime;
    for (Place<L> each : places.values()) {
      if (!each.isConfirmed) {
        return;
      }
      if (each.confirmed - earliest < 0) {
        earliest = each.confirmed;
      }
    }
    listener.confirmed(earliest);
  }

  /** Nobody is told anything any more when this returns. */
  synchronized void close() {
    closed = true;
  }

  private @Nullable Place<L> place(S server, L link) {
    Place<L> place = places.get(server);
    return place == null || place.link != link || closed ? null : place;
  }
}
