package dev.larder.http.storage;

import dev.larder.http.Candidates;
import dev.larder.http.ResponseKeys;
import dev.larder.http.StoredResponse.Selecting;
import dev.larder.http.storage.ResponseStore.Place;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/**
 * What a look-up found.
 *
 * @param snapshot what the store had
 * @param candidates what is usable of it
 * @param selections the request's values for each known set of names
 * @param uncacheable whether responses are not storable
 */
record LookUp(
    Snapshot snapshot, Candidates candidates, List<List<Selecting>> selections, boolean uncacheable)
    implements ResponseStore.Found {

  /** Ends a key inside of a flight's key. */
  private static final char END = '\n';

  /**
   * The record's key, what tells variants apart as far as it is known, and the keys of all
   * generations: so flights can be found by whatever invalidates them.
   */
  @Override
  public String flightKey() {
    Place place = snapshot.place;
    StringBuilder key = new StringBuilder(128).append(place.head()).append(END);
    for (String generation : place.generations()) {
      key.append(generation).append(END);
    }
    for (List<Selecting> selection : selections) {
      key.append(ResponseKeys.selection(selection)).append(END);
    }
    return key.toString();
  }

  /** Returns what selects the flights that depend on any of some keys. */
  static Predicate<String> flightsOf(Collection<String> keys) {
    List<String> parts = keys.stream().map(key -> key + END).toList();
    return flight -> {
      for (String part : parts) {
        if (flight.contains(part)) {
          return true;
        }
      }
      return false;
    };
  }
}
