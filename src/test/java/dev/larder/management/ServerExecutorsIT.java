package dev.larder.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.testing.Feature;
import dev.larder.testing.LarderClient;
import dev.larder.testing.LarderServer;
import dev.larder.testing.NotOn;
import dev.larder.testing.ServerKind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The work in the background on executors that the operator made, as the page of resources says.
 */
@Feature("Work in the background: executors of the server")
class ServerExecutorsIT {

  private record Names(String executor, String scheduler, List<String> commands) {

    static Names of(ServerKind kind) {
      if (kind == ServerKind.WILDFLY) {
        String executor = "java:jboss/ee/concurrency/executor/larder";
        String scheduler = "java:jboss/ee/concurrency/scheduler/larder";
        return new Names(
            executor,
            scheduler,
            List.of(
                "/subsystem=ee/managed-executor-service=larder:add(jndi-name="
                    + executor
                    + ",context-service=default,core-threads=8)",
                "/subsystem=ee/managed-scheduled-executor-service=larder:add(jndi-name="
                    + scheduler
                    + ",context-service=default,core-threads=8)"));
      }
      return new Names(
          "concurrent/larder",
          "concurrent/larder-scheduler",
          List.of(
              "create-managed-executor-service --corepoolsize 4 --maximumpoolsize 8"
                  + " concurrent/larder",
              "create-managed-scheduled-executor-service --corepoolsize 8"
                  + " concurrent/larder-scheduler"));
    }
  }

  @Test
  void whatRunsInTheBackgroundRunsOnTheExecutorsThatTheOperatorNames() {
    LarderServer.Builder builder = LarderServer.configure();
    Names names = Names.of(builder.kind());
    try (LarderServer larder =
        builder
            .commands(names.commands())
            .set("larder.executor.jndi", names.executor())
            .set("larder.scheduler.jndi", names.scheduler())
            .start()) {
      LarderClient admin = larder.admin();
      assertThat(admin.putText("api/requirements", "flask\n").status()).isEqualTo(200);
      assertThat(admin.get("api/keys?pattern=*").status()).isEqualTo(200);
      assertThat(admin.get("api/health").status()).isEqualTo(200);
      await("threads of both executors")
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () ->
                  assertThat(larder.threads())
                      .anyMatch(name -> isOf(name, names.executor(), "ExecutorService"))
                      .anyMatch(name -> isOf(name, names.scheduler(), "ScheduledExecutorService")));
    }
  }

  /** Payara names threads by the JNDI name, WildFly by the kind and the last part of it. */
  private static boolean isOf(String thread, String jndi, String kind) {
    return thread.startsWith(jndi + "-managedThreadFactory-")
        || thread.startsWith("EE-Managed" + kind + "-larder-");
  }

  @ParameterizedTest
  @ValueSource(strings = {"larder.executor.jndi", "larder.scheduler.jndi"})
  void aNameThatIsNotBoundStopsTheDeployment(String key) {
    assertThat(LarderServer.configure().set(key, "concurrent/elsewhere").startInVain())
        .contains(key + "=concurrent/elsewhere is not there")
        .contains("allowed is the JNDI name of one that the server manages");
  }

  @Test
  @NotOn(
      value = {ServerKind.PAYARA_MICRO, ServerKind.PAYARA_SERVER},
      because = "Payara's executors see the application whether they are told to or not")
  void anExecutorThatRunsTasksWithoutTheContextOfTheApplicationStopsTheDeployment() {
    LarderServer.Builder builder = LarderServer.configure();
    Names names = Names.of(builder.kind());
    String command = names.commands().get(0).replace(",context-service=default", "");
    assertThat(
            builder
                .commands(List.of(command))
                .set("larder.executor.jndi", names.executor())
                .startInVain())
        .contains(
            "larder.executor.jndi="
                + names.executor()
                + " runs tasks without the context of the application");
  }
}
