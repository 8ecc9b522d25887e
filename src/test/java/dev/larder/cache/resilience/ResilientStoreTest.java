package dev.larder.cache.resilience;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.larder.cache.CacheException;
import dev.larder.cache.CacheException.Reason;
import dev.larder.cache.CacheStore;
import dev.larder.cache.KeyScan;
import dev.larder.cache.Ttl;
import dev.larder.cache.WriteCondition;
import dev.larder.cache.memory.MemoryStore;
import dev.larder.cache.tiered.TieredStore;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node may rely on while its store is away, step by step. */
class ResilientStoreTest {

  private static final byte[] VALUE = "v".getBytes(UTF_8);
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final KeyScan ALL = KeyScan.of("app:", "*");

  @TempDir private Path data;
  private final ManualScheduler scheduler = new ManualScheduler();
  private final MemoryStore memory = new MemoryStore(1 << 20);
  private final Gate gate = new Gate(memory);
  private ResilientStore store;

  @BeforeEach
  void open() {
    memory.start();
    store = newStore();
    store.start();
    store.put("k", VALUE, Ttl.NONE);
    store.put("app:1", VALUE, Ttl.NONE);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private ResilientStore newStore() {
    return new ResilientStore(
        gate.store(),
        new Journal(data, "memory", List.of("app:"), 100, 10_000),
        new ResilienceSettings(3, INTERVAL, Duration.ofMillis(100)),
        scheduler,
        scheduler::nanoTime);
  }

  @Test
  void afterThreeOutagesInARowNoCallGoesToTheStoreAndEachIsAnsweredAtOnce() {
    goAway();
    long calls = gate.calls();
    operations()
        .forEach((name, call) -> assertThat(reason(call)).as(name).isEqualTo(Reason.UNAVAILABLE));
    Map<String, CacheException> failures = store.putAll(Map.of("a", VALUE, "b", VALUE), Ttl.NONE);
    assertThat(failures).containsOnlyKeys("a", "b");
    assertThat(failures.get("a").reason()).isEqualTo(Reason.UNAVAILABLE);
    assertThat(reason(() -> store.delete("k"))).isEqualTo(Reason.DEFERRED);
    assertThat(reason(() -> store.deleteMatching(ALL))).isEqualTo(Reason.DEFERRED);
    assertThat(gate.calls()).isEqualTo(calls);
    assertThat(state()).isEqualTo("degraded");
    assertThat(gauge("breaker.open")).isEqualTo(1);
    assertThat(gauge("journal.entries")).isEqualTo(2);
    assertThat(gauge("journal.bytes")).isPositive();
    assertThat(gauge("journal.durable")).isEqualTo(1);
  }

  @Test
  void everyKindOfCallThatFailsCountsAlsoBulkWritesThatOnlySaySo() {
    operations()
        .forEach(
            (name, call) -> {
              gate.close();
              for (int i = 0; i < 3; i++) {
                assertThat(gauge("breaker.open")).as(name).isZero();
                assertThat(reason(call)).isEqualTo(Reason.UNAVAILABLE);
              }
              assertThat(gauge("breaker.open")).as(name).isEqualTo(1);
              comeBack();
            });
    assertThat(gauge("breaker.openings")).isEqualTo(operations().size());
    gate.close();
    for (int i = 0; i < 3; i++) {
      assertThat(gauge("breaker.open")).isZero();
      assertThat(reason(() -> store.putAll(Map.of("a", VALUE), Ttl.NONE)))
          .isEqualTo(Reason.UNAVAILABLE);
    }
    assertThat(gauge("breaker.open")).isEqualTo(1);
  }

  @Test
  void anAnswerBetweenStartsTheCountAgainAlsoOneThatRefuses() {
    for (int i = 0; i < 10; i++) {
      gate.close();
      assertThat(reason(() -> store.get("k"))).isEqualTo(Reason.UNAVAILABLE);
      assertThat(reason(() -> store.get("k"))).isEqualTo(Reason.UNAVAILABLE);
      gate.open();
      assertThat(reason(() -> store.increment("k", 1))).isEqualTo(Reason.NOT_AN_INTEGER);
    }
    assertThat(gauge("breaker.openings")).isZero();
  }

  @Test
  void whatTheStoreRefusesIsNoOutageAndNoRemovalIsKeptForIt() {
    for (Reason refusal :
        List.of(Reason.FORBIDDEN, Reason.UNREADABLE, Reason.NOT_AN_INTEGER, Reason.TOO_LARGE)) {
      gate.close(refusal);
      for (int i = 0; i < 10; i++) {
        assertThat(reason(() -> store.get("k"))).isEqualTo(refusal);
        assertThat(reason(() -> store.delete("k"))).isEqualTo(refusal);
      }
    }
    assertThat(gauge("breaker.open")).isZero();
    assertThat(gauge("journal.entries")).isZero();
  }

  @Test
  void aCallerWhoIsInterruptedSaysNothingOfTheStore() {
    gate.close();
    Thread.currentThread().interrupt();
    try {
      for (int i = 0; i < 10; i++) {
        assertThat(reason(() -> store.get("k"))).isEqualTo(Reason.UNAVAILABLE);
        assertThat(reason(() -> store.delete("k"))).isEqualTo(Reason.UNAVAILABLE);
      }
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(gauge("breaker.open")).isZero();
  }

  @Test
  void oneRemovalThatFailsIsKeptAndNothingIsReadBeforeItIsCarriedOut() {
    gate.close();
    assertThat(reason(() -> store.delete("k"))).isEqualTo(Reason.DEFERRED);
    gate.open();
    assertThat(gate.behind().get("k")).as("still there").isPresent();
    assertThat(reason(() -> store.get("k"))).isEqualTo(Reason.UNAVAILABLE);
    pass(INTERVAL);
    assertThat(store.get("k")).isEmpty();
    assertThat(gauge("journal.entries")).isZero();
    assertThat(state()).isEqualTo("up");
  }

  @Test
  void aRemovalWhoseAnswerIsLostIsKeptAsWell() {
    gate.loseAnswers();
    assertThat(reason(() -> store.deleteMatching(ALL))).isEqualTo(Reason.DEFERRED);
    gate.open();
    gate.behind().put("app:1", VALUE, Ttl.NONE);
    pass(INTERVAL);
    assertThat(store.get("app:1")).isEmpty();
  }

  @Test
  void itComesBackByAProbeAndCarriesOutWhatWasKeptBeforeACallPasses() {
    goAway();
    assertThat(reason(() -> store.delete("k"))).isEqualTo(Reason.DEFERRED);
    pass(INTERVAL.multipliedBy(3));
    assertThat(state()).isEqualTo("degraded");
    gate.open();
    pass(INTERVAL);
    assertThat(state()).isEqualTo("up");
    assertThat(gate.behind().get("k")).isEmpty();
    assertThat(store.get("k")).isEmpty();
    assertThat(store.get("app:1")).contains(VALUE);
    assertThat(scheduler.waiting()).as("nothing is scheduled while it answers").isZero();
  }

  @Test
  void itComesBackWithinTwoIntervalsAlsoWhenWritesFailed() {
    gate.close();
    for (int i = 0; i < 3; i++) {
      assertThat(reason(() -> store.put("k", VALUE, Ttl.NONE))).isEqualTo(Reason.UNAVAILABLE);
    }
    assertThat(reason(() -> store.delete("k"))).isEqualTo(Reason.DEFERRED);
    pass(INTERVAL.multipliedBy(5));
    gate.open();
    pass(INTERVAL);
    assertThat(state()).as("what was sent may still be on its way").isEqualTo("replaying");
    assertThat(gate.behind().get("k")).isPresent();
    pass(INTERVAL.dividedBy(2));
    assertThat(state()).isEqualTo("up");
    assertThat(store.get("k")).isEmpty();
  }

  @Test
  void aWriteThatWasGivenUpAndComesLateIsRemovedWithTheOthers() {
    gate.close();
    for (int i = 0; i < 3; i++) {
      assertThat(reason(() -> store.put("late", VALUE, Ttl.NONE))).isEqualTo(Reason.UNAVAILABLE);
    }
    assertThat(reason(() -> store.delete("late"))).isEqualTo(Reason.DEFERRED);
    gate.open();
    pass(Duration.ZERO);
    assertThat(state()).isEqualTo("replaying");
    // As by a frozen server that thaws.
    gate.behind().put("late", VALUE, Ttl.NONE);
    pass(INTERVAL);
    assertThat(store.get("late")).isEmpty();
  }

  @Test
  void removalsPassDuringTheReplaySoThatTheyDoNotKeepItFromEnding() {
    goAway();
    assertThat(reason(() -> store.deleteMatching(ALL))).isEqualTo(Reason.DEFERRED);
    gate.open();
    List<Long> removed = new ArrayList<>();
    gate.beforeRemoval(
        () -> {
          removed.add(store.deleteMatching(ALL));
          assertThat(reason(() -> store.get("k"))).isEqualTo(Reason.UNAVAILABLE);
        });
    pass(INTERVAL);
    assertThat(removed).containsExactly(1L);
    assertThat(state()).isEqualTo("up");
  }

  @Test
  void aRemovalThatFailsDuringTheReplayIsCarriedOutAndSettledBeforeItEnds() {
    goAway();
    assertThat(reason(() -> store.delete("k"))).isEqualTo(Reason.DEFERRED);
    gate.open();
    List<Reason> reasons = new ArrayList<>();
    gate.beforeRemoval(
        () -> {
          gate.close();
          reasons.add(reason(() -> store.delete("app:1")));
          gate.open();
        });
    pass(Duration.ZERO);
    assertThat(reasons).containsExactly(Reason.DEFERRED);
    assertThat(gate.behind().get("app:1")).isEmpty();
    assertThat(state()).as("what failed may still be on its way").isEqualTo("replaying");
    pass(INTERVAL);
    assertThat(state()).isEqualTo("up");
  }

  @Test
  void aWriteThatIsStillUnderWayIsWaitedForBeforeTheReplay() throws Exception {
    CountDownLatch sent = new CountDownLatch(1);
    CountDownLatch arrives = new CountDownLatch(1);
    gate.beforePut(
        () -> {
          sent.countDown();
          awaitUninterruptibly(arrives);
        });
    Thread writer = new Thread(() -> store.put("late", VALUE, Ttl.NONE));
    writer.start();
    awaitUninterruptibly(sent);
    goAway();
    assertThat(reason(() -> store.delete("late"))).isEqualTo(Reason.DEFERRED);
    gate.open();
    pass(INTERVAL.multipliedBy(3));
    assertThat(state()).isEqualTo("replaying");
    arrives.countDown();
    writer.join();
    assertThat(gate.behind().get("late")).isPresent();
    pass(INTERVAL.multipliedBy(2));
    assertThat(state()).isEqualTo("up");
    assertThat(store.get("late")).isEmpty();
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aReplayThatBreaksOffGoesOnWhereItWas() {
    goAway();
    for (int i = 0; i < 90; i++) {
      KeyScan scan = KeyScan.of("app:" + i + ":", "*");
      gate.behind().put("app:" + i + ":x", VALUE, Ttl.NONE);
      assertThat(reason(() -> store.deleteMatching(scan))).isEqualTo(Reason.DEFERRED);
    }
    gate.open();
    gate.closeAfter(21);
    pass(INTERVAL);
    assertThat(state()).isEqualTo("degraded");
    assertThat(gauge("journal.entries")).isEqualTo(90 - 20);
    assertThat(reason(() -> store.get("app:0:x"))).isEqualTo(Reason.UNAVAILABLE);
    gate.open();
    pass(INTERVAL.multipliedBy(2));
    assertThat(state()).isEqualTo("up");
    assertThat(gate.behind().scan(ALL, null, 100).keys()).containsExactly("app:1");
  }

  @Test
  void keysAreRemovedManyAtATimeWhenItComesBack() {
    goAway();
    for (int i = 0; i < 90; i++) {
      String key = "free" + i;
      assertThat(reason(() -> store.delete(key))).isEqualTo(Reason.DEFERRED);
    }
    gate.open();
    long calls = gate.calls();
    pass(INTERVAL);
    assertThat(state()).isEqualTo("up");
    assertThat(gate.calls()).as("a ping and a removal").isEqualTo(calls + 2);
  }

  @Test
  void severalKeysAreRemovedOrKeptTogether() {
    assertThat(store.deleteAll(List.of("k", "none"))).containsExactly(true, false);
    store.put("k", VALUE, Ttl.NONE);
    gate.loseAnswers();
    long calls = gate.calls();
    assertThat(reason(() -> store.deleteAll(List.of("k", "app:1")))).isEqualTo(Reason.DEFERRED);
    assertThat(gate.calls()).as("nobody waits twice").isEqualTo(calls + 1);
    assertThat(gauge("journal.entries")).isEqualTo(2);
    assertThat(reason(() -> store.deleteAll(List.of("k", "other")))).isEqualTo(Reason.DEFERRED);
    assertThat(gauge("journal.entries")).isEqualTo(3);
    gate.behind().put("k", VALUE, Ttl.NONE);
    comeBack();
    assertThat(store.getAll(List.of("k", "app:1"))).allMatch(Optional::isEmpty);
  }

  @Test
  void aProbeThatIsForbiddenIsAnAnswer() {
    goAway();
    gate.close(Reason.FORBIDDEN);
    pass(INTERVAL);
    assertThat(gauge("breaker.open")).isZero();
  }

  @Test
  void aRemovalThatIsForbiddenDuringTheReplayKeepsTheBreakerOpen() {
    goAway();
    assertThat(reason(() -> store.delete("k"))).isEqualTo(Reason.DEFERRED);
    gate.close(Reason.FORBIDDEN);
    pass(INTERVAL.multipliedBy(10));
    assertThat(gauge("breaker.open")).isEqualTo(1);
    assertThat(reason(() -> store.get("k"))).isEqualTo(Reason.UNAVAILABLE);
    gate.open();
    pass(INTERVAL.multipliedBy(2));
    assertThat(store.get("k")).isEmpty();
  }

  @Test
  void aSchedulerThatRefusesIsAskedAgainByTheNextCallAfterTheInterval() {
    scheduler.refuse(true);
    goAway();
    scheduler.refuse(false);
    gate.open();
    assertThat(reason(() -> store.get("k"))).isEqualTo(Reason.UNAVAILABLE);
    assertThat(scheduler.waiting()).isZero();
    pass(INTERVAL);
    assertThat(reason(() -> store.delete("k"))).isEqualTo(Reason.DEFERRED);
    assertThat(scheduler.waiting()).isEqualTo(1);
    pass(INTERVAL);
    assertThat(state()).isEqualTo("up");
  }

  @Test
  void aProbeThatItsSchedulerForgotIsMadeAgain() {
    scheduler.lose(true);
    goAway();
    scheduler.lose(false);
    gate.open();
    pass(INTERVAL.multipliedBy(5));
    assertThat(reason(() -> store.get("k"))).isEqualTo(Reason.UNAVAILABLE);
    assertThat(scheduler.waiting()).as("it may only be late").isZero();
    pass(INTERVAL.multipliedBy(10));
    assertThat(reason(() -> store.get("k"))).isEqualTo(Reason.UNAVAILABLE);
    pass(INTERVAL);
    assertThat(store.get("k")).contains(VALUE);
  }

  @Test
  void aStoreThatFailsAndAnswersByTurnsIsAskedOnceInAnInterval() {
    for (int i = 0; i < 5; i++) {
      goAway();
      gate.open();
      pass(INTERVAL);
      assertThat(state()).isEqualTo("up");
    }
    goAway();
    long calls = gate.calls();
    pass(INTERVAL.minusMillis(1));
    assertThat(gate.calls()).isEqualTo(calls);
    pass(Duration.ofMillis(1));
    assertThat(gate.calls()).isEqualTo(calls + 1);
  }

  @Test
  void whatWasKeptIsCarriedOutByTheNextProcessBeforeItReads() {
    goAway();
    assertThat(reason(() -> store.delete("k"))).isEqualTo(Reason.DEFERRED);
    store.close();
    memory.start();
    memory.put("k", VALUE, Ttl.NONE);
    gate.open();
    store = newStore();
    store.start();
    assertThat(state()).isEqualTo("replaying");
    assertThat(gauge("journal.entries")).isEqualTo(1);
    assertThat(reason(() -> store.get("k"))).isEqualTo(Reason.UNAVAILABLE);
    pass(INTERVAL);
    assertThat(state()).isEqualTo("up");
    assertThat(store.get("k")).isEmpty();
  }

  @Test
  void aRemovalThatDoesNotFitIsNotAccepted() {
    goAway();
    for (int i = 0; i < 100; i++) {
      String key = "free" + i;
      assertThat(reason(() -> store.delete(key))).isEqualTo(Reason.DEFERRED);
    }
    CacheException refused =
        catchThrowableOfType(CacheException.class, () -> store.delete("one more"));
    assertThat(refused.reason()).isEqualTo(Reason.UNAVAILABLE);
    assertThat(refused).hasMessageContaining("full").hasMessageContaining("not accepted");
    assertThat(reason(() -> store.delete("app:1"))).isEqualTo(Reason.DEFERRED);
    assertThat(gauge("journal.folded")).isEqualTo(1);
    gate.behind().put("app:2", VALUE, Ttl.NONE);
    comeBack();
    assertThat(store.get("app:1")).isEmpty();
    assertThat(store.get("app:2")).as("the whole prefix is removed").isEmpty();
    assertThat(store.get("k")).contains(VALUE);
  }

  @Test
  void conditionalRemovalsAreNeverKept() {
    goAway();
    assertThat(reason(() -> store.deleteIf("k", WriteCondition.ifNewer("fence", 1))))
        .isEqualTo(Reason.UNAVAILABLE);
    assertThat(gauge("journal.entries")).isZero();
  }

  @Test
  void itIsStoppedWhenItIsClosedWhileTheStoreIsAway() {
    goAway();
    store.close();
    operations()
        .forEach((name, call) -> assertThat(reason(call)).as(name).isEqualTo(Reason.STOPPED));
    assertThat(reason(() -> store.delete("k"))).isEqualTo(Reason.STOPPED);
    assertThat(scheduler.waiting()).isZero();
    assertThat(state()).isEqualTo("stopped");
  }

  @Test
  void aPingGoesToTheStoreItself() {
    goAway();
    gate.open();
    store.ping(Duration.ofSeconds(1));
    assertThat(gauge("breaker.open")).isEqualTo(1);
    gate.close();
    assertThat(reason(() -> store.ping(Duration.ofSeconds(1)))).isEqualTo(Reason.UNAVAILABLE);
  }

  @Test
  void whatIsToBeRemovedNowOrNotAtAllIsNeverKept() {
    goAway();
    assertThat(reason(() -> store.deleteAllNow(List.of("a", "b")))).isEqualTo(Reason.UNAVAILABLE);
    assertThat(gauge("journal.entries")).isZero();
    comeBack();
    gate.close();
    assertThat(reason(() -> store.deleteAllNow(List.of("a")))).isEqualTo(Reason.UNAVAILABLE);
    assertThat(gauge("breaker.open")).as("it counts as one failure").isZero();
  }

  @Test
  void everyOperationOfAStoreIsGuarded() {
    for (Class<?> decorator : List.of(ResilientStore.class, TieredStore.class)) {
      for (Method method : CacheStore.class.getMethods()) {
        assertThatCode(
                () -> decorator.getDeclaredMethod(method.getName(), method.getParameterTypes()))
            .as("%s has its own %s", decorator.getSimpleName(), method.getName())
            .doesNotThrowAnyException();
      }
    }
  }

  private Map<String, ThrowingCallable> operations() {
    Map<String, ThrowingCallable> operations = new LinkedHashMap<>();
    operations.put("get", () -> store.get("k"));
    operations.put("getShared", () -> store.getShared("k"));
    operations.put("getAll", () -> store.getAll(List.of("k")));
    operations.put("getAllShared", () -> store.getAllShared(List.of("k")));
    operations.put("entries", () -> store.entries(List.of("k")));
    operations.put("deleteAllNow", () -> store.deleteAllNow(List.of("k")));
    operations.put("entry", () -> store.entry("k"));
    operations.put("put", () -> store.put("k", VALUE, Ttl.NONE));
    WriteCondition absent = WriteCondition.ifAbsent();
    operations.put("putIf", () -> store.putIf("k", VALUE, Ttl.NONE, absent));
    WriteCondition equal = WriteCondition.ifEquals(VALUE);
    operations.put("deleteIf", () -> store.deleteIf("k", equal));
    operations.put("exists", () -> store.exists("k"));
    operations.put("increment", () -> store.increment("n", 1));
    operations.put("scan", () -> store.scan(ALL, null, 10));
    return operations;
  }

  /** By reads only, so that nothing can be on its way. */
  private void goAway() {
    gate.close();
    while (gauge("breaker.open") == 0) {
      assertThat(reason(() -> store.get("k"))).isEqualTo(Reason.UNAVAILABLE);
    }
  }

  private void comeBack() {
    gate.open();
    pass(INTERVAL.multipliedBy(2));
    assertThat(state()).isEqualTo("up");
  }

  private void pass(Duration time) {
    scheduler.pass(time);
  }

  private double gauge(String name) {
    return store.status().gauges().get(name);
  }

  private String state() {
    return store.status().state();
  }

  private static Reason reason(ThrowingCallable call) {
    CacheException e = catchThrowableOfType(CacheException.class, call);
    return e == null ? null : e.reason();
  }
}
