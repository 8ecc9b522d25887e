package dev.larder.cdi;

import dev.larder.naming.ServerObjects;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * The names of the server's executors that the operator chose. Immutable.
 *
 * @param executor empty for the server's default one
 * @param scheduler empty for the server's default one
 */
record ExecutorSettings(Optional<String> executor, Optional<String> scheduler) {

  private static final String EXECUTOR = "larder.executor.jndi";
  private static final String SCHEDULER = "larder.scheduler.jndi";
  private static final String ALLOWED =
      "the JNDI name of one that the server manages; without it the server's default one is used";

  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(10);

  static ExecutorSettings read(Settings settings) {
    return new ExecutorSettings(settings.text(EXECUTOR), settings.text(SCHEDULER));
  }

  /**
   * Returns the executor that the operator named, when it runs tasks in the context of the
   * application. To be called by a thread of the application.
   *
   * @throws InvalidSettingException when it is none, or does not
   */
  Optional<ManagedExecutorService> executorInContext() {
    return executor.map(name -> inContext(EXECUTOR, name, findExecutor(name)));
  }

  /** As {@link #executorInContext}, of the scheduler. */
  Optional<ManagedScheduledExecutorService> schedulerInContext() {
    return scheduler.map(name -> inContext(SCHEDULER, name, findScheduler(name)));
  }

  /**
   * Looks up what can be looked up before the application runs.
   *
   * @throws InvalidSettingException when a name is not one of an executor
   */
  void check() {
    executor.filter(ExecutorSettings::isTheServers).ifPresent(ExecutorSettings::findExecutor);
    scheduler.filter(ExecutorSettings::isTheServers).ifPresent(ExecutorSettings::findScheduler);
  }

  private static ManagedExecutorService findExecutor(String name) {
    return find(EXECUTOR, name, ManagedExecutorService.class);
  }

  private static ManagedScheduledExecutorService findScheduler(String name) {
    return find(SCHEDULER, name, ManagedScheduledExecutorService.class);
  }

  private static <T> T find(String key, String name, Class<T> type) {
    try {
      return ServerObjects.find(key, name, type, ALLOWED);
    } catch (IllegalArgumentException e) {
      throw new InvalidSettingException(String.valueOf(e.getMessage()));
    }
  }

  /** Without the context, tasks fail at the first class or name of the application they need. */
  private static <T extends ExecutorService> T inContext(String key, String name, T found) {
    Future<Boolean> seen = found.submit(ExecutorSettings::seesTheApplication);
    try {
      if (seen.get(LONGEST_ANSWER.toMillis(), TimeUnit.MILLISECONDS)) {
        return found;
      }
      throw refused(key, name, "runs tasks without the context of the application");
    } catch (TimeoutException e) {
      seen.cancel(true);
      throw refused(key, name, "ran nothing for " + LONGEST_ANSWER.toSeconds() + " s");
    } catch (ExecutionException e) {
      throw refused(key, name, "cannot run a task: " + e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw refused(key, name, "was not waited for");
    }
  }

  private static boolean seesTheApplication() {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    try {
      return context != null
          && context.loadClass(ExecutorSettings.class.getName()) == ExecutorSettings.class;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  private static InvalidSettingException refused(String key, String name, String why) {
    return new InvalidSettingException(
        key
            + "="
            + name
            + " "
            + why
            + "; allowed is "
            + ALLOWED
            + ", and that has a context service");
  }

  /** Names of the application itself are known to its own threads only. */
  private static boolean isTheServers(String name) {
    return Stream.of("java:comp/", "java:module/", "java:app/").noneMatch(name::startsWith);
  }
}
