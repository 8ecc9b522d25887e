package dev.larder.cache.redis;

import dev.larder.cache.CacheModule;
import dev.larder.cache.CacheModuleBuilder;
import dev.larder.cache.KeyPattern;
import dev.larder.cache.json.JacksonCodec;

/** Removes by a pattern in a JVM of its own, and prints how many were removed. */
final class DeletePatternMain {

  private DeletePatternMain() {}

  /**
   * @param arguments the URL of Redis, the prefix, and the glob
   */
  public static void main(String[] arguments) {
    RedisStore store = new RedisStore(RedisSettings.builder(arguments[0]).build());
    CacheModule module =
        new CacheModuleBuilder(store, new JacksonCodec()).prefix(arguments[1]).build();
    module.start();
    System.out.println("removed " + module.deletePattern(KeyPattern.glob(arguments[2])));
    System.out.println("heap within 32 MB: " + (Runtime.getRuntime().maxMemory() <= 32 << 20));
    module.stop();
  }
}
