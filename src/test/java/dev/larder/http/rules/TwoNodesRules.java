package dev.larder.http.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.http.rules.app.Plan;
import dev.larder.testing.RawAnswer;
import dev.larder.testing.RedisProcess;
import dev.larder.testing.ServerKind;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Two servers behind one name, over one Redis. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class TwoNodesRules {

  /** Clients reach both nodes by the same name, as behind a load balancer. */
  private static final String HOST = "Host: shop.example";

  private RedisProcess redis;
  private App here;
  private App there;
  private String id;

  /** The servers of the two nodes. */
  abstract List<ServerKind> kinds();

  @BeforeAll
  void start() {
    redis = RedisProcess.start();
    CompletableFuture<App> other = CompletableFuture.supplyAsync(() -> node(kinds().get(1)));
    here = node(kinds().get(0));
    there = other.join();
  }

  private App node(ServerKind kind) {
    return new App(OneServer.server().on(kind).redis(redis).start());
  }

  @AfterAll
  void stop() {
    here.server().close();
    there.server().close();
    redis.close();
  }

  @BeforeEach
  void begin() {
    id = App.newId();
  }

  private void planBoth(Plan plan) {
    here.plan(id, plan);
    there.plan(id, plan);
  }

  private static RawAnswer get(App node, String path) {
    return node.get(path, HOST);
  }

  @Test
  @DisplayName("what one node stored the other one serves")
  void theNodesShareResponses() {
    planBoth(Plan.ok().text("body"));
    Rules.assertMiss(get(here, "five/" + id));
    RawAnswer shared = get(there, "five/" + id);
    Rules.assertHit(shared);
    assertThat(shared.text()).isEqualTo("body");
    assertThat(there.runs(id).count()).isZero();
  }

  @Test
  @DisplayName("200 requests for one missing entry, on both nodes at once, run the resource once")
  void rule24_oneRunForBothNodes() {
    planBoth(Plan.ok().text("body").delay(500));
    AtomicInteger turn = new AtomicInteger();
    List<RawAnswer> answers =
        Together.run(200, () -> get(turn.getAndIncrement() % 2 == 0 ? here : there, "five/" + id));
    assertThat(answers).allMatch(answer -> answer.status() == 200);
    assertThat(answers).allMatch(answer -> answer.text().equals("body"));
    assertThat(here.runs(id).count() + there.runs(id).count()).isEqualTo(1);
  }

  @Test
  @DisplayName("a change on one node invalidates on the other: the URI, and by tags")
  void rule19_aChangeOnTheOtherNode() {
    for (String[] each :
        new String[][] {
          {"five/" + id, "PUT", "five/" + id},
          {"tagged/" + id, "POST", "change/tag/" + id},
          {"tagged/" + id, "POST", "change/all"},
          {"five/" + id, "POST", "change/uri/" + id},
          {"user/" + id, "DELETE", "user/" + id},
        }) {
      get(here, each[0]);
      Rules.assertHit(get(here, each[0]));
      Rules.assertHit(get(there, each[0]));
      assertThat(there.send(each[1], each[2], HOST).status()).isEqualTo(204);
      Rules.assertMiss(get(here, each[0]));
      Rules.assertHit(get(there, each[0]));
    }
  }

  @Test
  @DisplayName("nothing computed before a change on the other node is served after it")
  void rule21_computedBeforeAChangeOnTheOtherNode() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 80; round++) {
      id = App.newId();
      boolean byTag = random.nextBoolean();
      String path = (byTag ? "tagged/" : "five/") + id;
      App reader = random.nextBoolean() ? here : there;
      App writer = random.nextInt(4) == 0 ? reader : reader == here ? there : here;
      Plan old = Plan.ok().text("old").delay(random.nextInt(15));
      if (random.nextBoolean()) {
        old.with("Vary: X-Kind");
      }
      planBoth(old);
      CompletableFuture<RawAnswer> before = CompletableFuture.supplyAsync(() -> get(reader, path));
      pause(random.nextInt(20_000));
      planBoth(Plan.ok().text("new"));
      RawAnswer changed =
          byTag
              ? writer.send("POST", "change/tag/" + id, HOST)
              : writer.send("PUT", "five/" + id, HOST);
      assertThat(changed.status()).isEqualTo(204);
      String description = "seed " + seed + ", round " + round;
      assertThat(get(reader, path).text()).as(description).isEqualTo("new");
      assertThat(get(writer, path).text()).as(description).isEqualTo("new");
      assertThat(before.get().text()).isIn("old", "new");
      assertThat(get(there, path).text()).as(description).isEqualTo("new");
      assertThat(get(here, path).text()).as(description).isEqualTo("new");
    }
  }

  /** Lets the other side get somewhere; where is what the rounds vary. */
  private static void pause(int micros) throws InterruptedException {
    TimeUnit.MICROSECONDS.sleep(micros);
  }
}
