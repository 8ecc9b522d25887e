package dev.larder.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.larder.cache.CacheModule;
import dev.larder.cache.CacheModuleBuilder;
import dev.larder.cache.json.JacksonCodec;
import dev.larder.cache.redis.RedisSettings;
import dev.larder.cache.redis.RedisStore;
import dev.larder.testing.RedisProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.Response;
import redis.clients.jedis.params.SetParams;

/** The module over Redis against Jedis' own client, on the same server, with the same bytes. */
@State(Scope.Benchmark)
public class RedisBenchmark {

  private static final int KEYS = 1_000;
  private static final Duration TTL = Duration.ofMinutes(10);

  private RedisProcess redis;
  private CacheModule module;
  private RedisClient jedis;
  private final List<String> keys = new ArrayList<>();
  private final Map<String, byte[]> items = new LinkedHashMap<>();
  private final byte[] value = new byte[256];
  private int next;

  /** Starts a server that holds all keys. */
  @Setup(Level.Trial)
  public void open() {
    redis = RedisProcess.start();
    RedisStore store = new RedisStore(RedisSettings.builder(redis.url()).build());
    module = new CacheModuleBuilder(store, new JacksonCodec()).build();
    module.start();
    ConnectionPoolConfig pool = new ConnectionPoolConfig();
    pool.setMaxTotal(32);
    pool.setMaxIdle(32);
    jedis = RedisClient.builder().hostAndPort("127.0.0.1", redis.port()).poolConfig(pool).build();
    for (int i = 0; i < KEYS; i++) {
      keys.add("bench:" + i);
      items.put("bench:" + i, value);
    }
    module.mset(items, TTL);
  }

  /** Ends the server. */
  @TearDown(Level.Trial)
  public void close() {
    module.stop();
    jedis.close();
    redis.close();
  }

  private String key() {
    next = next + 1 == KEYS ? 0 : next + 1;
    return keys.get(next);
  }

  /** Reads one value. */
  @Benchmark
  @Compared(name = "redis get", to = "rawGet", target = 0.9)
  public Optional<byte[]> get() {
    return module.get(key());
  }

  /** Reads one value with Jedis. */
  @Benchmark
  public byte[] rawGet() {
    return jedis.get(key().getBytes(UTF_8));
  }

  /** Writes one value. */
  @Benchmark
  @Compared(name = "redis set", to = "rawSet", target = 0.9)
  public void set() {
    module.set(key(), value, TTL);
  }

  /** Writes one value with Jedis. */
  @Benchmark
  public String rawSet() {
    return jedis.set(key().getBytes(UTF_8), value, SetParams.setParams().px(TTL.toMillis()));
  }

  /** Reads a thousand values. */
  @Benchmark
  @OperationsPerInvocation(KEYS)
  @Compared(name = "redis mget of 1000", to = "rawPipelineOfGets", target = 0.9)
  public List<Optional<byte[]>> mget() {
    return module.mget(keys);
  }

  /** Reads a thousand values by a pipeline of Jedis. */
  @Benchmark
  @OperationsPerInvocation(KEYS)
  public List<byte[]> rawPipelineOfGets() {
    List<Response<byte[]>> responses = new ArrayList<>(KEYS);
    try (Pipeline pipeline = jedis.pipelined()) {
      for (String key : keys) {
        responses.add(pipeline.get(key.getBytes(UTF_8)));
      }
      pipeline.sync();
    }
    List<byte[]> values = new ArrayList<>(KEYS);
    for (Response<byte[]> response : responses) {
      values.add(response.get());
    }
    return values;
  }

  /** Writes a thousand values. */
  @Benchmark
  @OperationsPerInvocation(KEYS)
  @Compared(name = "redis mset of 1000", to = "rawPipelineOfSets", target = 0.9)
  public void mset() {
    module.mset(items, TTL);
  }

  /** Writes a thousand values by a pipeline of Jedis. */
  @Benchmark
  @OperationsPerInvocation(KEYS)
  public List<Object> rawPipelineOfSets() {
    try (Pipeline pipeline = jedis.pipelined()) {
      items.forEach(
          (key, bytes) ->
              pipeline.set(key.getBytes(UTF_8), bytes, SetParams.setParams().px(TTL.toMillis())));
      return pipeline.syncAndReturnAll();
    }
  }
}
