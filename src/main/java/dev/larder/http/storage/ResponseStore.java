package dev.larder.http.storage;

import dev.larder.http.Candidates;
import dev.larder.http.HeaderFields;
import dev.larder.http.StoredResponse;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/** The place of stored responses. Thread-safe. (Skeleton.) */
public interface ResponseStore {

  /**
   * What is looked up.
   *
   * @param head the key of the URI's record, from {@code ResponseKeys}
   * @param generations the keys of the generations that entries carry: of tags, and of the URI when
   *     entries are per user
   */
  record Place(String head, List<String> generations) {}

  /** What a look-up found. */
  interface Found {
    /** Returns the usable stored responses that the request's fields select. */
    Candidates candidates();

    /** Returns whether a response to this URI was not storable a moment ago. */
    boolean uncacheable();

    /** Returns the key under which requests that the same entry would answer are collapsed. */
    String flightKey();
  }

  /** The right to store what is computed from now on: the generations as they are now. */
  interface Ticket {}

  /**
   * Looks up in one round trip, or two when the URI has variants.
   *
   * @throws dev.larder.cache.CacheException when the store cannot answer
   */
  Found find(Place place, HeaderFields request);

  /** Reads, or makes, the generations before the resource runs. */
  Ticket begin(Place place, Found found);

  /** Stores a response unless something it depends on was invalidated since; says whether. */
  boolean store(Ticket ticket, StoredResponse response, Duration keep);

  /** Remembers for a time that responses of this place are not storable. */
  void rememberUncacheable(Ticket ticket, Duration time);

  /** Invalidates places and generations by their keys: one write each. */
  void invalidate(Collection<String> keys);
}
