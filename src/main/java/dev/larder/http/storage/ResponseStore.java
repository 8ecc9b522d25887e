package dev.larder.http.storage;

import dev.larder.http.Candidates;
import dev.larder.http.Directive;
import dev.larder.http.HeaderFields;
import dev.larder.http.StoredResponse;
import dev.larder.http.TargetUri;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The place of stored responses. Thread-safe.
 *
 * <p>Its methods throw {@link dev.larder.cache.CacheException} when the store behind it cannot
 * answer: what that means for a request is the caller's business. Bytes that are no response (of
 * another version, or damaged) are a miss and no failure.
 */
public interface ResponseStore {

  /**
   * What operators are told of the entries of a place ({@link ResponseCatalogue}): it is written
   * into the record of a URI, and plays no part in finding it.
   *
   * @param target the target URI; what of it counts for the key is kept, as text
   * @param directive what was declared for the resource
   * @param tags the expanded tags
   */
  record Label(TargetUri target, Directive directive, List<String> tags) {
    /** Copies the list. */
    public Label {
      tags = List.copyOf(tags);
    }
  }

  /**
   * What is looked up.
   *
   * @param head the key of the URI's record, from {@link dev.larder.http.ResponseKeys#head}
   * @param generations the keys of the generations that entries carry, from {@link
   *     dev.larder.http.ResponseKeys#generations}: of tags, and of the URI when entries are per
   *     user; in an order that is always the same for one place
   * @param label what is told of it; null for nothing
   */
  record Place(String head, List<String> generations, @Nullable Label label) {
    /** Makes a place of which nothing is told. */
    public Place(String head, List<String> generations) {
      this(head, generations, null);
    }

    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException when there are more than 255 generations
     */
    public Place {
      if (generations.size() > 255) {
        throw new IllegalArgumentException(
            "an entry has at most 255 tags, not " + generations.size());
      }
      generations = List.copyOf(generations);
    }
  }

  /** What a look-up found. Immutable. */
  interface Found {
    /** Returns the usable stored responses that the request's fields select. */
    Candidates candidates();

    /** Returns whether a response to this URI was not storable a moment ago. */
    boolean uncacheable();

    /**
     * Returns the key under which requests that the same entry would answer are collapsed, in
     * {@link dev.larder.cache.OwnKeys#flights}.
     */
    String flightKey();
  }

  /**
   * The right to store what is computed from now on: the generations as they are now. Immutable.
   */
  interface Ticket {
    /**
     * Returns what tells the generations of this ticket from those of any other time: requests that
     * have different ones cannot use each other's response.
     */
    String mark();
  }

  /** Looks up in one round trip, or two when the URI has variants. */
  Found find(Place place, HeaderFields request);

  /**
   * Reads, or makes, the generations before the resource runs. It asks the store only for what the
   * look-up did not find.
   */
  Ticket begin(Place place, Found found);

  /**
   * Stores a response, in place of one that the same request fields select.
   *
   * @param keep how long, above zero
   * @return false when something that it depends on was invalidated, or lost, since the ticket was
   *     made: then nothing is stored
   */
  boolean store(Ticket ticket, StoredResponse response, Duration keep);

  /**
   * Remembers for a time that responses of this place are not storable; what is stored stays. It
   * writes at most once in half of that time.
   */
  void rememberUncacheable(Ticket ticket, Duration time);

  /**
   * Invalidates records and generations by their keys, by removing them: one write each. When it
   * returns, nothing that was computed, or begun, before it was called is found any more. Flights
   * that depend on them are superseded, so that nobody joins them any more.
   *
   * @throws dev.larder.cache.CacheException when one could not be removed; then none is sure to be
   */
  void invalidate(Collection<String> keys);

  /**
   * Invalidates all stored responses of this application. It takes as long as there are many.
   *
   * @throws dev.larder.cache.CacheException when not all could be removed
   */
  void invalidateAll();
}
