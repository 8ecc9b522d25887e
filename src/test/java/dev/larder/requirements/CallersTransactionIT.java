package dev.larder.requirements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.requirements.caller.CallerBean;
import dev.larder.requirements.caller.CallerServlet;
import dev.larder.testing.Feature;
import dev.larder.testing.LarderClient;
import dev.larder.testing.LarderServer;
import dev.larder.testing.PostgresServer;
import dev.larder.testing.RedisProcess;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The requirements cache inside an application's own transactions, on a real server. */
@Feature("Requirements: database, cache, warm-up")
class CallersTransactionIT {

  private static PostgresServer postgres;
  private static RedisProcess redis;
  private static LarderServer larder;
  private static RawCopy copy;
  private static LarderClient client;

  @BeforeAll
  static void start() {
    postgres = PostgresServer.start();
    redis = RedisProcess.start();
    larder =
        LarderServer.configure()
            .database(postgres.newDatabase())
            .redis(redis)
            .withTestClasses(CallerBean.class, CallerServlet.class)
            .start();
    client = larder.admin();
    copy = new RawCopy(redis);
  }

  @AfterAll
  static void stop() {
    copy.close();
    larder.close();
    redis.close();
    postgres.close();
  }

  @BeforeEach
  void begin() {
    assertThat(client.putText("api/requirements", "before\n").status()).isEqualTo(200);
  }

  private static String call(String path) {
    LarderClient.Answer answer = client.get("caller/" + path);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    return answer.text();
  }

  private static void awaitCopy(String content) {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> copy.requirements().equals(Optional.of(Requirements.of(content))));
  }

  @Test
  void aSaveIsSeenInsideTheTransactionAndByOthersAfterItsCommit() {
    assertThat(call("commit?content=after"))
        .isEqualTo(
            "before=before| inside=after|added==1| elsewhere=before| cached=false active=true");
    awaitCopy("after\nadded==1\n");
    assertThat(client.get("api/requirements", "Accept", "text/plain").text())
        .isEqualTo("after\nadded==1\n");
  }

  @Test
  void aRollbackLeavesRowAndCopyAsTheyWere() {
    assertThat(call("rollback?content=never"))
        .isEqualTo(
            "before=before| inside=never|added==1| elsewhere=before| cached=false active=true");
    assertThat(copy.requirements()).contains(Requirements.of("before\n"));
    assertThat(client.get("api/requirements", "Accept", "text/plain").text()).isEqualTo("before\n");
    // Whatever was to be published is published before this is.
    assertThat(client.post("api/requirements/warm").status()).isEqualTo(200);
    assertThat(copy.requirements()).contains(Requirements.of("before\n"));
  }

  @Test
  void whatIsRefusedDoesNotDoomTheTransaction() {
    client.putText("api/requirements", "fixed @ https://example.org/fixed.whl\n");
    assertThat(call("refused?content=after"))
        .isEqualTo("conflict invalid changed rollbackOnly=false");
    awaitCopy("after\n");
  }

  @Test
  void transactionsThatTheApplicationEndsItselfAreJoinedToo() {
    assertThat(call("user?content=mine")).isEqualTo("done");
    awaitCopy("mine\n");
  }

  @Test
  void aReadInATransactionRepairsTheCopyAfterIt() {
    copy.flush();
    assertThat(call("get")).isEqualTo("before|");
    awaitCopy("before\n");
  }
}
