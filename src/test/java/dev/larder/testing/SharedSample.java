package dev.larder.testing;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * One application that embeds Larder for the whole suite: {@link SampleApplication} with all test
 * classes of the package {@code dev.larder.http.sample}, in which tests put their resources. The
 * first class that asks for a configuration starts it, the end of the test run stops it. What a
 * test leaves in it, other tests see: use own paths.
 *
 * <pre>{@code
 * @RegisterExtension static final SharedSample sample = SharedSample.memory();
 * }</pre>
 */
public final class SharedSample implements BeforeAllCallback {

  /** Where the resources of the shared application are. */
  public static final String PACKAGE = "dev.larder.http.sample";

  private static final Namespace NAMESPACE = Namespace.create(SharedSample.class);

  private final Configuration configuration;
  private @Nullable Servers servers;

  private SharedSample(Configuration configuration) {
    this.configuration = configuration;
  }

  /** The application as it is out of the box: the memory store, no settings. */
  public static SharedSample memory() {
    return new SharedSample(Configuration.MEMORY);
  }

  /** The application with a Redis. */
  public static SharedSample redis() {
    return new SharedSample(Configuration.REDIS);
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    servers =
        context
            .getRoot()
            .getStore(NAMESPACE)
            .getOrComputeIfAbsent(configuration, Servers::start, Servers.class);
  }

  public SampleServer server() {
    if (servers == null) {
      throw new IllegalStateException("no server yet: ask in a test or in @BeforeAll");
    }
    return servers.sample;
  }

  private enum Configuration {
    MEMORY,
    REDIS
  }

  /** The servers of one configuration; closed by JUnit with the store that holds them. */
  private static final class Servers implements AutoCloseable {

    private final SampleServer sample;
    private final @Nullable RedisProcess redis;

    private Servers(SampleServer sample, @Nullable RedisProcess redis) {
      this.sample = sample;
      this.redis = redis;
    }

    static Servers start(Configuration configuration) {
      SampleServer.Builder builder =
          SampleServer.configure().classes(SampleApplication.class).packages(PACKAGE);
      if (configuration == Configuration.MEMORY) {
        return new Servers(builder.start(), null);
      }
      RedisProcess redis = RedisProcess.start();
      return new Servers(builder.redis(redis).start(), redis);
    }

    @Override
    public void close() {
      sample.close();
      if (redis != null) {
        redis.close();
      }
    }
  }
}
