package dev.larder.http.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.cache.CacheEvents;
import dev.larder.cache.CacheModule;
import dev.larder.cache.CacheModuleBuilder;
import dev.larder.cache.CacheStore;
import dev.larder.cache.KeyPattern;
import dev.larder.cache.OwnKeys;
import dev.larder.cache.SingleFlight;
import dev.larder.cache.json.JacksonCodec;
import dev.larder.cache.memory.MemoryStore;
import dev.larder.http.storage.ResponseStore.Place;
import dev.larder.http.storage.ResponseStore.Ticket;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The store of responses in memory, where the test's clock is the store's as well. */
class MemoryResponseStoreTest extends ResponseStoreContract {

  private MemoryStore memory;

  @Override
  OwnKeys openEmpty() {
    memory =
        new MemoryStore(
            64 << 20,
            () -> System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(clock.addedMillis()),
            CacheEvents.NONE);
    return otherNode();
  }

  @Override
  OwnKeys otherNode(UnaryOperator<CacheStore> between) {
    SingleFlight<String> flights = new SingleFlight<>();
    CacheModule module =
        new CacheModuleBuilder(between.apply(memory), new JacksonCodec())
            .forOwnKeys()
            .flights(flights)
            .build();
    module.start();
    return OwnKeys.of(module, flights);
  }

  @Override
  void takeAway() {
    memory.close();
  }

  @Test
  void a_response_ends_when_it_is_of_no_use_any_more() {
    put(SHARED, JSON, response("plain"));
    put(SHARED, JSON, response("json", JSON, "accept"));
    clock.add(HOUR.minusSeconds(5));
    assertThat(bodies(SHARED, JSON)).containsExactly("plain", "json");
    clock.add(Duration.ofSeconds(10));
    assertThat(bodies(SHARED, JSON)).doesNotContain("json");
    clock.add(HOUR);
    assertThat(bodies(SHARED, JSON)).isEmpty();
    assertThat(module().exists(SHARED.head())).isFalse();
  }

  @Test
  void variants_are_found_until_their_own_end_however_short_others_are_kept() {
    ResponseStore store = over(otherNode());
    for (int i = 0; i < 20; i++) {
      Ticket ticket = store.begin(TAGGED, store.find(TAGGED, JSON));
      assertThat(store.store(ticket, response("json", JSON, "accept"), HOUR)).isTrue();
      Ticket brief = store.begin(TAGGED, store.find(TAGGED, XML));
      assertThat(store.store(brief, response("xml", XML, "accept"), Duration.ofSeconds(1)))
          .isTrue();
      assertThat(store.store(brief, response("plain"), Duration.ofSeconds(1))).isTrue();
      clock.add(HOUR.minusSeconds(5));
      assertThat(bodies(TAGGED, JSON)).as("round %d", i).contains("json");
      assertThat(bodies(TAGGED, XML)).as("round %d", i).doesNotContain("xml");
    }
  }

  @Test
  void the_record_of_what_never_became_a_response_ends_soon() {
    ResponseStore store = over(otherNode());
    Ticket ticket = store.begin(SHARED, store.find(SHARED, JSON));
    clock.add(PLACEHOLDER.plusSeconds(5));
    assertThat(module().exists(SHARED.head())).isFalse();
    assertThat(store.store(ticket, response("too late"), HOUR)).isFalse();
    assertThat(bodies(SHARED, JSON)).isEmpty();
  }

  @Test
  void generations_live_as_long_as_entries_that_carry_them_are_stored_again_and_again() {
    Place longer = new Place("larder:http:longer", List.of(TAG));
    ResponseStore store = over(otherNode());
    store.store(store.begin(longer, store.find(longer, JSON)), response("a"), Duration.ofDays(9));
    for (int hours = 0; hours < 9 * 24 - 1; hours++) {
      assertThat(put(TAGGED, JSON, response("b"))).isTrue();
      assertThat(bodies(longer, JSON)).as("after %d hours", hours).containsExactly("a");
      clock.add(HOUR);
    }
  }

  @Test
  void nothing_computed_before_an_invalidation_is_found_after_it_on_two_nodes() throws Exception {
    long seed = Long.getLong("larder.test.seed", System.nanoTime());
    new InvalidationRaces(seed, twoSlowNodes(seed)).run(5_000, () -> {});
  }

  @Test
  void nothing_old_is_found_either_where_keys_are_lost_meanwhile() throws Exception {
    long seed = Long.getLong("larder.test.seed", System.nanoTime());
    Random random = new Random(seed);
    new InvalidationRaces(seed, twoSlowNodes(seed))
        .run(
            5_000,
            () -> {
              List<String> keys = module().keys(KeyPattern.glob("*")).toList();
              if (!keys.isEmpty()) {
                module().delete(keys.get(random.nextInt(keys.size())));
              }
            });
  }
}
