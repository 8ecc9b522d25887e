package dev.larder.http.storage;

import dev.larder.cache.CacheException;
import dev.larder.cache.CacheModule;
import dev.larder.cache.OwnKeys;
import dev.larder.cache.SingleFlight;
import dev.larder.cache.Ttl;
import dev.larder.cache.WriteCondition;
import dev.larder.http.Candidates;
import dev.larder.http.HeaderFields;
import dev.larder.http.ResponseKeys;
import dev.larder.http.Selection;
import dev.larder.http.StoredResponse;
import dev.larder.http.StoredResponse.Selecting;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The store of responses over a cache module: one record per URI with the response that nothing
 * selects, and beside it a record for each variant. It is thread-safe and has no state of its own.
 *
 * <p><b>Why nothing old is found after an invalidation.</b> A URI's record and the generations are
 * random numbers that are never given twice. Who computes reads them first (a ticket), or makes
 * them. What he stores carries the numbers of his ticket, and a record is written only over one
 * that begins with the ticket's number. Invalidating removes the number.
 *
 * <ul>
 *   <li>He who read before the removal has a number that is never there again: his record is not
 *       written, or, if it was written before, is removed with it; his variants, and what carries a
 *       removed generation, match nothing that a look-up reads afterwards. It does not matter when
 *       his writes arrive, which may be long after they timed out.
 *   <li>He who reads after it finds nothing, makes a new number, and computes after the removal.
 *   <li>A number that is lost (evicted, flushed, expired) is as good as removed.
 * </ul>
 */
public final class CacheResponseStore implements ResponseStore {

  private final Namespace namespace;
  private final OwnKeys keys;
  private final CacheModule module;
  private final SingleFlight<String> flights;
  private final Clock clock;
  private final Numbers numbers;

  /**
   * Makes a store.
   *
   * @param namespace keeps apart applications that share the store of keys; empty for none
   * @param random random numbers of 64 bits that no other node makes as well, such as those of a
   *     {@link java.security.SecureRandom}; thread-safe
   * @param clock the clock by which records end; nodes' clocks may differ, which costs entries and
   *     revives none
   * @param placeholder how long the record of a URI is kept before its first response is stored: no
   *     response that takes longer is stored; at least a second
   * @param generation how long a generation is kept at least
   */
  public CacheResponseStore(
      OwnKeys keys,
      String namespace,
      LongSupplier random,
      Clock clock,
      Duration placeholder,
      Duration generation) {
    this.namespace = Namespace.of(namespace);
    this.keys = keys;
    this.module = keys.module();
    this.flights = keys.flights();
    this.clock = clock;
    this.numbers = new Numbers(module, random, clock, placeholder, generation);
  }

  /** Returns what all keys of a namespace begin with, in the store of keys. */
  public static String keyPrefix(String namespace) {
    return Namespace.of(namespace).prefix();
  }

  @Override
  public Found find(Place asked, HeaderFields request) {
    Place place = namespace.place(asked);
    Snapshot snapshot = read(place);
    UriRecord record = snapshot.record;
    if (record == null) {
      return new LookUp(snapshot, Candidates.NONE, List.of(), false);
    }
    boolean uncacheable = record.uncacheableUntil != 0 && record.uncacheableUntil > clock.millis();
    List<List<Selecting>> selections = new ArrayList<>(record.sets.size());
    for (List<String> names : record.sets) {
      selections.add(Selection.of(names, request));
    }
    UriRecord valid = snapshot.validRecord();
    Candidates candidates = valid == null ? Candidates.NONE : candidates(place, valid, selections);
    return new LookUp(snapshot, candidates, selections, uncacheable);
  }

  private Candidates candidates(Place place, UriRecord record, List<List<Selecting>> selections) {
    Optional<StoredResponse> unselected = record.response();
    if (selections.isEmpty()) {
      return unselected.isEmpty()
          ? Candidates.NONE
          : new Candidates(List.of(unselected.get()), false);
    }
    List<StoredResponse> matching = new ArrayList<>();
    unselected.ifPresent(matching::add);
    List<String> variants =
        selections.stream().map(each -> ResponseKeys.variant(place.head(), each)).toList();
    for (Optional<byte[]> variant : keys.mgetShared(variants)) {
      variant
          .flatMap(bytes -> VariantRecord.response(bytes, record.generation, record.carried))
          .ifPresent(matching::add);
    }
    return new Candidates(matching, true);
  }

  @Override
  public Ticket begin(Place asked, Found found) {
    Place place = namespace.place(asked);
    Snapshot seen =
        found instanceof LookUp lookUp && lookUp.snapshot().place.equals(place)
            ? lookUp.snapshot()
            : read(place);
    UriRecord record = seen.record;
    long generation =
        record == null || numbers.endsSoon(record.expiry)
            ? numbers.ofRecord(place, seen.rawRecord())
            : record.generation;
    long[] carried = new long[place.generations().size()];
    for (int i = 0; i < carried.length; i++) {
      String key = place.generations().get(i);
      Generation there = seen.generation(i);
      carried[i] =
          there == null || numbers.endsSoon(there.expiry())
              ? numbers.ofGeneration(key, seen.rawGeneration(i))
              : there.number();
    }
    return new Admission(place, generation, carried, record == null ? 0 : record.uncacheableUntil);
  }

  @Override
  public boolean store(Ticket ticket, StoredResponse response, Duration keep) {
    Admission admission = (Admission) ticket;
    String head = admission.place.head();
    Snapshot now = read(admission.place);
    UriRecord record = now.record;
    long keepMillis = Ttl.of(keep.compareTo(Ttl.MAX) > 0 ? Ttl.MAX : keep).millis();
    long until = clock.millis() + keepMillis;
    if (record == null || !admission.holds(now) || !numbers.outlive(now, until)) {
      return false;
    }
    byte[] label = LabelForm.of(admission.place);
    if (response.selecting().isEmpty()) {
      byte[] bytes = record.bytesWith(response, admission.carried, label, until);
      return replace(head, record, bytes);
    }
    List<Selecting> selecting = new ArrayList<>(response.selecting());
    selecting.sort(Comparator.comparing(Selecting::name));
    List<String> names = selecting.stream().map(Selecting::name).toList();
    if (!UriRecord.fits(names)) {
      return false;
    }
    // The variant comes before the record that leads to it. The other way round, a request that
    // looks between the two writes finds that there are variants and not its own; it would not wait
    // for who computes it, as flights and turns are named by what is known of the variants, but
    // have the resource run once more. Until the record is there, nobody reads the variant, unless
    // the record had these names already; and its generations say whether it is valid, not the
    // order.
    String variant = ResponseKeys.variant(head, selecting);
    module.set(
        variant,
        VariantRecord.bytes(admission.generation, admission.carried, response),
        Duration.ofMillis(keepMillis));
    UriRecord changed = record.withSet(names, admission.carried, label, until, keepMillis);
    if (changed.sameAs(record) || replace(head, record, changed.bytes())) {
      return true;
    }
    // It was invalidated meanwhile, so nobody will ever read the variant. Should the key have one
    // of the next generation by now, that one is a miss.
    module.delete(variant);
    return false;
  }

  /** Writes a record over one of the same generation, until the time that it says itself. */
  private boolean replace(String key, UriRecord before, byte[] bytes) {
    return module.setIf(
        key,
        bytes,
        numbers.left(UriRecord.expiryOf(bytes)),
        WriteCondition.ifStartsWith(UriRecord.mark(before.generation)));
  }

  @Override
  public void rememberUncacheable(Ticket ticket, Duration time) {
    Admission admission = (Admission) ticket;
    long now = clock.millis();
    long until = now + time.toMillis();
    long enough = now + time.toMillis() / 2;
    if (admission.uncacheableUntil > enough) {
      return;
    }
    String head = admission.place.head();
    Optional<byte[]> raw = module.get(head);
    UriRecord record = UriRecord.parse(raw.orElse(null));
    if (record != null
        && record.generation == admission.generation
        && record.uncacheableUntil <= enough) {
      byte[] changed = record.uncacheableUntil(until).bytes();
      // Only over just this: a response that is stored meanwhile must not be undone.
      boolean unused =
          module.setIf(
              head,
              changed,
              numbers.left(UriRecord.expiryOf(changed)),
              WriteCondition.ifEquals(raw.get()));
    }
  }

  @Override
  public void invalidate(Collection<String> named) {
    List<String> removed = named.stream().map(namespace::key).toList();
    // Before, so that no flight of the past goes on being joined should the removal fail; after, so
    // that none is left that began between.
    flights.supersedeMatching(LookUp.flightsOf(removed));
    CacheException failure = null;
    for (String key : removed) {
      try {
        module.delete(key);
      } catch (CacheException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
        if (e.reason() == CacheException.Reason.UNAVAILABLE) {
          // Each further key would wait as long; who called keeps all of them.
          break;
        }
      }
    }
    flights.supersedeMatching(LookUp.flightsOf(removed));
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public void invalidateAll() {
    flights.supersedeMatching(namespace::owns);
    module.deletePattern(namespace.all());
    flights.supersedeMatching(namespace::owns);
  }

  private Snapshot read(Place place) {
    if (place.generations().isEmpty()) {
      return new Snapshot(place, List.of(keys.getShared(place.head())));
    }
    List<String> read = new ArrayList<>(1 + place.generations().size());
    read.add(place.head());
    read.addAll(place.generations());
    return new Snapshot(place, keys.mgetShared(read));
  }
}
