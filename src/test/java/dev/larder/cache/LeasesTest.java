package dev.larder.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.cache.memory.MemoryStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.util.JedisClusterCRC16;

/** The leases of a store that nodes share. */
class LeasesTest {

  private static final Duration TIME = Duration.ofSeconds(10);

  private final AtomicLong nanos = new AtomicLong();
  private final AtomicLong random = new AtomicLong();
  private final CacheStore store = new MemoryStore(10 << 20, nanos::get, CacheEvents.NONE);
  private final Leases here = new Leases(store, TIME, random::incrementAndGet);
  private final Leases there = new Leases(store, TIME, random::incrementAndGet);

  @BeforeEach
  void start() {
    store.start();
  }

  @Test
  void a_lease_has_one_owner_who_gives_back_only_his_own() {
    Leases.Lease mine = here.tryAcquire("key").orElseThrow();
    assertThat(there.tryAcquire("key")).isEmpty();
    assertThat(here.tryAcquire("key")).isEmpty();
    assertThat(there.state("key")).isEqualTo(Leases.State.TAKEN);
    assertThat(there.tryAcquire("another")).isPresent();
    assertThat(here.release(mine)).isTrue();
    Leases.Lease theirs = there.tryAcquire("key").orElseThrow();
    assertThat(here.release(mine)).isFalse();
    assertThat(here.releaseWithNothing(mine)).isFalse();
    assertThat(there.state("key")).isEqualTo(Leases.State.TAKEN);
    assertThat(there.release(theirs)).isTrue();
    assertThat(there.state("key")).isEqualTo(Leases.State.FREE);
  }

  @Test
  void the_lease_of_a_dead_owner_expires() {
    assertThat(here.tryAcquire("key")).isPresent();
    nanos.addAndGet(TIME.toNanos());
    assertThat(there.tryAcquire("key")).isEmpty();
    nanos.addAndGet(2_000_000);
    assertThat(there.tryAcquire("key")).isPresent();
  }

  @Test
  void a_wait_for_a_lease_counts_the_time_that_the_store_takes() {
    CacheStore slow =
        Watched.before(
            store, method -> nanos.addAndGet(method.equals("get") ? 1_000_000_000L : 0L));
    Leases waiting =
        new Leases(
            slow,
            Duration.ofMinutes(1),
            random::incrementAndGet,
            nanos::get,
            time -> nanos.addAndGet(time) > 0);
    assertThat(waiting.tryAcquire("key")).isPresent();
    assertThat(waiting.await("key", Duration.ofSeconds(3))).isEqualTo(Leases.State.TAKEN);
    assertThat(Duration.ofNanos(nanos.get()))
        .isBetween(Duration.ofSeconds(3), Duration.ofSeconds(4));
  }

  @Test
  void who_got_nothing_leaves_a_mark_for_a_moment() {
    Leases.Lease mine = here.tryAcquire("key").orElseThrow();
    assertThat(here.releaseWithNothing(mine)).isTrue();
    assertThat(there.state("key")).isEqualTo(Leases.State.NOTHING);
    assertThat(there.tryAcquire("key")).isEmpty();
    Leases.Lease next = there.tryAcquireAfterNothing("key").orElseThrow();
    assertThat(here.tryAcquireAfterNothing("key")).isEmpty();
    assertThat(here.state("key")).isEqualTo(Leases.State.NOTHING);
    assertThat(there.releaseWithNothing(next)).isTrue();
    nanos.addAndGet(Duration.ofMillis(1_002).toNanos());
    assertThat(there.tryAcquire("key")).isPresent();
  }

  @Test
  void what_is_stored_under_a_lease_gives_it_back_and_without_it_is_not_stored() {
    Leases.Lease mine = here.tryAcquire("key").orElseThrow();
    there.remove("key");
    WriteCondition condition = Leases.whileHeld(mine, WriteCondition.ifAbsent());
    assertThat(store.putIf("key", bytes("v"), Ttl.NONE, condition)).isFalse();
    Leases.Lease next = here.tryAcquire("key").orElseThrow();
    condition = Leases.whileHeld(next, WriteCondition.ifAbsent());
    assertThat(store.putIf("key", bytes("v"), Ttl.NONE, condition)).isTrue();
    assertThat(there.state("key")).isEqualTo(Leases.State.FREE);
    assertThat(there.remove("key")).isTrue();
    assertThat(there.remove("key")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "k",
        "a b",
        "{tag}key",
        "key{tag}",
        "{a}{b}",
        "{x}",
        "x{",
        "a{b",
        "{{}}",
        "{{a}}b",
        "ж",
        ":",
        "{:}",
        "larder:lease:{k}",
        "-1",
        "{k",
        "a{}{k"
      })
  void a_lease_is_in_the_slot_of_its_key_or_there_is_none(String key) {
    Optional<Leases.Lease> lease = here.tryAcquire(key);
    assertThat(lease.isPresent()).isEqualTo(Leases.isPossible(key));
    if (lease.isPresent()) {
      String leaseKey = store.scan(KeyScan.of("", "*"), null, 10).keys().get(0);
      assertThat(JedisClusterCRC16.getSlot(leaseKey)).isEqualTo(JedisClusterCRC16.getSlot(key));
      assertThat(leaseKey).startsWith("larder:lease:");
    }
  }

  @Test
  void only_few_keys_have_none_and_they_are_never_in_the_way() {
    for (String key : List.of("", "}", "a}b", "{}", "{}a", "}{")) {
      assertThat(Leases.isPossible(key)).as(key).isFalse();
      assertThat(here.tryAcquire(key)).isEmpty();
      assertThat(here.state(key)).isEqualTo(Leases.State.FREE);
      assertThat(here.remove(key)).isFalse();
      store.put(key, bytes("v"), Ttl.NONE);
      assertThat(here.remove(key)).isTrue();
      here.revoke(List.of(key));
    }
    for (String key : List.of("a", "{a}", "{a}b", "b{a}", "a{b")) {
      assertThat(Leases.isPossible(key)).as(key).isTrue();
    }
  }

  @Test
  void keys_do_not_share_a_lease() {
    List<String> keys = List.of("x", "{x}", ":{x}", "{{x}", "{x}}", "larder:lease:{x}");
    for (String key : keys) {
      assertThat(here.tryAcquire(key)).as(key).isPresent();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', *, user:1",
    "'', user:*, user:1",
    "'', user:?, user:1",
    "'', user:1, user:1",
    "'', *1, user:1",
    "'', *1, '{user}:1'",
    "'', '{user}:*', '{user}:1'",
    "'', 'us[e', 'use'",
    "'', 'us[e]*', 'user:1'",
    "'', 'us\\er:1', 'user:1'",
    "'', 'user\\', 'user\\'",
    "'', '[^a]*', 'user:1'",
    "'app:', *, 'app:user:1'",
    "'app:', user:1, 'app:user:1'",
    "'a*[:', user:1, 'a*[:user:1'",
    "'a*', '', 'a*'",
    "'a*', '?', 'a*b'",
    "'app:', 'x{a}*', 'app:x{a}1'",
  })
  void a_removal_by_a_pattern_takes_the_leases_of_all_keys_it_selects(
      String prefix, String glob, String key) {
    KeyScan scan = KeyScan.of(prefix, glob);
    assertThat(scan.matcher().test(key)).isTrue();
    Leases.Lease lease = there.tryAcquire(key).orElseThrow();
    store.put(key, bytes("v"), Ttl.NONE);
    assertThat(here.removeMatching(scan)).isEqualTo(1);
    assertThat(there.release(lease)).isFalse();
  }

  @Test
  void a_removal_by_a_pattern_mostly_leaves_other_leases() {
    Leases.Lease other = there.tryAcquire("app:other:1").orElseThrow();
    Leases.Lease foreign = there.tryAcquire("foreign:user:1").orElseThrow();
    here.removeMatching(KeyScan.of("app:", "user:*"));
    assertThat(there.release(other)).isTrue();
    assertThat(there.release(foreign)).isTrue();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
