package dev.larder.cache;

import java.util.List;
import java.util.Optional;

/**
 * One page of a listing of keys.
 *
 * @param keys the keys, without duplicates
 * @param cursor where the next page starts; empty only at the end
 */
public record KeyPage(List<String> keys, Optional<String> cursor) {

  /** Copies the list. */
  public KeyPage {
    keys = List.copyOf(keys);
  }
}
