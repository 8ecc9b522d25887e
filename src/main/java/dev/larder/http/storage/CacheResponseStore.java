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
import org.jspecify.annotations.Nullable;

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

  /** How often a number is tried to be made while others make and remove it. */
  private static final int ATTEMPTS = 5;

  private final CacheModule module;
  private final SingleFlight<String> flights;
  private final LongSupplier random;
  private final Clock clock;
  private final long placeholderMillis;
  private final long generationMillis;

  /**
   * Makes a store.
   *
   * @param random random numbers of 64 bits that no other node makes as well, such as those of a
   *     {@link java.security.SecureRandom}; thread-safe
   * @param clock the clock by which records end; nodes' clocks may differ, which costs entries and
   *     revives none
   * @param placeholder how long the record of a URI is kept before its first response is stored: no
   *     response that takes longer is stored; at least a second
   * @param generation how long a generation is kept at least
   */
  public CacheResponseStore(
      OwnKeys keys, LongSupplier random, Clock clock, Duration placeholder, Duration generation) {
    this.module = keys.module();
    this.flights = keys.flights();
    this.random = random;
    this.clock = clock;
    this.placeholderMillis = Math.max(1_000, placeholder.toMillis());
    this.generationMillis = Math.max(placeholderMillis, generation.toMillis());
  }

  @Override
  public Found find(Place place, HeaderFields request) {
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
    List<String> keys =
        selections.stream().map(each -> ResponseKeys.variant(place.head(), each)).toList();
    for (Optional<byte[]> variant : module.mget(keys)) {
      variant
          .flatMap(bytes -> VariantRecord.response(bytes, record.generation, record.carried))
          .ifPresent(matching::add);
    }
    return new Candidates(matching, true);
  }

  @Override
  public Ticket begin(Place place, Found found) {
    Snapshot seen =
        found instanceof LookUp lookUp && lookUp.snapshot().place.equals(place)
            ? lookUp.snapshot()
            : read(place);
    UriRecord record = seen.record;
    long generation;
    if (record == null) {
      generation = newRecord(place.head(), seen.rawRecord());
    } else {
      generation = record.generation;
      renew(place.head(), record, seen.rawRecord());
    }
    long[] carried = new long[place.generations().size()];
    for (int i = 0; i < carried.length; i++) {
      String key = place.generations().get(i);
      Generation there = seen.generation(i);
      carried[i] = there == null ? newGeneration(key, seen.rawGeneration(i)) : there.number();
    }
    return new Admission(place, generation, carried, record == null ? 0 : record.uncacheableUntil);
  }

  /**
   * Makes the record of a URI, or takes the one that somebody else made meanwhile. When neither
   * works out, it returns a number that nobody has: nothing is stored under it.
   *
   * @param unreadable what is there already and is no record
   */
  private long newRecord(String key, byte @Nullable [] unreadable) {
    byte[] before = unreadable;
    for (int i = 0; i < ATTEMPTS; i++) {
      long number = random.getAsLong();
      UriRecord made = UriRecord.placeholder(number, clock.millis() + placeholderMillis);
      if (setOver(key, before, made.bytes(), placeholderMillis)) {
        return number;
      }
      before = module.get(key).orElse(null);
      UriRecord theirs = UriRecord.parse(before);
      if (theirs != null) {
        return theirs.generation;
      }
    }
    return random.getAsLong();
  }

  /** Makes a generation; otherwise as {@link #newRecord}. */
  private long newGeneration(String key, byte @Nullable [] unreadable) {
    byte[] before = unreadable;
    for (int i = 0; i < ATTEMPTS; i++) {
      Generation made = new Generation(random.getAsLong(), clock.millis() + generationMillis);
      if (setOver(key, before, made.bytes(), generationMillis)) {
        return made.number();
      }
      before = module.get(key).orElse(null);
      Generation theirs = Generation.parse(before);
      if (theirs != null) {
        return theirs.number();
      }
    }
    return random.getAsLong();
  }

  /** Prolongs a record that might end before the resource does. */
  private void renew(String key, UriRecord record, byte @Nullable [] raw) {
    long now = clock.millis();
    if (raw != null && record.expiry - now < placeholderMillis / 2) {
      long until = now + placeholderMillis;
      // On the condition that it is unchanged: what was stored meanwhile must not be undone. When
      // it is, the record is there for longer anyway.
      setOver(key, raw, record.until(until).bytes(), placeholderMillis);
    }
  }

  private boolean setOver(String key, byte @Nullable [] before, byte[] value, long millis) {
    return module.setIf(
        key,
        value,
        Duration.ofMillis(millis),
        before == null ? WriteCondition.ifAbsent() : WriteCondition.ifEquals(before));
  }

  @Override
  public boolean isCurrent(Ticket ticket) {
    Admission admission = (Admission) ticket;
    return admission.holds(read(admission.place));
  }

  @Override
  public boolean store(Ticket ticket, StoredResponse response, Duration keep) {
    Admission admission = (Admission) ticket;
    String head = admission.place.head();
    Snapshot now = read(admission.place);
    UriRecord record = now.record;
    long keepMillis = Ttl.of(keep.compareTo(Ttl.MAX) > 0 ? Ttl.MAX : keep).millis();
    long until = clock.millis() + keepMillis;
    if (record == null || !admission.holds(now) || !keepGenerations(now, until)) {
      return false;
    }
    if (response.selecting().isEmpty()) {
      byte[] bytes = record.bytesWith(response, admission.carried, until);
      return replace(head, record, bytes);
    }
    List<Selecting> selecting = new ArrayList<>(response.selecting());
    selecting.sort(Comparator.comparing(Selecting::name));
    List<String> names = selecting.stream().map(Selecting::name).toList();
    if (!UriRecord.fits(names)) {
      return false;
    }
    UriRecord changed = record.withSet(names, admission.carried, until, keepMillis);
    if (!changed.sameAs(record) && !replace(head, record, changed.bytes())) {
      return false;
    }
    module.set(
        ResponseKeys.variant(head, selecting),
        VariantRecord.bytes(admission.generation, admission.carried, response),
        Duration.ofMillis(keepMillis));
    return true;
  }

  /** Writes a record over one of the same generation, until the time that it says itself. */
  private boolean replace(String key, UriRecord before, byte[] bytes) {
    long left = UriRecord.expiryOf(bytes) - clock.millis();
    long millis = Math.min(Math.max(1, left), Ttl.MAX.toMillis());
    return module.setIf(
        key,
        bytes,
        Duration.ofMillis(millis),
        WriteCondition.ifStartsWith(UriRecord.mark(before.generation)));
  }

  /** Sees to it that generations outlive an entry that carries them; returns whether they do. */
  private boolean keepGenerations(Snapshot now, long until) {
    for (int i = 0; i < now.place.generations().size(); i++) {
      Generation there = now.generation(i);
      if (there == null || !keep(now.place.generations().get(i), there, until)) {
        return false;
      }
    }
    return true;
  }

  private boolean keep(String key, Generation found, long until) {
    Generation there = found;
    for (int i = 0; i < ATTEMPTS && there.expiry() < until; i++) {
      long now = clock.millis();
      // Twice as long as needed, so that not every entry that is stored has to renew it.
      long millis = Math.min(Math.max(2 * (until - now), generationMillis), Ttl.MAX.toMillis());
      Generation renewed = new Generation(there.number(), now + millis);
      if (setOver(key, there.bytes(), renewed.bytes(), millis)) {
        return true;
      }
      Generation theirs = Generation.parse(module.get(key).orElse(null));
      if (theirs == null || theirs.number() != found.number()) {
        return false;
      }
      there = theirs;
    }
    return true;
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
    UriRecord record = UriRecord.parse(module.get(head).orElse(null));
    if (record != null
        && record.generation == admission.generation
        && record.uncacheableUntil <= enough) {
      replace(head, record, record.uncacheableUntil(until).bytes());
    }
  }

  @Override
  public void invalidate(Collection<String> keys) {
    // Before, so that no flight of the past goes on being joined should the removal fail; after, so
    // that none is left that began between.
    flights.supersedeMatching(LookUp.flightsOf(keys));
    CacheException failure = null;
    for (String key : keys) {
      try {
        module.delete(key);
      } catch (CacheException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    flights.supersedeMatching(LookUp.flightsOf(keys));
    if (failure != null) {
      throw failure;
    }
  }

  private Snapshot read(Place place) {
    if (place.generations().isEmpty()) {
      return new Snapshot(place, List.of(module.get(place.head())));
    }
    List<String> keys = new ArrayList<>(1 + place.generations().size());
    keys.add(place.head());
    keys.addAll(place.generations());
    return new Snapshot(place, module.mget(keys));
  }
}
