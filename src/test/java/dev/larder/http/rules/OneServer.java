package dev.larder.http.rules;

import dev.larder.testing.RedisProcess;
import dev.larder.testing.SampleServer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests the {@link App} on one store, and its Redis when it has one: one server for the whole
 * run, started by the first that asks, stopped at the end.
 */
abstract class OneServer implements ParameterResolver {

  private static final Namespace NAMESPACE = Namespace.create(OneServer.class);

  /** Starts to describe a server with the application, and threads enough for many clients. */
  static SampleServer.Builder server() {
    return SampleServer.configure()
        .packages(App.PACKAGE)
        .httpThreads(300)
        .set("larder.http.uncacheable-for", "2s");
  }

  abstract Running start();

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == App.class || type == RedisProcess.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Running running =
        context
            .getRoot()
            .getStore(NAMESPACE)
            .getOrComputeIfAbsent(getClass(), key -> start(), Running.class);
    if (parameter.getParameter().getType() == App.class) {
      return running.app();
    }
    return Objects.requireNonNull(running.redis(), "there is no Redis");
  }

  /** A server, and its Redis when it has one; closed by JUnit. */
  record Running(App app, @Nullable RedisProcess redis) implements AutoCloseable {
    @Override
    public void close() {
      app.server().close();
      if (redis != null) {
        redis.close();
      }
    }
  }

  /** The server with the memory store. */
  static final class OnMemory extends OneServer {
    @Override
    Running start() {
      return new Running(new App(server().start()), null);
    }
  }

  /** The server with a Redis. */
  static final class OnRedis extends OneServer {
    @Override
    Running start() {
      RedisProcess redis = RedisProcess.start();
      // Connections for a few hundred requests at once, and time to get one on a busy machine.
      SampleServer server =
          server()
              .redis(redis)
              .set("larder.redis.pool.max-size", "64")
              .set("larder.redis.pool.max-wait", "10s")
              .set("larder.redis.connect-timeout", "10s")
              .set("larder.redis.timeout", "10s")
              .start();
      return new Running(new App(server), redis);
    }
  }
}
