package dev.larder.requirements;

import dev.larder.testing.RedisProcess;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import redis.clients.jedis.Jedis;

/** The copy as a worker sees it: by a Redis client and nothing of Larder. */
final class RawCopy implements AutoCloseable {

  private static final String KEY = "bifrost:requirements:content";

  private final Jedis jedis;

  RawCopy(RedisProcess redis) {
    jedis = new Jedis(URI.create(redis.url()));
  }

  synchronized Optional<String> text() {
    return Optional.ofNullable(jedis.get(KEY));
  }

  synchronized Optional<Requirements> requirements() {
    byte[] bytes = jedis.get(KEY.getBytes(StandardCharsets.UTF_8));
    return Optional.ofNullable(bytes).map(found -> CachedForm.read(found).orElseThrow());
  }

  synchronized Optional<String> fence() {
    return Optional.ofNullable(jedis.get(SharedCopy.FENCE));
  }

  synchronized long ttlSeconds() {
    return jedis.ttl(KEY);
  }

  synchronized void flush() {
    jedis.flushAll();
  }

  synchronized void write(String text) {
    jedis.set(KEY, text);
  }

  synchronized java.util.Set<String> keys() {
    return jedis.keys("*");
  }

  @Override
  public void close() {
    jedis.close();
  }
}
