package dev.larder.http.storage;

import dev.larder.cache.KeyPattern;
import dev.larder.http.ResponseKeys;
import dev.larder.http.storage.ResponseStore.Place;
import java.util.List;

/**
 * What keeps the responses of applications apart that share a Redis: two of them may well be
 * reached under the same name, such as {@code localhost}. Immutable.
 *
 * @param prefix what all keys begin with
 */
record Namespace(String prefix) {

  static Namespace of(String name) {
    // With its length, so that no name and what follows it look like another name.
    return new Namespace(
        name.isEmpty() ? ResponseKeys.PREFIX : "larder:http@" + name.length() + ":" + name + ":");
  }

  /** Returns a key of {@link ResponseKeys} as it is in this namespace. */
  String key(String key) {
    return prefix.equals(ResponseKeys.PREFIX)
        ? key
        : prefix + key.substring(ResponseKeys.PREFIX.length());
  }

  /** Returns a place as it is in this namespace. */
  Place place(Place place) {
    if (prefix.equals(ResponseKeys.PREFIX)) {
      return place;
    }
    List<String> generations = place.generations().stream().map(this::key).toList();
    return new Place(key(place.head()), generations, place.label());
  }

  /** Returns whether a key belongs to it. */
  boolean owns(String key) {
    return key.startsWith(prefix);
  }

  /** Returns the pattern of all its keys. */
  KeyPattern all() {
    return KeyPattern.startingWith(prefix);
  }
}
