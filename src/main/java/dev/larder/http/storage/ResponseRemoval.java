package dev.larder.http.storage;

import dev.larder.cache.CacheException;
import dev.larder.cache.KeyPage;
import dev.larder.cache.OwnKeys;
import dev.larder.cache.Removal;
import dev.larder.http.ResponseKeys;
import dev.larder.http.storage.CatalogueReader.Row;
import dev.larder.http.storage.ResponseCatalogue.Filter;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The removal of stored responses of all applications that share a store, for operators.
 * Thread-safe, without a state of its own.
 *
 * <p>It is invalidation, as {@link CacheResponseStore} describes it: a number is removed, of a
 * record or of a tag. So it wins over what is being computed when it begins, on every node. What
 * begins meanwhile may stay. It goes through keys, as {@link ResponseCatalogue} does, and fails
 * like it; some may be removed then.
 */
public final class ResponseRemoval {

  private final OwnKeys keys;

  ResponseRemoval(OwnKeys keys) {
    this.keys = keys;
  }

  /** Returns how many records of URIs there are that a pattern of their URI matches. */
  public long countUri(String glob) {
    return eachPage(new Filter(glob, null), found -> OptionalLong.of(found.size())).orElse(0);
  }

  /**
   * Removes the records of all URIs that match a pattern, those of users and those that are being
   * computed included.
   *
   * @return how many there were; empty when the store is away and keeps removals for later
   */
  public OptionalLong removeUri(String glob) {
    return eachPage(new Filter(glob, null), this::removeAll);
  }

  /**
   * Removes the record of a key that {@link ResponseCatalogue#isEntry}.
   *
   * @return 1 or 0; empty when the store is away and keeps the removal for later
   * @throws IllegalArgumentException when the key is no such
   */
  public OptionalLong removeKey(String key) {
    if (!ResponseCatalogue.isEntry(key)) {
      throw new IllegalArgumentException("the key is not one of a stored response");
    }
    return removeAll(List.of(key));
  }

  /** Returns how many entries a removal of a tag would make invalid. */
  public long countTag(String tag) {
    CatalogueReader reader = new CatalogueReader(keys);
    return count(tag, reader.numbers(reader.ofTag(tag)));
  }

  /**
   * Invalidates a tag in all applications: at once, before the entries that carried it are counted.
   *
   * @return how many entries were valid till then; empty when the store is away and keeps removals
   *     for later
   */
  public OptionalLong removeTag(String tag) {
    CatalogueReader reader = new CatalogueReader(keys);
    Set<String> generations;
    Map<String, Long> before;
    try {
      generations = reader.ofTag(tag);
      before = reader.numbers(generations);
    } catch (CacheException e) {
      if (isKeptWithoutLooking(tag, e)) {
        return OptionalLong.empty();
      }
      throw e;
    }
    OptionalLong removed = removeAll(generations);
    return removed.isEmpty() ? removed : OptionalLong.of(count(tag, before));
  }

  /**
   * Removes a tag without knowing who has it, if the store is away and keeps removals. The pattern
   * may match longer tags too, which costs entries and revives none.
   */
  private boolean isKeptWithoutLooking(String tag, CacheException failure) {
    if (failure.kind() != CacheException.Kind.UNAVAILABLE
        || Thread.currentThread().isInterrupted()) {
      return false;
    }
    boolean kept = removeAll(List.of(ResponseKeys.tag(tag))).isEmpty();
    return keys.module().removePattern(CatalogueReader.ofNamespaces(tag)).isEmpty() && kept;
  }

  /** Counts the entries that carry one of some numbers of a tag. */
  private long count(String tag, Map<String, Long> numbers) {
    if (numbers.isEmpty()) {
      return 0;
    }
    String rest = ResponseKeys.tag(tag);
    long[] count = {0};
    OptionalLong unused =
        eachRow(
            new Filter(null, tag),
            rows -> {
              for (Row row : rows) {
                String generation = row.parts().namespace().key(rest);
                List<String> carried = row.generations();
                int at = carried == null ? -1 : carried.indexOf(generation);
                Long number = numbers.get(generation);
                boolean valid =
                    number != null
                        && at >= 0
                        && at < row.record().carried.length
                        && row.record().carried[at] == number;
                count[0] += valid && row.holds() ? 1 : 0;
              }
              return OptionalLong.of(0);
            });
    return count[0];
  }

  /** What is done with a page; empty when it is kept for later. */
  private interface Work<T> {
    OptionalLong on(T found);
  }

  private OptionalLong eachPage(Filter filter, Work<List<String>> work) {
    return eachRow(filter, rows -> work.on(rows.stream().map(Row::key).toList()));
  }

  private OptionalLong eachRow(Filter filter, Work<List<Row>> work) {
    CatalogueReader reader = new CatalogueReader(keys);
    long sum = 0;
    boolean kept = false;
    String cursor = null;
    do {
      KeyPage page = keys.module().keys(CatalogueReader.ALL, cursor, CatalogueReader.PAGE);
      List<Row> rows = reader.rows(page.keys()).stream().filter(filter::accepts).toList();
      if (!rows.isEmpty()) {
        OptionalLong done = work.on(rows);
        kept |= done.isEmpty();
        sum += done.orElse(0);
      }
      cursor = page.cursor().orElse(null);
    } while (cursor != null);
    return kept ? OptionalLong.empty() : OptionalLong.of(sum);
  }

  private OptionalLong removeAll(Collection<String> named) {
    // Before and after, as CacheResponseStore.invalidate says.
    keys.flights().supersedeMatching(LookUp.flightsOf(named));
    long removed = 0;
    boolean kept = false;
    try {
      for (String key : named) {
        Removal removal = keys.module().remove(key);
        kept |= removal == Removal.DEFERRED;
        removed += removal == Removal.REMOVED ? 1 : 0;
      }
    } finally {
      keys.flights().supersedeMatching(LookUp.flightsOf(named));
    }
    return kept ? OptionalLong.empty() : OptionalLong.of(removed);
  }
}
