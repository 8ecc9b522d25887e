package dev.larder.http.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.larder.cache.CacheException;
import dev.larder.cache.CacheModule;
import dev.larder.cache.CacheModuleBuilder;
import dev.larder.cache.OwnKeys;
import dev.larder.cache.SingleFlight;
import dev.larder.cache.json.JacksonCodec;
import dev.larder.cache.redis.RedisSettings;
import dev.larder.cache.redis.RedisStore;
import dev.larder.cache.redis.RedisUrl;
import dev.larder.http.HeaderFields;
import dev.larder.http.storage.ResponseStore.Place;
import dev.larder.http.storage.ResponseStore.Ticket;
import dev.larder.testing.RedisProcess;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of invalidations while Redis is really away. */
class RetryingResponseStoreIT {

  private static final Place PLACE =
      new Place("larder:http:place", List.of("larder:http:tag:products"));
  private static final Duration HOUR = Duration.ofHours(1);
  private static final int MOST = 5;

  private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
  private final RedisProcess redis = RedisProcess.start();
  private CacheModule module;
  private RetryingResponseStore store;

  @BeforeEach
  void open() {
    RedisSettings settings =
        RedisSettings.builder(RedisUrl.parse(redis.url()))
            .connectTimeout(Duration.ofMillis(300))
            .timeout(Duration.ofMillis(300))
            .build();
    module =
        new CacheModuleBuilder(new RedisStore(settings), new JacksonCodec()).forOwnKeys().build();
    module.start();
    store =
        new RetryingResponseStore(
            new CacheResponseStore(
                OwnKeys.of(module, new SingleFlight<>()),
                "",
                new SecureRandom()::nextLong,
                Clock.systemUTC(),
                Duration.ofMinutes(2),
                HOUR),
            scheduler,
            Duration.ofMillis(50),
            MOST);
  }

  @AfterEach
  void close() {
    scheduler.shutdownNow();
    module.stop();
    redis.close();
  }

  @Test
  void an_invalidation_that_failed_is_carried_out_when_the_store_is_back() {
    save("old");
    redis.freeze();
    assertThatThrownBy(() -> store.invalidate(PLACE.generations()))
        .isInstanceOf(CacheException.class);
    assertThat(store.waiting()).isEqualTo(1);
    redis.thaw();
    await().until(() -> store.waiting() == 0);
    assertThat(found()).isZero();
    save("new");
    assertThat(found()).isEqualTo(1);
  }

  @Test
  void while_it_is_kept_this_node_uses_nothing_of_what_it_names() {
    save("old");
    redis.freeze();
    assertThatThrownBy(() -> store.invalidate(PLACE.generations()))
        .isInstanceOf(CacheException.class);
    assertThatThrownBy(() -> store.find(PLACE, HeaderFields.NONE))
        .isInstanceOf(CacheException.class)
        .hasMessageContaining("still to be carried out");
    redis.thaw();
  }

  @Test
  void beyond_its_bound_everything_is_invalidated_when_the_store_is_back() {
    save("old");
    redis.freeze();
    List<String> keys = new ArrayList<>();
    for (int i = 0; i <= MOST; i++) {
      keys.add("larder:http:other" + i);
    }
    assertThatThrownBy(() -> store.invalidate(keys)).isInstanceOf(CacheException.class);
    assertThat(store.waiting()).isEqualTo(-1);
    assertThatThrownBy(() -> store.find(PLACE, HeaderFields.NONE))
        .isInstanceOf(CacheException.class);
    redis.thaw();
    await().until(() -> store.waiting() == 0);
    assertThat(found()).isZero();
  }

  private void save(String body) {
    Ticket ticket = store.begin(PLACE, store.find(PLACE, HeaderFields.NONE));
    assertThat(store.store(ticket, ResponseStoreContract.response(body), HOUR)).isTrue();
  }

  private int found() {
    return store.find(PLACE, HeaderFields.NONE).candidates().matching().size();
  }
}
