package dev.larder.cdi;

import dev.larder.cache.BackgroundExecutors;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * The producer of the executors: the server's default ones, or those that the operator names. An
 * application replaces the bean by an {@code @Alternative} with a {@code @Priority}.
 */
@ApplicationScoped
public class ExecutorProducer {

  // The server's own: it owns the threads, and ends them when the application is undeployed.
  // Injected by the container before any producer is called.
  @SuppressWarnings("NullAway.Init")
  @Resource
  private ManagedExecutorService executor;

  // As above.
  @SuppressWarnings("NullAway.Init")
  @Resource
  private ManagedScheduledExecutorService scheduler;

  @Produces
  @Singleton
  BackgroundExecutors executors() {
    ExecutorSettings names = ExecutorSettings.read(Settings.of(ConfigProvider.getConfig()));
    return new BackgroundExecutors(
        names.executorInContext().orElse(executor), names.schedulerInContext().orElse(scheduler));
  }
}
