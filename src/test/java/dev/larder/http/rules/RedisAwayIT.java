package dev.larder.http.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.http.rules.app.Plan;
import dev.larder.testing.Feature;
import dev.larder.testing.RawAnswer;
import dev.larder.testing.RedisProcess;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Rule 22: the application while its Redis is away. */
@Feature("Redis away and back, under load")
class RedisAwayIT {

  /** Far above the bounds below, far below what a user would call hanging. */
  private static final Duration SOON = Duration.ofSeconds(5);

  private static RedisProcess redis;
  private static App app;
  private String id;

  @BeforeAll
  static void start() {
    redis = RedisProcess.start();
    app =
        new App(
            OneServer.server()
                .redis(redis)
                .set("larder.redis.timeout", "300ms")
                .set("larder.redis.connect-timeout", "300ms")
                .set("larder.redis.pool.max-wait", "200ms")
                .start());
  }

  @AfterAll
  static void stop() {
    app.server().close();
    redis.close();
  }

  @BeforeEach
  void bringRedisBack() {
    if (!redis.isRunning()) {
      redis.restart();
    }
    id = App.newId();
    String probe = "five/" + App.newId();
    await().atMost(Rules.PATIENCE).until(() -> Rules.isHit(app.get(probe)));
  }

  private RawAnswer quickly(String method, String path) {
    long start = System.nanoTime();
    RawAnswer answer = app.send(method, path);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
    return answer;
  }

  @Test
  @DisplayName("a Redis that is gone is a miss, and everything mends itself when it is back")
  void rule22_redisIsGone() {
    app.get("five/" + id);
    Rules.assertHit(app.get("five/" + id));
    redis.kill();
    for (int i = 2; i <= 5; i++) {
      RawAnswer answer = quickly("GET", "five/" + id);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.text()).isEqualTo("run " + i);
    }
    assertThat(quickly("HEAD", "five/" + id).status()).isEqualTo(200);
    redis.restart();
    await().atMost(Rules.PATIENCE).until(() -> Rules.isHit(app.get("five/" + id)));
  }

  @Test
  @DisplayName("a Redis that does not answer is a miss within the configured bound")
  void rule22_redisIsFrozen() {
    app.get("five/" + id);
    redis.freeze();
    try {
      RawAnswer answer = quickly("GET", "five/" + id);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.text()).isEqualTo("run 2");
      List<RawAnswer> many = Together.run(40, () -> quickly("GET", "five/" + id));
      assertThat(many).allMatch(each -> each.status() == 200);
    } finally {
      redis.thaw();
    }
    await().atMost(Rules.PATIENCE).until(() -> Rules.isHit(app.get("five/" + id)));
  }

  @Test
  @DisplayName("what is changed without Redis is never served again, and the log says when")
  void rule22_anInvalidationWithoutRedis() {
    app.get("five/" + id);
    Rules.assertHit(app.get("five/" + id));
    int before = app.server().log().length();
    // Frozen, it keeps what is to be invalidated.
    redis.freeze();
    try {
      assertThat(quickly("PUT", "five/" + id).status()).isEqualTo(204);
      assertThat(quickly("POST", "change/tag/" + id).status()).isEqualTo(204);
      assertThat(quickly("GET", "five/" + id).text()).isEqualTo("run 2");
    } finally {
      redis.thaw();
    }
    await()
        .atMost(Rules.PATIENCE)
        .until(
            () -> {
              RawAnswer answer = app.get("five/" + id);
              assertThat(answer.text()).isNotEqualTo("run 1");
              return Rules.isHit(answer);
            });
    await("the log says when")
        .atMost(Rules.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(app.server().log().substring(before))
                    .containsIgnoringCase("removals kept meanwhile are carried out"));
  }

  @Test
  @DisplayName("many requests at once without Redis all get their answers")
  void rule22_manyRequestsWithoutRedis() {
    redis.kill();
    app.plan(id, Plan.ok().delay(20));
    List<RawAnswer> answers = Together.run(100, () -> app.get("five/" + id));
    assertThat(answers).allMatch(answer -> answer.status() == 200);
    assertThat(answers).allMatch(answer -> answer.text().startsWith("run "));
  }
}
