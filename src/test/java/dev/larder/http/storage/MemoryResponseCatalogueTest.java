package dev.larder.http.storage;

import dev.larder.cache.CacheEvents;
import dev.larder.cache.CacheModule;
import dev.larder.cache.CacheModuleBuilder;
import dev.larder.cache.CacheStore;
import dev.larder.cache.OwnKeys;
import dev.larder.cache.SingleFlight;
import dev.larder.cache.json.JacksonCodec;
import dev.larder.cache.memory.MemoryStore;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** The catalogue over the memory store. */
class MemoryResponseCatalogueTest extends ResponseCatalogueContract {

  private MemoryStore memory;

  @Override
  OwnKeys openEmpty() {
    memory =
        new MemoryStore(
            64 << 20,
            () -> System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(clock.addedMillis()),
            CacheEvents.NONE);
    return otherNode(UnaryOperator.identity());
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
}
