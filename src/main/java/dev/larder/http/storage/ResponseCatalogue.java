package dev.larder.http.storage;

import dev.larder.cache.CacheException;
import dev.larder.cache.KeyPage;
import dev.larder.cache.KeyPattern;
import dev.larder.cache.OwnKeys;
import dev.larder.http.CacheOptions;
import dev.larder.http.CachePolicy;
import dev.larder.http.Directive;
import dev.larder.http.ResponseAge;
import dev.larder.http.ResponseKeys;
import dev.larder.http.StoredResponse;
import dev.larder.http.storage.CatalogueEntry.State;
import dev.larder.http.storage.CatalogueEntry.Variant;
import dev.larder.http.storage.CatalogueReader.Row;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The stored responses of all applications that share a store, listed for operators. Thread-safe,
 * without a state of its own.
 *
 * <p>It goes through keys, and reads whole records; it is not for the way of a request. Its methods
 * throw {@link CacheException} when the store cannot answer, and end soon so when their thread is
 * interrupted.
 *
 * <p><b>Freshness</b> is counted as the policy counts it, with the lifetime that the application
 * declared for responses that state none, and with this node's options. Other things that an
 * application declares or a client asks for (more fields to vary by, {@code no-cache}) are left
 * out.
 *
 * <p>{@link #removal} removes.
 */
public final class ResponseCatalogue {

  /** After so long a page is handed out as it is, with the cursor of what follows. */
  private static final long PATIENCE = Duration.ofSeconds(1).toNanos();

  private final OwnKeys keys;
  private final Namespace own;
  private final CachePolicy policy;
  private final Clock clock;
  private final LongSupplier nanoTime;

  /**
   * Makes one.
   *
   * @param namespace that of this application, as {@link CacheResponseStore} has it
   * @param options how lifetimes are estimated
   */
  public ResponseCatalogue(
      OwnKeys keys, String namespace, CacheOptions options, Clock clock, LongSupplier nanoTime) {
    this.keys = keys;
    this.own = Namespace.of(namespace);
    this.policy = new CachePolicy(options);
    this.clock = clock;
    this.nanoTime = nanoTime;
  }

  /**
   * What entries are looked for.
   *
   * @param uri a pattern as {@link KeyPattern#glob} that the URI matches as a whole; null for any
   * @param tag a tag that the entry carries; null for any
   */
  public record Filter(@Nullable String uri, @Nullable String tag) {

    boolean accepts(Row row) {
      LabelForm label = row.label();
      return (uri == null || (label != null && KeyPattern.glob(uri).matches(label.uri())))
          && (tag == null || (label != null && label.tags().contains(tag)));
    }
  }

  /**
   * One page of entries.
   *
   * @param entries in no order
   * @param cursor where the next page starts; empty only at the end
   */
  public record Page(List<CatalogueEntry> entries, Optional<String> cursor) {
    /** Copies the list. */
    public Page {
      entries = List.copyOf(entries);
    }
  }

  /**
   * Returns one page of the entries that a filter accepts. Entries that are there all the time are
   * on some page; an entry may be on two.
   *
   * @param cursor the cursor of the page before, or null for the first page
   * @param limit a hint for the size of the page, at least 1: fewer or none are no sign of the end
   * @throws IllegalArgumentException when the cursor is not one of this listing
   */
  public Page page(Filter filter, @Nullable String cursor, int limit) {
    CatalogueReader reader = new CatalogueReader(keys);
    Map<String, Row> rows = new HashMap<>();
    long began = nanoTime.getAsLong();
    String at = cursor;
    do {
      KeyPage page = keys.module().keys(CatalogueReader.ALL, at, limit);
      for (Row row : reader.rows(page.keys())) {
        if (filter.accepts(row)) {
          rows.put(row.key(), row);
        }
      }
      at = page.cursor().orElse(null);
    } while (at != null && rows.size() < limit && nanoTime.getAsLong() - began < PATIENCE);
    return new Page(entries(reader, List.copyOf(rows.values())), Optional.ofNullable(at));
  }

  /** Returns the entry of a record's key. */
  public Optional<CatalogueEntry> entry(String key) {
    CatalogueReader reader = new CatalogueReader(keys);
    return entries(reader, reader.rows(List.of(key))).stream().findFirst();
  }

  /** Returns whether a key may be that of an entry. */
  public static boolean isEntry(String key) {
    RecordKey parts = RecordKey.of(key);
    return parts != null && parts.isHead();
  }

  /**
   * Returns the key of an entry as {@link dev.larder.http.ResponseEvents#hit} names it; empty when
   * it is one of another application.
   */
  public Optional<String> localKey(CatalogueEntry entry) {
    RecordKey parts = RecordKey.of(entry.key());
    return parts != null && own.owns(entry.key()) && parts.namespace().equals(own)
        ? Optional.of(ResponseKeys.PREFIX + parts.rest())
        : Optional.empty();
  }

  private List<CatalogueEntry> entries(CatalogueReader reader, List<Row> rows) {
    Map<String, Long> numbers = reader.numbers(rows);
    Set<String> varying =
        rows.stream()
            .filter(row -> !row.record().sets.isEmpty())
            .map(Row::key)
            .collect(Collectors.toSet());
    Map<String, List<String>> variants = reader.variants(varying);
    Instant now = clock.instant();
    List<CatalogueEntry> entries = new ArrayList<>();
    for (Row row : rows) {
      List<StoredResponse> stored = new ArrayList<>();
      row.record().response().ifPresent(stored::add);
      reader.each(
          variants.getOrDefault(row.key(), List.of()),
          bytes -> {
            if (bytes != null && stored.size() < CatalogueEntry.MOST_VARIANTS) {
              UriRecord record = row.record();
              VariantRecord.response(bytes, record.generation, record.carried)
                  .ifPresent(stored::add);
            }
          });
      stored.sort((one, other) -> other.responseTime().compareTo(one.responseTime()));
      entries.add(entry(row, stored, CatalogueReader.isValid(row, numbers), now));
    }
    return entries;
  }

  private CatalogueEntry entry(Row row, List<StoredResponse> stored, boolean valid, Instant now) {
    LabelForm label = row.label();
    Directive directive =
        label == null || label.lifetime() == null
            ? Directive.EXPLICIT_ONLY
            : Directive.EXPLICIT_ONLY.withLifetime(label.lifetime());
    State state;
    if (stored.isEmpty()) {
      state =
          row.record().uncacheableUntil > now.toEpochMilli() ? State.UNCACHEABLE : State.PENDING;
    } else {
      state = valid ? State.STORED : State.INVALID;
    }
    return new CatalogueEntry(
        row.key(),
        row.parts().application(),
        label == null ? null : label.uri(),
        label != null && label.perUser(),
        label == null ? List.of() : label.tags(),
        stored.isEmpty() ? null : stored.get(0).responseTime(),
        stored.stream().map(each -> variant(each, directive, now)).toList(),
        Instant.ofEpochMilli(row.record().expiry),
        state);
  }

  private Variant variant(StoredResponse response, Directive directive, Instant now) {
    ResponseAge age = policy.age(response, directive, now);
    List<String> types = response.fields().values("Content-Type");
    return new Variant(
        response.selecting(),
        response.status(),
        age.age(),
        age.freshFor(),
        response.bodyLength(),
        types.isEmpty() ? null : types.get(0));
  }

  /** Returns the removal of what is listed here. */
  public ResponseRemoval removal() {
    return new ResponseRemoval(keys);
  }
}
