package dev.larder.testing;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * One Larder for the whole suite: the first class that asks for a configuration starts it, the end
 * of the test run stops it. What a test leaves in it, other tests see: use own keys.
 *
 * <pre>{@code
 * @RegisterExtension static final SharedLarder larder = SharedLarder.memoryOnH2();
 * }</pre>
 */
public final class SharedLarder implements BeforeAllCallback {

  private static final Namespace NAMESPACE = Namespace.create(SharedLarder.class);

  private final Configuration configuration;
  private @Nullable Servers servers;

  private SharedLarder(Configuration configuration) {
    this.configuration = configuration;
  }

  /** Larder as it is out of the box: memory cache, H2; with {@link TestUsers}. */
  public static SharedLarder memoryOnH2() {
    return new SharedLarder(Configuration.MEMORY_ON_H2);
  }

  /** Larder as it is in production: a Redis, a PostgreSQL. */
  public static SharedLarder redisOnPostgres() {
    return new SharedLarder(Configuration.REDIS_ON_POSTGRES);
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    servers =
        context
            .getRoot()
            .getStore(NAMESPACE)
            .getOrComputeIfAbsent(configuration, Servers::start, Servers.class);
  }

  public LarderServer server() {
    return servers().larder;
  }

  /** Speaks to the server as {@code admin}. */
  public LarderClient admin() {
    return server().admin();
  }

  /** The Redis behind the server, if the configuration has one. Do not take it away. */
  public RedisProcess redis() {
    return present(servers().redis, "Redis");
  }

  /** The database behind the server, if the configuration has a PostgreSQL. */
  public PostgresServer.Database database() {
    return present(servers().database, "PostgreSQL");
  }

  private Servers servers() {
    return present(servers, "server yet: ask in a test or in @BeforeAll");
  }

  private static <T> T present(@Nullable T value, String what) {
    if (value == null) {
      throw new IllegalStateException("there is no " + what);
    }
    return value;
  }

  private enum Configuration {
    MEMORY_ON_H2,
    REDIS_ON_POSTGRES
  }

  /** The servers of one configuration; closed by JUnit with the store that holds them. */
  private static final class Servers implements AutoCloseable {

    private final LarderServer larder;
    private final @Nullable RedisProcess redis;
    private final @Nullable PostgresServer postgres;
    private final PostgresServer.@Nullable Database database;

    private Servers(
        LarderServer larder,
        @Nullable RedisProcess redis,
        @Nullable PostgresServer postgres,
        PostgresServer.@Nullable Database database) {
      this.larder = larder;
      this.redis = redis;
      this.postgres = postgres;
      this.database = database;
    }

    static Servers start(Configuration configuration) {
      return switch (configuration) {
        case MEMORY_ON_H2 ->
            new Servers(
                LarderServer.configure().set(TestUsers.settings()).start(), null, null, null);
        case REDIS_ON_POSTGRES -> {
          RedisProcess redis = RedisProcess.start();
          PostgresServer postgres = PostgresServer.start();
          PostgresServer.Database database = postgres.newDatabase();
          LarderServer larder = LarderServer.configure().redis(redis).database(database).start();
          yield new Servers(larder, redis, postgres, database);
        }
      };
    }

    @Override
    public void close() {
      larder.close();
      if (redis != null) {
        redis.close();
      }
      if (postgres != null) {
        postgres.close();
      }
    }
  }
}
