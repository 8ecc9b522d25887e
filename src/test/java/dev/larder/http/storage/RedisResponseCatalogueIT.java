package dev.larder.http.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.cache.CacheException;
import dev.larder.cache.CacheModule;
import dev.larder.cache.CacheModuleBuilder;
import dev.larder.cache.CacheStore;
import dev.larder.cache.OwnKeys;
import dev.larder.cache.SingleFlight;
import dev.larder.cache.json.JacksonCodec;
import dev.larder.cache.redis.RedisSettings;
import dev.larder.cache.redis.RedisStore;
import dev.larder.http.storage.ResponseCatalogue.Filter;
import dev.larder.testing.RedisProcess;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** The catalogue on a real Redis; each node has a connection pool of its own. */
@Tag("slow")
class RedisResponseCatalogueIT extends ResponseCatalogueContract {

  private static RedisProcess redis;
  private final List<RedisStore> stores = new ArrayList<>();

  @BeforeAll
  static void startRedis() {
    redis = RedisProcess.start();
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
  }

  @AfterEach
  void closeNodes() {
    stores.forEach(RedisStore::close);
  }

  @Override
  OwnKeys openEmpty() {
    if (!redis.isRunning()) {
      redis.restart();
    }
    try (Jedis jedis = new Jedis(redis.url())) {
      jedis.flushAll();
    }
    return otherNode(UnaryOperator.identity());
  }

  @Override
  OwnKeys otherNode(UnaryOperator<CacheStore> between) {
    RedisStore store = new RedisStore(RedisSettings.builder(redis.url()).build());
    stores.add(store);
    SingleFlight<String> flights = new SingleFlight<>();
    CacheModule module =
        new CacheModuleBuilder(between.apply(store), new JacksonCodec())
            .forOwnKeys()
            .flights(flights)
            .build();
    module.start();
    return OwnKeys.of(module, flights);
  }

  @Override
  void takeAway() {
    redis.kill();
  }

  @Test
  void two_hundred_thousand_entries_are_gone_through_page_by_page() throws Exception {
    int many = 200_000;
    put(place("/many", "t"));
    String first = place("/many", "t").head();
    byte[] record = module().get(first).orElseThrow();
    Map<String, byte[]> items = new HashMap<>();
    for (int i = 1; i < many; i++) {
      byte[] digest = new byte[32];
      ByteBuffer.wrap(digest).putInt(i);
      items.put(
          "larder:http:" + Base64.getUrlEncoder().withoutPadding().encodeToString(digest), record);
      if (items.size() == 5_000 || i == many - 1) {
        module().mset(items, Duration.ofHours(1));
        items.clear();
      }
    }
    ResponseCatalogue catalogue = catalogue(otherNode());
    long began = System.nanoTime();
    ResponseCatalogue.Page page = catalogue.page(new Filter("*/nothing", null), null, 100);
    long patience = millis(began);
    assertThat(page.entries()).isEmpty();
    assertThat(page.cursor()).as("it did not look at everything at once").isPresent();
    assertThat(patience).isLessThan(10_000);

    began = System.nanoTime();
    assertThat(catalogue.removal().countUri("*/many")).isEqualTo(many);
    long counted = millis(began);

    Thread here = Thread.currentThread();
    here.interrupt();
    assertThatThrownBy(() -> catalogue.removal().removeUri("*/many"))
        .as("whoever waits for it no more ends it")
        .isInstanceOf(CacheException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(catalogue.removal().countTag("t")).isEqualTo(many);

    began = System.nanoTime();
    assertThat(catalogue.removal().removeTag("t")).hasValue(many);
    long tag = millis(began);
    began = System.nanoTime();
    assertThat(catalogue.removal().removeUri("*/many")).hasValue(many);
    System.out.printf(
        "200,000 entries: page without a match %d ms, count %d ms, tag %d ms, removal %d ms%n",
        patience, counted, tag, millis(began));
    assertThat(catalogue.page(ALL, null, 100).entries()).isEmpty();
  }

  private static long millis(long since) {
    return (System.nanoTime() - since) / 1_000_000;
  }

  private OwnKeys otherNode() {
    return otherNode(UnaryOperator.identity());
  }
}
