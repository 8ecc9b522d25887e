package dev.larder.http.storage;

import dev.larder.cache.KeyPage;
import dev.larder.cache.KeyPattern;
import dev.larder.cache.OwnKeys;
import dev.larder.http.ResponseKeys;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records of the catalogue in batches, whose size goes by that of what was read before:
 * records have bodies in them. For one thread.
 */
final class CatalogueReader {

  /** About so many bytes are read at once. */
  private static final int BATCH_BYTES = 4 << 20;

  private static final int FIRST_BATCH = 32;
  private static final int LARGEST_BATCH = 512;

  /** So many keys are looked through at once. */
  static final int PAGE = 1_000;

  /** All keys of the response cache, and perhaps some others. */
  static final KeyPattern ALL = KeyPattern.startingWith(RecordKey.COMMON);

  private final OwnKeys keys;
  private int batch = FIRST_BATCH;

  CatalogueReader(OwnKeys keys) {
    this.keys = keys;
  }

  /** A record with what stands around it. */
  record Row(String key, RecordKey parts, UriRecord record, @Nullable LabelForm label) {

    /** The keys of the generations that its entries carry; null when they are not known. */
    @Nullable List<String> generations() {
      if (label == null) {
        return record.carried.length == 0 ? List.of() : null;
      }
      return label.generations().stream().map(parts.namespace()::key).toList();
    }

    /** Whether responses are or were stored under it. */
    boolean holds() {
      return !record.sets.isEmpty() || record.hasResponse();
    }
  }

  /** Returns the records of those of some keys that have one, in their order. */
  List<Row> rows(List<String> some) {
    List<String> heads = new ArrayList<>();
    List<RecordKey> parts = new ArrayList<>();
    for (String key : some) {
      RecordKey each = RecordKey.of(key);
      if (each != null && each.isHead()) {
        heads.add(key);
        parts.add(each);
      }
    }
    List<Row> rows = new ArrayList<>();
    int[] at = {0};
    each(
        heads,
        value -> {
          UriRecord record = UriRecord.parse(value);
          int i = at[0]++;
          if (record != null) {
            LabelForm label = record.label().orElse(null);
            rows.add(new Row(heads.get(i), parts.get(i), record, label));
          }
        });
    return rows;
  }

  /** Hands out the value of each key, or null, in their order. */
  void each(List<String> read, Consumer<byte @Nullable []> take) {
    for (int from = 0; from < read.size(); ) {
      int to = Math.min(read.size(), from + batch);
      long bytes = 0;
      for (Optional<byte[]> value : keys.mgetShared(read.subList(from, to))) {
        bytes += value.map(each -> each.length).orElse(0);
        take.accept(value.orElse(null));
      }
      long fitting = bytes == 0 ? LARGEST_BATCH : BATCH_BYTES * (long) (to - from) / bytes;
      batch = (int) Math.max(1, Math.min(LARGEST_BATCH, fitting));
      from = to;
    }
  }

  /** Returns the numbers of the generations that some rows carry, by their keys. */
  Map<String, Long> numbers(List<Row> rows) {
    Set<String> asked = new LinkedHashSet<>();
    for (Row row : rows) {
      List<String> generations = row.generations();
      if (generations != null) {
        asked.addAll(generations);
      }
    }
    return numbers(asked);
  }

  /** Returns the numbers of generations that are there. */
  Map<String, Long> numbers(Set<String> asked) {
    List<String> names = List.copyOf(asked);
    Map<String, Long> numbers = new HashMap<>();
    int[] at = {0};
    each(
        names,
        value -> {
          Generation generation = Generation.parse(value);
          String name = names.get(at[0]++);
          if (generation != null) {
            numbers.put(name, generation.number());
          }
        });
    return numbers;
  }

  /** Returns whether what a row holds can be found: whether all it carries is as it was. */
  static boolean isValid(Row row, Map<String, Long> numbers) {
    List<String> generations = row.generations();
    if (generations == null) {
      // Of a label that is not known nothing can be said against it.
      return true;
    }
    long[] carried = row.record().carried;
    if (generations.size() != carried.length) {
      return false;
    }
    for (int i = 0; i < carried.length; i++) {
      Long number = numbers.get(generations.get(i));
      if (number == null || number != carried[i]) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns the keys of the variants of some records, by that of the record: by going through all
   * keys once, since which values select them stands nowhere else.
   */
  Map<String, List<String>> variants(Set<String> heads) {
    Map<String, List<String>> variants = new HashMap<>();
    if (heads.isEmpty()) {
      return variants;
    }
    KeyPattern pattern =
        heads.size() == 1 ? KeyPattern.startingWith(heads.iterator().next() + ":") : ALL;
    forEachKey(
        pattern,
        key -> {
          int end = key.lastIndexOf(':');
          String head = key.substring(0, Math.max(0, end));
          if (heads.contains(head)) {
            List<String> known = variants.computeIfAbsent(head, k -> new ArrayList<>());
            if (known.size() < CatalogueEntry.MOST_VARIANTS && !known.contains(key)) {
              known.add(key);
            }
          }
        });
    return variants;
  }

  private void forEachKey(KeyPattern pattern, Consumer<String> take) {
    String cursor = null;
    do {
      KeyPage page = keys.module().keys(pattern, cursor, PAGE);
      page.keys().forEach(take);
      cursor = page.cursor().orElse(null);
    } while (cursor != null);
  }

  /** Returns the keys of a tag's generation in all namespaces. */
  Set<String> ofTag(String tag) {
    String key = ResponseKeys.tag(tag);
    String rest = key.substring(ResponseKeys.PREFIX.length());
    Set<String> found = new LinkedHashSet<>();
    found.add(key);
    forEachKey(
        ofNamespaces(tag),
        each -> {
          RecordKey parts = RecordKey.of(each);
          // The pattern alone would also match the end of a longer tag.
          if (parts != null && parts.rest().equals(rest)) {
            found.add(each);
          }
        });
    return found;
  }

  /** Returns the pattern of the keys of a tag's generation in namespaces that have a name. */
  static KeyPattern ofNamespaces(String tag) {
    String rest = ResponseKeys.tag(tag).substring(ResponseKeys.PREFIX.length());
    return KeyPattern.glob(RecordKey.COMMON + "@*:" + KeyPattern.escape(rest));
  }
}
