package dev.larder.http.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.cache.CacheException;
import dev.larder.cache.CacheModule;
import dev.larder.cache.CacheStore;
import dev.larder.cache.OwnKeys;
import dev.larder.http.CacheOptions;
import dev.larder.http.CacheRequest;
import dev.larder.http.Directive;
import dev.larder.http.HeaderFields;
import dev.larder.http.KeyShape;
import dev.larder.http.ResponseHead;
import dev.larder.http.ResponseKeys;
import dev.larder.http.Selection;
import dev.larder.http.StoredResponse;
import dev.larder.http.TargetUri;
import dev.larder.http.storage.CatalogueEntry.State;
import dev.larder.http.storage.CatalogueEntry.Variant;
import dev.larder.http.storage.ResponseCatalogue.Filter;
import dev.larder.http.storage.ResponseStore.Label;
import dev.larder.http.storage.ResponseStore.Place;
import dev.larder.http.storage.ResponseStore.Ticket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What operators may rely on who list and remove stored responses, whatever store is behind it. */
abstract class ResponseCatalogueContract {

  static final Filter ALL = new Filter(null, null);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Directive SHARED = Directive.EXPLICIT_ONLY.withLifetime(HOUR);
  private static final Directive PER_USER =
      new Directive(HOUR, true, null, List.of(), List.of(), false, false);
  private static final HeaderFields JSON = HeaderFields.of("Accept", "application/json");
  private static final HeaderFields XML = HeaderFields.of("Accept", "application/xml");

  final ShiftedClock clock = new ShiftedClock();
  private OwnKeys keys;
  private ResponseStore store;
  private ResponseStore other;
  private ResponseCatalogue catalogue;

  abstract OwnKeys openEmpty();

  abstract OwnKeys otherNode(UnaryOperator<CacheStore> between);

  abstract void takeAway();

  @BeforeEach
  void open() {
    keys = openEmpty();
    store = over(keys, "");
    other = over(otherNode(UnaryOperator.identity()), "shop");
    catalogue = catalogue(keys);
  }

  @AfterEach
  void close() {
    keys.module().stop();
  }

  private ResponseStore over(OwnKeys node, String namespace) {
    return new CacheResponseStore(
        node,
        namespace,
        new java.security.SecureRandom()::nextLong,
        clock,
        Duration.ofMinutes(2),
        HOUR);
  }

  final ResponseCatalogue catalogue(OwnKeys node) {
    return new ResponseCatalogue(node, "", CacheOptions.DEFAULTS, clock, System::nanoTime);
  }

  final CacheModule module() {
    return keys.module();
  }

  private static Place place(
      TargetUri uri, Directive directive, @Nullable String user, String... tags) {
    CacheRequest request = new CacheRequest("GET", uri, HeaderFields.NONE, user);
    return new Place(
        ResponseKeys.head(request, directive),
        ResponseKeys.generations(uri, directive, List.of(tags)),
        new Label(uri, directive, List.of(tags)));
  }

  static Place place(String path, String... tags) {
    return place(uri(path), SHARED, null, tags);
  }

  private static TargetUri uri(String path) {
    return new TargetUri("http", "shop.example", path, null);
  }

  private StoredResponse response(HeaderFields fields, HeaderFields request, String... vary) {
    Instant now = clock.instant();
    byte[] body = "body".getBytes(StandardCharsets.UTF_8);
    return new StoredResponse(
        new ResponseHead(200, fields), body, now, now, Selection.of(List.of(vary), request), 7);
  }

  private StoredResponse response() {
    return response(HeaderFields.of("Content-Type", "text/plain"), HeaderFields.NONE);
  }

  final void put(Place place) {
    put(store, place);
  }

  private void put(ResponseStore into, Place place) {
    put(into, place, response());
  }

  private void put(ResponseStore into, Place place, StoredResponse response) {
    Ticket ticket = into.begin(place, into.find(place, HeaderFields.NONE));
    assertThat(into.store(ticket, response, HOUR)).isTrue();
  }

  private boolean isFound(ResponseStore in, Place place) {
    return !in.find(place, HeaderFields.NONE).candidates().matching().isEmpty();
  }

  private List<CatalogueEntry> all(Filter filter) {
    List<CatalogueEntry> entries = new ArrayList<>();
    String cursor = null;
    do {
      ResponseCatalogue.Page page = catalogue.page(filter, cursor, 50);
      entries.addAll(page.entries());
      cursor = page.cursor().orElse(null);
    } while (cursor != null);
    return entries;
  }

  private CatalogueEntry only() {
    List<CatalogueEntry> entries = all(ALL);
    assertThat(entries).hasSize(1);
    return entries.get(0);
  }

  private List<String> uris(Filter filter) {
    return all(filter).stream().map(CatalogueEntry::uri).sorted().toList();
  }

  private static List<String> ofShop(String... paths) {
    return java.util.Arrays.stream(paths).map(path -> "http://shop.example" + path).toList();
  }

  @Test
  void an_entry_tells_its_uri_its_tags_and_how_fresh_its_responses_are() {
    Place place = place("/a", "product:1", "all");
    put(
        store,
        place,
        response(
            HeaderFields.of("Content-Type", "text/html", "Cache-Control", "max-age=60"), JSON));
    Instant stored = clock.instant();
    clock.add(Duration.ofSeconds(100));
    CatalogueEntry entry = only();
    assertThat(entry.key()).isEqualTo(place.head());
    assertThat(entry.application()).isEmpty();
    assertThat(entry.uri()).isEqualTo("http://shop.example/a");
    assertThat(entry.perUser()).isFalse();
    assertThat(entry.tags()).containsExactly("product:1", "all");
    assertThat(entry.state()).isEqualTo(State.STORED);
    assertThat(entry.stored()).isBetween(stored.minusSeconds(2), stored);
    assertThat(entry.expires()).isBetween(stored.plusSeconds(3_595), stored.plusSeconds(3_600));
    assertThat(entry.variants()).hasSize(1);
    Variant variant = entry.variants().get(0);
    assertThat(variant.age()).isBetween(100L, 103L);
    assertThat(variant.freshFor()).isBetween(-44L, -40L);
    assertThat(variant.bytes()).isEqualTo(4);
    assertThat(variant.status()).isEqualTo(200);
    assertThat(variant.contentType()).isEqualTo("text/html");
    assertThat(variant.selecting()).isEmpty();
    // Not equal as a whole: a second may pass between the two looks.
    assertThat(catalogue.entry(place.head()))
        .hasValueSatisfying(
            one -> {
              assertThat(one.uri()).isEqualTo(entry.uri());
              assertThat(one.stored()).isEqualTo(entry.stored());
              assertThat(one.tags()).isEqualTo(entry.tags());
            });
  }

  @Test
  void the_lifetime_that_an_application_declared_counts_for_responses_that_state_none() {
    put(store, place("/declared"));
    assertThat(only().variants().get(0).freshFor()).isBetween(3_595L, 3_600L);
    put(store, place("/declared"), response(HeaderFields.of("Cache-Control", "no-cache"), JSON));
    assertThat(only().variants().get(0).freshFor()).as("always validated").isZero();
    put(store, place(uri("/declared"), Directive.EXPLICIT_ONLY, null));
    assertThat(only().variants().get(0).freshFor()).as("of nobody").isLessThanOrEqualTo(0);
  }

  @Test
  void variants_are_listed_with_the_fields_that_select_them_the_newest_first() {
    Place place = place("/negotiated");
    put(store, place, response(HeaderFields.of("Content-Type", "a/json"), JSON, "accept", "x"));
    clock.add(Duration.ofSeconds(5));
    put(store, place, response(HeaderFields.of("Content-Type", "a/xml"), XML, "accept", "x"));
    put(store, place("/negotiated/too"), response(HeaderFields.NONE, XML, "accept"));
    CatalogueEntry entry =
        all(ALL).stream().filter(each -> each.key().equals(place.head())).findFirst().orElseThrow();
    assertThat(entry.variants())
        .extracting(Variant::contentType)
        .containsExactly("a/xml", "a/json");
    assertThat(entry.variants().get(1).selecting())
        .containsExactlyElementsOf(Selection.of(List.of("accept", "x"), JSON));
    assertThat(entry.state()).isEqualTo(State.STORED);
    // Only one record is asked for here, so that only its own variants are looked for.
    assertThat(catalogue.entry(place.head())).contains(entry);
  }

  @Test
  void each_user_has_an_entry_and_all_of_them_go_with_the_uri() {
    Place ann = place(uri("/mine"), PER_USER, "ann", "t");
    Place bob = place(uri("/mine"), PER_USER, "bob", "t");
    put(store, ann);
    put(store, bob);
    put(store, place("/ours"));
    assertThat(uris(ALL)).isEqualTo(ofShop("/mine", "/mine", "/ours"));
    assertThat(all(new Filter("*/mine", null))).hasSize(2).allMatch(CatalogueEntry::perUser);
    assertThat(all(ALL)).extracting(CatalogueEntry::state).containsOnly(State.STORED);
    assertThat(catalogue.removal().countUri("*/mine")).isEqualTo(2);
    assertThat(isFound(store, ann)).isTrue();
    assertThat(catalogue.removal().removeUri("*/mine")).hasValue(2);
    assertThat(isFound(store, ann)).isFalse();
    assertThat(isFound(store, bob)).isFalse();
    assertThat(uris(ALL)).isEqualTo(ofShop("/ours"));
  }

  @Test
  void what_carries_something_invalidated_is_invalid_until_it_is_stored_anew() {
    Place mine = place(uri("/mine"), PER_USER, "ann", "t");
    put(store, mine);
    store.invalidate(ResponseKeys.ofUri(uri("/mine"), List.of(new KeyShape(null, true))));
    assertThat(only().state()).as("its URI was invalidated").isEqualTo(State.INVALID);
    put(store, mine);
    assertThat(only().state()).isEqualTo(State.STORED);
    store.invalidate(List.of(ResponseKeys.tag("t")));
    assertThat(only().state()).as("its tag was").isEqualTo(State.INVALID);
    assertThat(catalogue.removal().countTag("t")).as("nothing is valid any more").isZero();
    put(store, mine);
    assertThat(only().state()).isEqualTo(State.STORED);
  }

  @Test
  void what_is_being_computed_is_listed_and_every_removal_wins_over_it() {
    Place place = place("/slow", "t");
    put(store, place("/warm", "t"));
    for (String by : List.of("uri", "tag", "key")) {
      Ticket ticket = store.begin(place, store.find(place, HeaderFields.NONE));
      assertThat(catalogue.entry(place.head()).orElseThrow().state()).isEqualTo(State.PENDING);
      switch (by) {
        case "uri" -> assertThat(catalogue.removal().removeUri("*/slow")).hasValue(1);
        case "tag" -> catalogue.removal().removeTag("t");
        default -> assertThat(catalogue.removal().removeKey(place.head())).hasValue(1);
      }
      assertThat(store.store(ticket, response(), HOUR)).as("removed by its %s", by).isFalse();
      assertThat(isFound(store, place)).isFalse();
      Ticket next = store.begin(place, store.find(place, HeaderFields.NONE));
      assertThat(store.store(next, response(), HOUR)).as("what is computed after it").isTrue();
      assertThat(catalogue.removal().removeKey(place.head())).hasValue(1);
    }
  }

  @Test
  void nobody_joins_a_flight_from_before_a_removal() {
    Place place = place("/joined", "t");
    put(store, place);
    String flight = store.find(place, HeaderFields.NONE).flightKey();
    for (String by : List.of("uri", "tag", "key")) {
      assertThat(keys.flights().join(flight).leads()).isTrue();
      assertThat(keys.flights().join(flight).leads()).isFalse();
      switch (by) {
        case "uri" -> catalogue.removal().removeUri("*/joined");
        case "tag" -> catalogue.removal().removeTag("t");
        default -> catalogue.removal().removeKey(place.head());
      }
      var seat = keys.flights().join(flight);
      assertThat(seat.leads()).as("after a removal by its %s", by).isTrue();
      keys.flights().land(flight, seat.flight());
      put(store, place);
    }
  }

  @Test
  void that_a_response_was_not_storable_is_told() {
    Place place = place("/private");
    Ticket ticket = store.begin(place, store.find(place, HeaderFields.NONE));
    store.rememberUncacheable(ticket, Duration.ofSeconds(30));
    assertThat(only().state()).isEqualTo(State.UNCACHEABLE);
    assertThat(only().uri()).isEqualTo("http://shop.example/private");
    clock.add(Duration.ofSeconds(31));
    assertThat(only().state()).isEqualTo(State.PENDING);
  }

  @Test
  void a_tag_is_removed_in_every_application_and_no_longer_tag_with_it() {
    put(store, place("/own", "product:1"));
    put(store, place("/own/longer", "x:tag:product:1"));
    put(other, place("/other", "product:1"));
    put(other, place("/other/longer", "x:tag:product:1"));
    put(over(keys, "a:tag"), place("/strange", "product:1"));
    assertThat(all(ALL))
        .extracting(CatalogueEntry::application)
        .containsExactlyInAnyOrder("", "", "shop", "shop", "a:tag");
    assertThat(uris(new Filter(null, "product:1"))).isEqualTo(ofShop("/other", "/own", "/strange"));
    assertThat(catalogue.removal().countTag("product:1")).isEqualTo(3);
    assertThat(catalogue.removal().removeTag("product:1")).hasValue(3);
    assertThat(isFound(store, place("/own", "product:1"))).isFalse();
    assertThat(isFound(other, place("/other", "product:1"))).isFalse();
    assertThat(isFound(store, place("/own/longer", "x:tag:product:1"))).isTrue();
    assertThat(isFound(other, place("/other/longer", "x:tag:product:1"))).isTrue();
    assertThat(catalogue.removal().removeTag("product:1")).hasValue(0);
    assertThat(catalogue.removal().removeTag("nobody's")).hasValue(0);
  }

  @Test
  void a_uri_is_removed_in_every_application() {
    put(store, place("/both"));
    put(other, place("/both"));
    assertThat(all(ALL))
        .extracting(each -> catalogue.localKey(each).isPresent())
        .containsExactlyInAnyOrder(true, false);
    assertThat(catalogue.removal().removeUri("http://shop.example/both")).hasValue(2);
    assertThat(all(ALL)).isEmpty();
    assertThat(isFound(other, place("/both"))).isFalse();
  }

  @Test
  void a_uri_is_told_as_it_counts_for_the_key() {
    Directive some = new Directive(HOUR, false, List.of("q"), List.of(), List.of(), false, false);
    TargetUri asked = new TargetUri("HTTP", "SHOP.example:80", "/%7Ea%2fb", "x=1&q=%c3%a9&q=2");
    put(store, place(asked, some, null));
    put(store, place(asked, SHARED, null));
    put(store, place(new TargetUri("https", "[::1]:443", "/", ""), SHARED, null));
    put(store, place(new TargetUri("https", "h", "/none", "x=1"), some, null));
    assertThat(uris(ALL))
        .containsExactly(
            "http://shop.example/~a%2Fb?q=%C3%A9&q=2",
            "http://shop.example/~a%2Fb?x=1&q=%C3%A9&q=2", "https://[::1]/?", "https://h/none");
  }

  @Test
  void hostile_uris_and_tags_are_told_as_they_are_and_removed_like_others() {
    String tag = "<b>\u202e\u0000 שלום 😀 *?[a]\\" + "t".repeat(300);
    TargetUri globs = new TargetUri("http", "h", "/*?[a]\\'\"<script>", "a=*&b=\n");
    TargetUri huge = new TargetUri("http", "h", "/" + "x".repeat(9_000), null);
    put(store, place(globs, SHARED, null, tag, "second"));
    put(store, place(huge, PER_USER, "ann", tag));
    put(store, place(new TargetUri("http", "h", "//evil.example/..;/", null), SHARED, null));
    assertThat(uris(ALL))
        .containsExactly(
            "http://h/*?[a]\\'\"<script>?a=*&b=\n",
            "http://h//evil.example/..;/",
            "http://h/" + "x".repeat(1_991) + "…");
    assertThat(all(new Filter(null, tag)))
        .hasSize(2)
        .allMatch(each -> each.tags().get(0).equals(tag) && each.state() == State.STORED);
    assertThat(uris(new Filter("http://h/\\*\\?*", null))).hasSize(1);
    assertThat(catalogue.removal().removeTag(tag)).hasValue(2);
    assertThat(all(new Filter(null, tag))).allMatch(each -> each.state() == State.INVALID);
    assertThat(catalogue.removal().removeUri("http://h/xxx*")).hasValue(1);
    assertThat(catalogue.removal().removeUri("")).hasValue(0);
    assertThat(catalogue.removal().removeUri("*")).hasValue(2);
  }

  @Test
  void nothing_but_records_is_listed_or_removed() {
    put(
        store,
        place(uri("/mine"), PER_USER, "ann", "t"),
        response(HeaderFields.NONE, JSON, "accept"));
    String digest = "A".repeat(43);
    byte[] old = ByteBuffer.allocate(60).put((byte) 1).array();
    module().set("larder:http:" + digest, old);
    module().set("larder:http@3:abc:" + digest, new byte[0]);
    module().set("larder:http@99:abc:" + digest, old);
    module().set("larder:httpx", old);
    module().set("larder:httpx:" + digest, old);
    module().set("other:" + digest, module().get(only().key()).orElseThrow());
    long before = module().keys(dev.larder.cache.KeyPattern.glob("*")).count();
    assertThat(only().uri()).isEqualTo("http://shop.example/mine");
    for (String key :
        List.of(
            "other:" + digest,
            "larder:http:tag:t",
            "larder:httpx:" + digest,
            "",
            "*",
            only().key() + ":" + digest,
            "larder:http:" + digest + "\n")) {
      assertThat(ResponseCatalogue.isEntry(key)).as(key).isFalse();
      assertThatThrownBy(() -> catalogue.removal().removeKey(key))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(catalogue.removal().removeUri("*")).hasValue(1);
    assertThat(module().keys(dev.larder.cache.KeyPattern.glob("*")).count()).isEqualTo(before - 1);
  }

  @Test
  void pages_have_every_entry_and_only_the_last_has_no_cursor() {
    Set<String> stored = new HashSet<>();
    for (int i = 0; i < 700; i++) {
      put(i % 3 == 0 ? other : store, place("/many/" + i, i % 100 == 0 ? "hundred" : "t" + i));
      stored.add("http://shop.example/many/" + i);
    }
    List<String> listed = uris(ALL);
    assertThat(new HashSet<>(listed)).isEqualTo(stored);
    assertThat(catalogue.page(ALL, null, 50).entries()).hasSizeBetween(50, 200);
    assertThat(catalogue.page(ALL, null, 50).cursor()).isPresent();
    assertThat(new HashSet<>(uris(new Filter("*/many/1?0", null)))).hasSize(10);
    assertThat(new HashSet<>(uris(new Filter(null, "hundred")))).hasSize(7);
    assertThat(new HashSet<>(uris(new Filter("*/many/?00", "hundred")))).hasSize(6);
    assertThat(catalogue.removal().countUri("*/many/*")).isEqualTo(700);
    assertThat(catalogue.removal().countTag("hundred")).isEqualTo(7);
    assertThatThrownBy(() -> catalogue.page(ALL, "bm9uZQ", 50))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void any_cut_or_changed_byte_of_a_record_makes_no_failure() {
    put(store, place(uri("/mine"), PER_USER, "ann", "t", "u"));
    String key = only().key();
    byte[] whole = module().get(key).orElseThrow();
    byte[] changed = whole.clone();
    for (int i = 0; i < whole.length; i++) {
      module().set(key, java.util.Arrays.copyOf(whole, i));
      assertThat(all(ALL)).as("cut at %d", i).hasSizeLessThanOrEqualTo(1);
      changed[i] ^= (byte) 0x81;
      module().set(key, changed);
      assertThat(all(ALL)).as("changed at %d", i).hasSizeLessThanOrEqualTo(1);
      changed[i] = whole[i];
    }
  }

  @Test
  void a_store_that_keeps_removals_while_it_is_away_says_so() {
    put(store, place("/kept", "t"));
    String key = only().key();
    boolean[] away = {false};
    OwnKeys node =
        otherNode(
            real ->
                Disturbed.store(
                    real,
                    (method, arguments) -> {
                      if (away[0]) {
                        boolean removal = method.getName().startsWith("delete");
                        throw new CacheException(
                            removal
                                ? CacheException.Reason.DEFERRED
                                : CacheException.Reason.UNAVAILABLE,
                            "away");
                      }
                    }));
    ResponseRemoval removal = catalogue(node).removal();
    away[0] = true;
    assertThat(removal.removeKey(key)).isEmpty();
    assertThat(removal.removeTag("t")).isEmpty();
    // Which keys a URI has cannot be known.
    assertThatThrownBy(() -> removal.removeUri("*")).isInstanceOf(CacheException.class);
    assertThatThrownBy(() -> removal.countTag("t")).isInstanceOf(CacheException.class);
    away[0] = false;
    assertThat(removal.removeTag("t")).hasValue(1);
  }

  @Test
  void a_store_that_is_away_is_a_failure() {
    String key = place("/x").head();
    put(store, place("/x"));
    takeAway();
    assertThatThrownBy(() -> catalogue.page(ALL, null, 10)).isInstanceOf(CacheException.class);
    assertThatThrownBy(() -> catalogue.entry(key)).isInstanceOf(CacheException.class);
    assertThatThrownBy(() -> catalogue.removal().removeUri("*")).isInstanceOf(CacheException.class);
    assertThatThrownBy(() -> catalogue.removal().removeTag("t")).isInstanceOf(CacheException.class);
    assertThatThrownBy(() -> catalogue.removal().removeKey(key)).isInstanceOf(CacheException.class);
  }
}
