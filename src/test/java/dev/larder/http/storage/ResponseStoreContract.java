package dev.larder.http.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.cache.CacheException;
import dev.larder.cache.CacheModule;
import dev.larder.cache.CacheStore;
import dev.larder.cache.KeyPattern;
import dev.larder.cache.OwnKeys;
import dev.larder.cache.SingleFlight;
import dev.larder.cache.WriteCondition;
import dev.larder.http.Directive;
import dev.larder.http.HeaderFields;
import dev.larder.http.ResponseHead;
import dev.larder.http.ResponseKeys;
import dev.larder.http.Selection;
import dev.larder.http.StoredResponse;
import dev.larder.http.TargetUri;
import dev.larder.http.storage.ResponseStore.Found;
import dev.larder.http.storage.ResponseStore.Label;
import dev.larder.http.storage.ResponseStore.Place;
import dev.larder.http.storage.ResponseStore.Ticket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the filters of the response cache may rely on, whatever store is behind it. */
abstract class ResponseStoreContract {

  static final Duration PLACEHOLDER = Duration.ofMinutes(2);
  static final Duration GENERATION = Duration.ofHours(1);
  static final Duration HOUR = Duration.ofHours(1);
  static final String TAG = ResponseKeys.tag("product:1");
  static final Label LABEL =
      new Label(
          new TargetUri("http", "shop.example", "/products/1", "q=é"),
          Directive.EXPLICIT_ONLY.withLifetime(HOUR),
          List.of("product:1"));
  static final Place SHARED = new Place("larder:http:uri", List.of(), LABEL);
  static final Place TAGGED = new Place("larder:http:uri", List.of(TAG), LABEL);
  static final HeaderFields JSON = HeaderFields.of("Accept", "application/json");
  static final HeaderFields XML = HeaderFields.of("Accept", "application/xml");

  final ShiftedClock clock = new ShiftedClock();
  private OwnKeys keys;
  private ResponseStore store;

  /** Returns the keys of a store that holds nothing. */
  abstract OwnKeys openEmpty();

  /** Returns the keys of one more node over the same store, with something in between. */
  abstract OwnKeys otherNode(UnaryOperator<CacheStore> between);

  final OwnKeys otherNode() {
    return otherNode(UnaryOperator.identity());
  }

  /** Returns two nodes whose calls take a while, now and then, before they reach the store. */
  final List<OwnKeys> twoSlowNodes(long seed) {
    Random random = new Random(seed);
    UnaryOperator<CacheStore> slow =
        store ->
            Disturbed.store(
                store,
                (method, arguments) -> {
                  int pause;
                  synchronized (random) {
                    pause = random.nextInt(300);
                  }
                  if (pause < 100) {
                    LockSupport.parkNanos(pause * 1_000L);
                  }
                });
    return List.of(otherNode(slow), otherNode(slow));
  }

  /** Takes the store away, so that it does not answer. */
  abstract void takeAway();

  @BeforeEach
  void open() {
    keys = openEmpty();
    store = over(keys);
  }

  @AfterEach
  void close() {
    keys.module().stop();
  }

  final ResponseStore over(OwnKeys node) {
    return over(node, "");
  }

  final ResponseStore over(OwnKeys node, String namespace) {
    return new CacheResponseStore(
        node,
        namespace,
        new java.security.SecureRandom()::nextLong,
        clock,
        PLACEHOLDER,
        GENERATION);
  }

  final CacheModule module() {
    return keys.module();
  }

  static StoredResponse response(String body, String... vary) {
    return response(body, HeaderFields.NONE, vary);
  }

  static StoredResponse response(String body, HeaderFields request, String... vary) {
    Instant now = Instant.ofEpochMilli(1_700_000_000_000L);
    return new StoredResponse(
        new ResponseHead(200, HeaderFields.of("Content-Type", "text/plain", "X-Own", "1")),
        body.getBytes(StandardCharsets.UTF_8),
        now,
        now,
        Selection.of(List.of(vary), request),
        7);
  }

  final boolean put(Place place, HeaderFields request, StoredResponse response) {
    return store.store(store.begin(place, store.find(place, request)), response, HOUR);
  }

  static List<String> bodies(Found found) {
    return found.candidates().matching().stream()
        .map(each -> new String(each.body(), StandardCharsets.UTF_8))
        .toList();
  }

  final List<String> bodies(Place place, HeaderFields request) {
    return bodies(store.find(place, request));
  }

  @Test
  void what_was_stored_is_found_as_it_was() {
    assertThat(store.find(SHARED, HeaderFields.NONE).candidates().matching()).isEmpty();
    assertThat(put(SHARED, HeaderFields.NONE, response("body"))).isTrue();
    Found found = store.find(SHARED, XML);
    assertThat(bodies(found)).containsExactly("body");
    assertThat(found.candidates().others()).isFalse();
    assertThat(found.uncacheable()).isFalse();
    StoredResponse stored = found.candidates().matching().get(0);
    assertThat(stored.status()).isEqualTo(200);
    assertThat(stored.fields()).isEqualTo(response("").fields());
    assertThat(stored.resource()).isEqualTo(7);
    assertThat(stored.requestTime()).isEqualTo(response("").requestTime());
  }

  @Test
  void a_response_takes_the_place_of_the_one_before() {
    put(SHARED, HeaderFields.NONE, response("one"));
    put(SHARED, HeaderFields.NONE, response("two"));
    assertThat(bodies(SHARED, HeaderFields.NONE)).containsExactly("two");
    put(SHARED, JSON, response("json", JSON, "accept"));
    put(SHARED, JSON, response("json 2", JSON, "accept"));
    assertThat(bodies(SHARED, JSON)).containsExactly("two", "json 2");
  }

  @Test
  void variants_live_side_by_side_and_absent_is_not_empty() {
    HeaderFields empty = HeaderFields.of("Accept", "");
    put(SHARED, JSON, response("json", JSON, "accept"));
    put(SHARED, XML, response("xml", XML, "accept"));
    put(SHARED, HeaderFields.NONE, response("absent", "accept"));
    put(SHARED, empty, response("empty", empty, "accept"));
    assertThat(bodies(SHARED, JSON)).containsExactly("json");
    assertThat(bodies(SHARED, XML)).containsExactly("xml");
    assertThat(bodies(SHARED, HeaderFields.NONE)).containsExactly("absent");
    assertThat(bodies(SHARED, empty)).containsExactly("empty");
    Found none = store.find(SHARED, HeaderFields.of("Accept", "image/png"));
    assertThat(bodies(none)).isEmpty();
    assertThat(none.candidates().others()).isTrue();
  }

  @Test
  void of_several_sets_of_selecting_fields_all_that_match_are_found() {
    HeaderFields both = HeaderFields.of("Accept", "a", "Accept-Language", "de");
    put(SHARED, both, response("by type", both, "accept"));
    put(SHARED, both, response("by language", both, "accept-language"));
    put(SHARED, both, response("by both", both, "accept-language", "accept"));
    put(SHARED, both, response("by none", both));
    assertThat(bodies(SHARED, both))
        .containsExactlyInAnyOrder("by type", "by language", "by both", "by none");
    assertThat(bodies(SHARED, HeaderFields.of("Accept-Language", "de")))
        .containsExactlyInAnyOrder("by language", "by none");
  }

  @Test
  void the_same_variant_is_found_however_its_fields_are_spelled_and_ordered() {
    HeaderFields stored = HeaderFields.of("Accept-Language", "de, en", "ACCEPT", "a");
    put(SHARED, stored, response("x", stored, "accept", "accept-language"));
    HeaderFields asked =
        HeaderFields.of("accept", " a", "accept-language", "de", "Accept-Language", "en");
    assertThat(bodies(SHARED, asked)).containsExactly("x");
  }

  @Test
  void many_variants_are_all_found_and_only_the_last_sets_of_names_are_known() {
    for (int i = 0; i < 300; i++) {
      HeaderFields agent = HeaderFields.of("User-Agent", "agent " + i);
      put(SHARED, agent, response("for " + i, agent, "user-agent"));
    }
    for (int i = 0; i < 300; i++) {
      assertThat(bodies(SHARED, HeaderFields.of("User-Agent", "agent " + i)))
          .containsExactly("for " + i);
    }
    for (int i = 0; i < 20; i++) {
      put(SHARED, HeaderFields.NONE, response("set " + i, "x-" + i));
    }
    assertThat(bodies(SHARED, HeaderFields.NONE))
        .containsExactlyInAnyOrder(
            "set 12", "set 13", "set 14", "set 15", "set 16", "set 17", "set 18", "set 19");
  }

  @Test
  void invalidating_a_uri_removes_every_variant_by_one_key_and_they_do_not_come_back() {
    put(SHARED, JSON, response("json", JSON, "accept"));
    put(SHARED, XML, response("xml", XML, "accept"));
    put(SHARED, XML, response("plain"));
    store.invalidate(List.of(SHARED.head()));
    assertThat(bodies(SHARED, JSON)).isEmpty();
    assertThat(bodies(SHARED, XML)).isEmpty();
    assertThat(store.find(SHARED, XML).candidates().others()).isFalse();
    put(SHARED, XML, response("new xml", XML, "accept"));
    assertThat(bodies(SHARED, JSON)).isEmpty();
    assertThat(bodies(SHARED, XML)).containsExactly("new xml");
  }

  @Test
  void invalidating_a_tag_is_one_removal_and_leaves_nothing_behind_but_what_ends_by_itself() {
    for (int i = 0; i < 50; i++) {
      Place place = new Place("larder:http:uri" + i, List.of(TAG, ResponseKeys.tag("all")));
      put(place, JSON, response("plain " + i));
      put(place, JSON, response("json " + i, JSON, "accept"));
      assertThat(bodies(place, JSON)).containsExactly("plain " + i, "json " + i);
    }
    long before = module().keys(KeyPattern.glob("*")).count();
    store.invalidate(List.of(TAG));
    assertThat(module().keys(KeyPattern.glob("*")).count()).isEqualTo(before - 1);
    for (int i = 0; i < 50; i++) {
      Place place = new Place("larder:http:uri" + i, List.of(TAG, ResponseKeys.tag("all")));
      Found found = store.find(place, JSON);
      assertThat(bodies(found)).isEmpty();
      assertThat(found.candidates().others()).isFalse();
      put(place, JSON, response("new " + i));
      assertThat(bodies(place, JSON)).as("and no old variant").containsExactly("new " + i);
      assertThat(store.find(place, JSON).candidates().others()).isFalse();
    }
    assertThat(module().keys(KeyPattern.glob("*")))
        .allSatisfy(key -> assertThat(module().entry(key).orElseThrow().ttl()).isPresent());
  }

  @Test
  void an_answer_computed_before_an_invalidation_is_not_stored_after_it() {
    for (String invalidated : List.of(TAGGED.head(), TAG)) {
      for (boolean known : new boolean[] {false, true}) {
        if (known) {
          put(TAGGED, JSON, response("before"));
        }
        Ticket ticket = store.begin(TAGGED, store.find(TAGGED, JSON));
        store.invalidate(List.of(invalidated));
        assertThat(store.store(ticket, response("old"), HOUR)).isFalse();
        assertThat(store.store(ticket, response("old", JSON, "accept"), HOUR)).isFalse();
        assertThat(bodies(TAGGED, JSON)).isEmpty();
        Ticket next = store.begin(TAGGED, store.find(TAGGED, JSON));
        assertThat(store.store(ticket, response("old"), HOUR)).isFalse();
        assertThat(store.store(next, response("new"), HOUR)).isTrue();
        assertThat(store.store(ticket, response("old"), HOUR)).isFalse();
        assertThat(bodies(TAGGED, JSON)).containsExactly("new");
        store.invalidate(List.of(TAGGED.head(), TAG));
      }
    }
  }

  @Test
  void an_invalidation_right_before_the_write_wins_also_when_others_began_anew() {
    for (boolean vary : new boolean[] {false, true}) {
      for (String invalidated : List.of(TAGGED.head(), TAG)) {
        boolean[] armed = new boolean[1];
        OwnKeys node =
            otherNode(
                through ->
                    Disturbed.store(
                        through,
                        (method, arguments) -> {
                          if (armed[0] && method.getName().startsWith("put")) {
                            armed[0] = false;
                            store.invalidate(List.of(invalidated));
                            put(TAGGED, XML, response("new"));
                          }
                        }));
        ResponseStore disturbed = over(node);
        Ticket ticket = disturbed.begin(TAGGED, disturbed.find(TAGGED, JSON));
        StoredResponse old = vary ? response("old", JSON, "accept") : response("old");
        armed[0] = true;
        disturbed.store(ticket, old, HOUR);
        assertThat(armed[0]).as("disturbed").isFalse();
        assertThat(bodies(TAGGED, JSON)).isSubsetOf("new");
        if (invalidated.equals(TAGGED.head())) {
          assertThat(bodies(TAGGED, JSON)).containsExactly("new");
        }
        store.invalidate(List.of(TAGGED.head(), TAG));
      }
    }
  }

  @Test
  void who_looks_while_a_response_is_stored_finds_it_or_the_flight_that_it_comes_from() {
    List<Found> looked = new ArrayList<>();
    boolean[] storing = new boolean[1];
    OwnKeys node =
        otherNode(
            through ->
                Disturbed.store(
                    through,
                    (method, arguments) -> {
                      if (storing[0]) {
                        looked.add(store.find(TAGGED, JSON));
                      }
                    }));
    ResponseStore disturbed = over(node);
    Ticket ticket = disturbed.begin(TAGGED, disturbed.find(TAGGED, JSON));
    String flight = store.find(TAGGED, JSON).flightKey();
    storing[0] = true;
    assertThat(disturbed.store(ticket, response("body", JSON, "accept"), HOUR)).isTrue();
    storing[0] = false;
    assertThat(looked).hasSizeGreaterThan(2);
    for (Found found : looked) {
      if (found.candidates().matching().isEmpty()) {
        assertThat(found.flightKey()).isEqualTo(flight);
      }
    }
    assertThat(bodies(TAGGED, JSON)).containsExactly("body");
  }

  @Test
  void a_look_up_from_before_an_invalidation_gives_no_right_to_store_after_it() {
    put(TAGGED, JSON, response("before"));
    Found found = store.find(TAGGED, JSON);
    store.invalidate(List.of(TAG));
    Ticket ticket = store.begin(TAGGED, found);
    assertThat(store.store(ticket, response("old"), HOUR)).isFalse();
    assertThat(bodies(TAGGED, JSON)).isEmpty();
  }

  @Test
  void entries_with_other_generations_are_no_candidates() {
    put(TAGGED, JSON, response("tagged"));
    assertThat(bodies(SHARED, JSON)).isEmpty();
    assertThat(bodies(new Place(TAGGED.head(), List.of(TAG, ResponseKeys.tag("x"))), JSON))
        .isEmpty();
    assertThat(bodies(TAGGED, JSON)).containsExactly("tagged");
  }

  @Test
  void what_is_lost_brings_nothing_old_back() {
    for (String lost : List.of(TAGGED.head(), TAG)) {
      put(TAGGED, JSON, response("old"));
      put(TAGGED, JSON, response("old json", JSON, "accept"));
      Ticket ticket = store.begin(TAGGED, store.find(TAGGED, JSON));
      module().delete(lost);
      assertThat(bodies(TAGGED, JSON)).isEmpty();
      assertThat(store.store(ticket, response("old"), HOUR)).isFalse();
      Ticket next = store.begin(TAGGED, store.find(TAGGED, JSON));
      assertThat(bodies(TAGGED, JSON)).isEmpty();
      assertThat(store.store(next, response("xml", XML, "accept"), HOUR)).isTrue();
      assertThat(bodies(TAGGED, JSON)).isEmpty();
      assertThat(bodies(TAGGED, XML)).containsExactly("xml");
    }
  }

  @Test
  void a_lost_variant_is_a_miss_and_the_others_stay() {
    put(SHARED, JSON, response("json", JSON, "accept"));
    put(SHARED, XML, response("xml", XML, "accept"));
    module().delete(ResponseKeys.variant(SHARED.head(), Selection.of(List.of("accept"), JSON)));
    assertThat(bodies(SHARED, JSON)).isEmpty();
    assertThat(bodies(SHARED, XML)).containsExactly("xml");
  }

  @Test
  void bytes_that_are_no_record_are_a_miss_and_are_replaced() {
    byte[][] wrong = {{}, {1}, {99, 1, 2, 3}, "something else".getBytes(StandardCharsets.UTF_8)};
    for (byte[] bytes : wrong) {
      module().set(TAGGED.head(), bytes);
      module().set(TAG, bytes);
      assertThat(bodies(TAGGED, JSON)).isEmpty();
      put(TAGGED, JSON, response("json", JSON, "accept"));
      String key = ResponseKeys.variant(TAGGED.head(), Selection.of(List.of("accept"), JSON));
      assertThat(bodies(TAGGED, JSON)).containsExactly("json");
      module().set(key, bytes);
      assertThat(bodies(TAGGED, JSON)).isEmpty();
      put(TAGGED, JSON, response("plain"));
      assertThat(bodies(TAGGED, JSON)).containsExactly("plain");
      store.invalidate(List.of(TAGGED.head(), TAG));
    }
  }

  @Test
  void any_cut_or_changed_byte_of_a_record_makes_no_failure() {
    put(TAGGED, JSON, response("old json", JSON, "accept"));
    put(TAGGED, JSON, response("plain"));
    byte[] whole = module().get(TAGGED.head()).orElseThrow();
    byte[] changed = whole.clone();
    for (int i = 0; i < whole.length; i++) {
      module().set(TAGGED.head(), java.util.Arrays.copyOf(whole, i));
      assertThat(bodies(TAGGED, HeaderFields.NONE)).as("cut at %d", i).isEmpty();
      changed[i] ^= (byte) 0x81;
      module().set(TAGGED.head(), changed);
      assertThat(bodies(TAGGED, JSON).size()).isLessThanOrEqualTo(2);
      changed[i] = whole[i];
    }
  }

  @Test
  void that_responses_are_not_storable_is_remembered_and_what_is_stored_stays() {
    Ticket ticket = store.begin(SHARED, store.find(SHARED, JSON));
    store.rememberUncacheable(ticket, Duration.ofSeconds(10));
    assertThat(store.find(SHARED, JSON).uncacheable()).isTrue();
    clock.add(Duration.ofSeconds(11));
    assertThat(store.find(SHARED, JSON).uncacheable()).isFalse();
    assertThat(put(SHARED, JSON, response("stored"))).isTrue();
    store.rememberUncacheable(
        store.begin(SHARED, store.find(SHARED, JSON)), Duration.ofSeconds(10));
    Found found = store.find(SHARED, JSON);
    assertThat(found.uncacheable()).isTrue();
    assertThat(bodies(found)).containsExactly("stored");
    put(SHARED, JSON, response("json", JSON, "accept"));
    assertThat(store.find(SHARED, JSON).uncacheable()).isFalse();
    assertThat(bodies(SHARED, JSON)).containsExactly("stored", "json");
  }

  @Test
  void that_responses_are_not_storable_is_written_once_in_a_while() {
    Found nothing = store.find(SHARED, JSON);
    store.rememberUncacheable(store.begin(SHARED, nothing), Duration.ofSeconds(10));
    byte[] written = module().get(SHARED.head()).orElseThrow();
    for (int i = 0; i < 4; i++) {
      clock.add(Duration.ofSeconds(1));
      store.rememberUncacheable(
          store.begin(SHARED, store.find(SHARED, JSON)), Duration.ofSeconds(10));
      store.rememberUncacheable(store.begin(SHARED, nothing), Duration.ofSeconds(10));
      assertThat(module().get(SHARED.head())).contains(written);
    }
    clock.add(Duration.ofSeconds(2));
    store.rememberUncacheable(
        store.begin(SHARED, store.find(SHARED, JSON)), Duration.ofSeconds(10));
    assertThat(module().get(SHARED.head()).orElseThrow()).isNotEqualTo(written);
  }

  @Test
  void the_flight_of_a_variant_is_its_own_and_of_one_entry_the_same() {
    String unknown = store.find(TAGGED, JSON).flightKey();
    assertThat(store.find(TAGGED, XML).flightKey()).isEqualTo(unknown);
    store.begin(TAGGED, store.find(TAGGED, XML));
    assertThat(store.find(TAGGED, XML).flightKey()).as("after it began").isEqualTo(unknown);
    put(TAGGED, JSON, response("json", JSON, "accept"));
    String json = store.find(TAGGED, JSON).flightKey();
    assertThat(store.find(TAGGED, XML).flightKey()).isNotEqualTo(json);
    HeaderFields more = HeaderFields.of("accept", "application/json", "X-Other", "1");
    assertThat(store.find(TAGGED, more).flightKey()).isEqualTo(json);
    assertThat(store.find(SHARED, JSON).flightKey()).isNotEqualTo(json);
  }

  @Test
  void nobody_joins_a_flight_that_an_invalidation_made_old() {
    SingleFlight<String> flights = keys.flights();
    for (String invalidated : List.of(TAGGED.head(), TAG)) {
      for (boolean known : new boolean[] {false, true}) {
        if (known) {
          put(TAGGED, JSON, response("json", JSON, "accept"));
        }
        String key = store.find(TAGGED, JSON).flightKey();
        String other = store.find(new Place("larder:http:other", List.of()), JSON).flightKey();
        SingleFlight.Flight old = flights.join(key).flight();
        SingleFlight.Flight unconcerned = flights.join(other).flight();
        store.invalidate(List.of(invalidated));
        assertThat(flights.join(key).leads()).isTrue();
        assertThat(old.unlessSuperseded(() -> true)).isFalse();
        assertThat(flights.join(other).leads()).isFalse();
        assertThat(unconcerned.unlessSuperseded(() -> true)).isTrue();
        flights.supersedeMatching(each -> true);
      }
    }
  }

  @Test
  void a_response_that_is_kept_longer_renews_its_generations_and_the_record() {
    Duration day = Duration.ofDays(1);
    store.store(store.begin(TAGGED, store.find(TAGGED, JSON)), response("plain"), HOUR);
    Ticket ticket = store.begin(TAGGED, store.find(TAGGED, JSON));
    assertThat(store.store(ticket, response("json", JSON, "accept"), day)).isTrue();
    for (String key : List.of(TAG, TAGGED.head())) {
      assertThat(module().entry(key).orElseThrow().ttl().orElseThrow())
          .as(key)
          .isGreaterThan(day.minusMinutes(1));
    }
    assertThat(bodies(TAGGED, JSON)).containsExactly("plain", "json");
    String variant = ResponseKeys.variant(TAGGED.head(), Selection.of(List.of("accept"), JSON));
    assertThat(module().entry(variant).orElseThrow().ttl().orElseThrow())
        .isBetween(day.minusMinutes(1), day);
  }

  @Test
  void a_generation_near_its_end_is_renewed_under_the_same_number() {
    put(TAGGED, JSON, response("first"));
    Place second = new Place("larder:http:second", TAGGED.generations());
    clock.add(GENERATION.minusMinutes(5));
    put(second, JSON, response("second"));
    assertThat(bodies(TAGGED, JSON)).as("not made invalid by that").containsExactly("first");
    assertThat(module().entry(TAG).orElseThrow().ttl().orElseThrow()).isGreaterThan(HOUR);
  }

  @Test
  void a_record_near_its_end_is_renewed_before_the_resource_runs() {
    store.begin(SHARED, store.find(SHARED, JSON));
    byte[] placeholder = module().get(SHARED.head()).orElseThrow();
    clock.add(PLACEHOLDER.dividedBy(4));
    Ticket early = store.begin(SHARED, store.find(SHARED, JSON));
    assertThat(module().get(SHARED.head())).contains(placeholder);
    clock.add(PLACEHOLDER.dividedBy(2));
    Ticket late = store.begin(SHARED, store.find(SHARED, JSON));
    assertThat(module().get(SHARED.head()).orElseThrow()).isNotEqualTo(placeholder);
    assertThat(store.store(late, response("late"), HOUR)).isTrue();
    assertThat(store.store(early, response("the same generation"), HOUR)).isTrue();
  }

  @Test
  void a_renewal_never_undoes_what_was_stored_meanwhile() {
    store.begin(SHARED, store.find(SHARED, JSON));
    clock.add(PLACEHOLDER.multipliedBy(3).dividedBy(4));
    Found before = store.find(SHARED, JSON);
    put(SHARED, JSON, response("stored"));
    store.begin(SHARED, before);
    assertThat(bodies(SHARED, JSON)).containsExactly("stored");
  }

  @Test
  void nodes_share_what_is_stored_and_what_is_invalidated() {
    ResponseStore other = over(otherNode());
    put(TAGGED, JSON, response("json", JSON, "accept"));
    assertThat(bodies(other.find(TAGGED, JSON))).containsExactly("json");
    Ticket ticket = store.begin(TAGGED, store.find(TAGGED, XML));
    other.invalidate(List.of(TAG));
    assertThat(bodies(TAGGED, JSON)).isEmpty();
    assertThat(store.store(ticket, response("xml", XML, "accept"), HOUR)).isFalse();
    Ticket mine = store.begin(TAGGED, store.find(TAGGED, XML));
    Ticket theirs = other.begin(TAGGED, other.find(TAGGED, XML));
    assertThat(other.store(theirs, response("theirs"), HOUR)).isTrue();
    assertThat(store.store(mine, response("mine"), HOUR)).isTrue();
    assertThat(bodies(other.find(TAGGED, JSON))).containsExactly("mine");
  }

  @Test
  void applications_with_other_prefixes_neither_see_nor_invalidate_each_others_responses() {
    ResponseStore shop = over(keys, "shop");
    ResponseStore office = over(keys, "office");
    for (ResponseStore each : List.of(store, shop, office)) {
      Ticket ticket = each.begin(TAGGED, each.find(TAGGED, JSON));
      assertThat(each.store(ticket, response("of " + System.identityHashCode(each)), HOUR))
          .isTrue();
    }
    shop.invalidate(List.of(TAG));
    assertThat(shop.find(TAGGED, JSON).candidates().matching()).isEmpty();
    assertThat(store.find(TAGGED, JSON).candidates().matching()).hasSize(1);
    store.invalidateAll();
    assertThat(store.find(TAGGED, JSON).candidates().matching()).isEmpty();
    assertThat(office.find(TAGGED, JSON).candidates().matching())
        .singleElement()
        .satisfies(
            found ->
                assertThat(new String(found.body(), java.nio.charset.StandardCharsets.UTF_8))
                    .isEqualTo("of " + System.identityHashCode(office)));
  }

  @Test
  void a_store_that_is_away_is_a_failure_of_every_operation_for_the_caller_to_handle() {
    Ticket ticket = store.begin(TAGGED, store.find(TAGGED, JSON));
    Found found = store.find(SHARED, JSON);
    takeAway();
    assertThatThrownBy(() -> store.find(TAGGED, JSON)).isInstanceOf(CacheException.class);
    assertThatThrownBy(() -> store.begin(new Place("larder:http:x", List.of()), found))
        .isInstanceOf(CacheException.class);
    assertThatThrownBy(() -> store.store(ticket, response("x"), HOUR))
        .isInstanceOf(CacheException.class);
    assertThatThrownBy(() -> store.invalidate(List.of(TAG, TAGGED.head())))
        .isInstanceOf(CacheException.class);
  }

  @Test
  void names_without_end_are_not_stored() {
    HeaderFields request = HeaderFields.NONE;
    String[] names = new String[300];
    for (int i = 0; i < names.length; i++) {
      names[i] = String.format(Locale.ROOT, "x-%03d", i);
    }
    assertThat(put(SHARED, request, response("x", request, names))).isFalse();
    assertThat(put(SHARED, request, response("x", request, "x".repeat(2_000)))).isFalse();
    assertThat(bodies(SHARED, request)).isEmpty();
    List<String> many = new ArrayList<>();
    for (int i = 0; i < 256; i++) {
      many.add("larder:http:tag:" + i);
    }
    assertThatThrownBy(() -> new Place("larder:http:x", many))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at most 255 tags");
    Place most = new Place("larder:http:x", many.subList(0, 255));
    assertThat(put(most, request, response("most"))).isTrue();
    assertThat(bodies(most, request)).containsExactly("most");
  }

  @Test
  void a_write_that_arrives_late_revives_nothing() {
    put(SHARED, JSON, response("old"));
    put(SHARED, JSON, response("old json", JSON, "accept"));
    byte[] record = module().get(SHARED.head()).orElseThrow();
    byte[] mark = java.util.Arrays.copyOf(record, 9);
    String key = ResponseKeys.variant(SHARED.head(), Selection.of(List.of("accept"), JSON));
    byte[] variant = module().get(key).orElseThrow();
    store.invalidate(List.of(SHARED.head()));
    put(SHARED, JSON, response("new json", JSON, "accept"));
    // What a store that was frozen may still carry out.
    assertThat(module().setIf(SHARED.head(), record, HOUR, WriteCondition.ifStartsWith(mark)))
        .isFalse();
    module().set(key, variant, HOUR);
    assertThat(bodies(SHARED, JSON)).isEmpty();
  }
}
