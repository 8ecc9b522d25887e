package dev.larder.cache.resilience;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The removals that are still to be carried out, each once, within bounds. Not thread-safe.
 *
 * <p>Some of them may be {@linkplain #take taken}, that is, just being carried out. One that is
 * asked for again meanwhile is not done by that: somebody may have written the key after it was
 * removed and before it was asked for again.
 *
 * <p>Leases go first, whenever they were asked for: as long as a key's lease is there, another node
 * may store under it what it loaded before the key was removed.
 */
final class Pending {

  private record Slot(long number, int size) {}

  private final List<Fold> folds;
  private final int maxEntries;
  private final long maxBytes;
  private final LinkedHashMap<Kept, Slot> slots = new LinkedHashMap<>();
  private final Map<Kept, Long> taken = new HashMap<>();
  private long bytes;
  private long sequence;
  private long folded;
  private int leases;

  /** Whether there may be something to fold. */
  private boolean foldable = true;

  Pending(List<Fold> folds, int maxEntries, long maxBytes) {
    this.folds = folds;
    this.maxEntries = maxEntries;
    this.maxBytes = maxBytes;
  }

  /** Returns whether nothing has to be added for this removal to be carried out. */
  boolean has(Kept kept) {
    Slot slot = slots.get(kept);
    if (slot != null) {
      if (taken.containsKey(kept)) {
        slots.put(kept, new Slot(sequence++, slot.size));
      }
      return true;
    }
    for (Fold fold : folds) {
      if (slots.containsKey(fold.removal())
          && !taken.containsKey(fold.removal())
          && fold.covers(kept)) {
        return true;
      }
    }
    return false;
  }

  boolean fits(int size) {
    return slots.size() < maxEntries && bytes + size <= maxBytes;
  }

  /** Adds what is not there yet, whether it fits or not. */
  void add(Kept kept, int size) {
    Slot before = slots.put(kept, new Slot(sequence++, size));
    bytes += size - (before == null ? 0 : before.size);
    leases += before == null && kept.isLease() ? 1 : 0;
    foldable = true;
  }

  /** Does the sums of what is no longer in the slots. */
  private void gone(Kept kept, Slot slot) {
    bytes -= slot.size;
    leases -= kept.isLease() ? 1 : 0;
  }

  /**
   * Folds the largest group of removals under one prefix into one removal of everything under it.
   *
   * @return the prefix, or null when nothing is gained
   */
  @Nullable String foldLargest() {
    if (!foldable) {
      return null;
    }
    Map<Fold, Integer> groups = new HashMap<>();
    slots.keySet().forEach(kept -> group(groups, kept));
    Fold largest = null;
    int most = 1;
    for (Map.Entry<Fold, Integer> group : groups.entrySet()) {
      if (group.getValue() > most) {
        most = group.getValue();
        largest = group.getKey();
      }
    }
    if (largest == null) {
      foldable = false;
      return null;
    }
    fold(largest);
    return largest.prefix();
  }

  private void group(Map<Fold, Integer> groups, Kept kept) {
    Fold narrowest = narrowest(kept);
    if (narrowest != null && !kept.equals(narrowest.removal())) {
      groups.merge(narrowest, 1, Integer::sum);
    }
  }

  private @Nullable Fold narrowest(Kept kept) {
    Fold narrowest = null;
    for (Fold fold : folds) {
      boolean narrower = narrowest == null || fold.prefix().length() > narrowest.prefix().length();
      if (narrower && fold.covers(kept)) {
        narrowest = fold;
      }
    }
    return narrowest;
  }

  /** Folds the group of one removal, which takes its place; returns null when it has none. */
  @Nullable String foldGroupOf(Kept kept) {
    Fold fold = narrowest(kept);
    if (fold == null) {
      return null;
    }
    fold(fold);
    return fold.prefix();
  }

  /** Folds everything; returns the prefixes. */
  List<String> foldAll() {
    folds.forEach(this::fold);
    return folds.stream().map(Fold::prefix).toList();
  }

  private void fold(Fold fold) {
    Iterator<Map.Entry<Kept, Slot>> entries = slots.entrySet().iterator();
    while (entries.hasNext()) {
      Map.Entry<Kept, Slot> entry = entries.next();
      if (fold.covers(entry.getKey())) {
        gone(entry.getKey(), entry.getValue());
        entries.remove();
      }
    }
    add(fold.removal(), JournalRecords.of(fold.removal()).length);
    folded++;
  }

  /** Takes the oldest leases, or the oldest others if there is none, at most so many. */
  List<Kept> take(int most) {
    taken.clear();
    List<Kept> batch = new ArrayList<>(Math.min(most, slots.size()));
    boolean onlyLeases = leases > 0;
    for (Map.Entry<Kept, Slot> entry : slots.entrySet()) {
      if (batch.size() == most) {
        break;
      }
      if (!onlyLeases || entry.getKey().isLease()) {
        batch.add(entry.getKey());
        taken.put(entry.getKey(), entry.getValue().number);
      }
    }
    return batch;
  }

  /** Forgets those of the batch taken that were carried out; the others are not taken any more. */
  void done(List<Kept> carriedOut) {
    Set<Kept> done = new HashSet<>(carriedOut);
    taken.forEach(
        (kept, number) -> {
          Slot slot = slots.get(kept);
          if (slot != null && slot.number == number && done.contains(kept)) {
            slots.remove(kept);
            gone(kept, slot);
          }
        });
    taken.clear();
  }

  void clear() {
    slots.clear();
    taken.clear();
    bytes = 0;
    leases = 0;
  }

  Iterable<Kept> all() {
    return slots.keySet();
  }

  int entries() {
    return slots.size();
  }

  long bytes() {
    return bytes;
  }

  long folded() {
    return folded;
  }
}
