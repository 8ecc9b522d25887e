package dev.larder.http.storage;

import dev.larder.http.storage.ResponseStore.Place;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The record and the generations of a place as they were at one moment. Immutable. */
final class Snapshot {

  final Place place;
  final @Nullable UriRecord record;
  private final @Nullable Generation[] generations;
  private final List<Optional<byte[]>> raw;

  /** Reads what the store gave for the record and then the generations. */
  Snapshot(Place place, List<Optional<byte[]>> raw) {
    this.place = place;
    this.raw = raw;
    this.record = UriRecord.parse(rawRecord());
    this.generations = new @Nullable Generation[place.generations().size()];
    for (int i = 0; i < generations.length; i++) {
      generations[i] = Generation.parse(rawGeneration(i));
    }
  }

  /** Returns the record's bytes, which may be none that can be read; null when there are none. */
  byte @Nullable [] rawRecord() {
    return raw.get(0).orElse(null);
  }

  byte @Nullable [] rawGeneration(int i) {
    return raw.get(i + 1).orElse(null);
  }

  @Nullable Generation generation(int i) {
    return generations[i];
  }

  /** Returns the numbers of all generations; null when one is missing. */
  long @Nullable [] numbers() {
    long[] numbers = new long[generations.length];
    for (int i = 0; i < numbers.length; i++) {
      Generation each = generations[i];
      if (each == null) {
        return null;
      }
      numbers[i] = each.number();
    }
    return numbers;
  }

  /** Returns the record, if all that its entries carry is as it was when they were stored. */
  @Nullable UriRecord validRecord() {
    UriRecord there = record;
    if (there == null) {
      return null;
    }
    long[] numbers = numbers();
    return numbers != null && there.carries(numbers) ? there : null;
  }
}
