package dev.larder.http.storage;

import dev.larder.http.storage.ResponseStore.Place;
import java.util.Arrays;

/** A ticket: the generations of a place before something was computed for it. Immutable. */
final class Admission implements ResponseStore.Ticket {

  final Place place;
  final long generation;
  final long[] carried;
  final long uncacheableUntil;

  Admission(Place place, long generation, long[] carried, long uncacheableUntil) {
    this.place = place;
    this.generation = generation;
    this.carried = carried;
    this.uncacheableUntil = uncacheableUntil;
  }

  @Override
  public String mark() {
    StringBuilder mark = new StringBuilder(32).append(generation);
    for (long number : carried) {
      mark.append(' ').append(number);
    }
    return mark.toString();
  }

  /** Returns whether everything is as it was. */
  boolean holds(Snapshot now) {
    UriRecord record = now.record;
    return record != null
        && record.generation == generation
        && Arrays.equals(now.numbers(), carried);
  }
}
