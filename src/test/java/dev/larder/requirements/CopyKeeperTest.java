package dev.larder.requirements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.cache.CacheModule;
import dev.larder.cache.memory.MemoryStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the reconciler looks after by itself, on H2 and a cache in memory. */
class CopyKeeperTest {

  private static final Requirements FLASK = Requirements.of("flask\n");

  private TestDatabase database;
  private Node node;

  @BeforeEach
  void start() {
    database = TestDatabase.h2();
    database.migrate();
    node =
        new Node(
                database,
                new MemoryStore(1_000_000),
                Clock.systemUTC(),
                Duration.ofMillis(20),
                files -> files,
                Node.BOUND)
            .start();
    assertThat(node.requirements.save(FLASK.content()).cached()).isTrue();
  }

  @AfterEach
  void stop() {
    node.close();
    database.close();
  }

  private void awaitCopy(Requirements expected) {
    await().until(() -> node.copy.look().requirements().equals(Optional.of(expected)));
  }

  @Test
  void aCopyThatIsLostIsWrittenAgain() {
    node.module.delete(SharedCopy.KEY);
    awaitCopy(FLASK);
  }

  @Test
  void aCopyIsRenewedWhenHalfOfItsTimeIsOver() {
    node.module.set(SharedCopy.KEY, CachedForm.write(FLASK), Duration.ofHours(11));
    await().until(() -> node.copy.look().ttl().orElseThrow().compareTo(Duration.ofHours(23)) > 0);
  }

  @Test
  void aCopyWithoutExpiryGetsOne() {
    node.module.set(SharedCopy.KEY, CachedForm.write(FLASK), CacheModule.NO_EXPIRY);
    await().until(() -> node.copy.look().ttl().isPresent());
  }

  @Test
  void aFenceThatIsLostIsSetAgain() {
    node.module.delete(SharedCopy.FENCE);
    await().until(() -> node.copy.fence().isPresent());
  }

  @Test
  void whatAnotherProgramChangesInTheRowComesToTheCache() {
    database.execute("update workspace_files set content = 'django', updated_at = now()");
    awaitCopy(Requirements.of("django"));
    database.execute("update workspace_files set is_deleted = true");
    await().until(() -> !node.copy.look().present());
    database.execute("update workspace_files set is_deleted = false");
    awaitCopy(Requirements.of("django"));
    database.execute("delete from workspace_files");
    await().until(() -> !node.copy.look().present());
    assertThat(node.requirements.save(FLASK.content()).cached()).isTrue();
    awaitCopy(FLASK);
  }

  @Test
  void aDatabaseRestoredFromAnOlderStateWins() {
    long before = database.row().orElseThrow().version();
    database.execute(
        "update workspace_files set content = 'older', updated_at = timestamp '2020-01-01"
            + " 00:00:00'");
    awaitCopy(Requirements.of("older"));
    assertThat(database.row().orElseThrow().version()).isGreaterThan(before);
  }

  /** Causes it again and again: a publication may just have been under way and repaired it. */
  private void awaitDrift(CopyDrift kind, Runnable cause) {
    long before = node.requirements.status().copyDrifts().get(kind);
    await(kind.name())
        .until(
            () -> {
              cause.run();
              awaitLook();
              return node.requirements.status().copyDrifts().get(kind) > before;
            });
    awaitCopy(FLASK);
  }

  @Test
  void everyKindOfDriftIsCounted() {
    awaitDrift(CopyDrift.MISSING, () -> node.module.delete(SharedCopy.KEY));
    awaitDrift(
        CopyDrift.DIFFERENT,
        () ->
            node.module.set(
                SharedCopy.KEY, CachedForm.write(Requirements.of("old\n")), SharedCopy.TTL));
    awaitDrift(
        CopyDrift.DIFFERENT,
        () -> node.module.set(SharedCopy.KEY, new byte[] {'?'}, SharedCopy.TTL));
    awaitDrift(CopyDrift.WRONG_VERSION, () -> node.module.delete(SharedCopy.FENCE));
    awaitDrift(
        CopyDrift.WRONG_EXPIRY,
        () ->
            node.module.set(
                SharedCopy.KEY, CachedForm.write(FLASK), SharedCopy.TTL.multipliedBy(2)));
    database.execute("update workspace_files set is_deleted = true");
    await().until(() -> node.requirements.status().copyDrifts().get(CopyDrift.LEFT_OVER) > 0);
    await().until(() -> !node.copy.look().present());
  }

  @Test
  void aCopyInOrderIsNoDriftAndNeitherIsARenewal() {
    awaitLook();
    Map<CopyDrift, Long> before = node.requirements.status().copyDrifts();
    node.module.set(SharedCopy.KEY, CachedForm.write(FLASK), Duration.ofHours(11));
    await().until(() -> node.copy.look().ttl().orElseThrow().compareTo(Duration.ofHours(23)) > 0);
    awaitLook();
    assertThat(node.requirements.status().copyDrifts())
        .isEqualTo(before)
        .containsOnlyKeys(CopyDrift.values());
  }

  @Test
  void itIsKnownWhenTheCopyWasLastInOrder() {
    FaultyGate gate = new FaultyGate(new MemoryStore(1_000_000));
    try (Node other =
        new Node(
            database,
            gate.store(),
            Clock.systemUTC(),
            Duration.ofMillis(20),
            files -> files,
            Node.BOUND)) {
      assertThat(other.requirements.status().checkedAt()).isEmpty();
      gate.everythingFails = true;
      other.start();
      await().until(() -> other.requirements.status().failures() > 2);
      assertThat(other.requirements.status().checkedAt()).isEmpty();
      gate.everythingFails = false;
      await().until(() -> other.requirements.status().checkedAt().isPresent());
      assertThat(other.copy.look().requirements()).contains(FLASK);
    }
  }

  /** Waits for a look that began after this call. */
  private void awaitLook() {
    for (int i = 0; i < 2; i++) {
      Instant now = Instant.now();
      await()
          .until(
              () ->
                  node.requirements.status().checkedAt().filter(at -> at.isAfter(now)).isPresent());
    }
  }

  @Test
  void whileTheCopyMayBeOldReadsAreAnsweredFromTheRow() {
    FaultyGate gate = new FaultyGate(new MemoryStore(1_000_000));
    try (Node other =
        new Node(
                database,
                gate.store(),
                Clock.systemUTC(),
                Duration.ofMillis(20),
                files -> files,
                Node.BOUND)
            .start()) {
      assertThat(other.copy.look().requirements()).contains(FLASK);
      gate.writesFail = true;
      assertThat(other.requirements.save("new\n").cached()).isFalse();
      // The old copy can still be read, and is not what the caller just saved.
      assertThat(other.copy.look().requirements()).contains(FLASK);
      assertThat(other.requirements.get()).contains(Requirements.of("new\n"));
      assertThat(other.requirements.status().inStep()).isFalse();
      gate.writesFail = false;
      await().until(() -> other.requirements.status().inStep());
      assertThat(other.copy.look().requirements()).contains(Requirements.of("new\n"));
    }
  }

  @Test
  void whileTheCacheIsAwayNobodyHoldsTheRow() {
    FaultyGate gate = new FaultyGate(new MemoryStore(1_000_000));
    AtomicInteger lockable = new AtomicInteger();
    try (Node other =
        new Node(
                database,
                gate.store(),
                Clock.systemUTC(),
                Duration.ofMillis(20),
                files -> files,
                Node.BOUND)
            .start()) {
      gate.meanwhile =
          () -> {
            // Fails at once if somebody has locked the row.
            database.execute("select * from workspace_files for update nowait");
            lockable.incrementAndGet();
          };
      gate.everythingFails = true;
      assertThat(other.requirements.save("new\n").cached()).isFalse();
      assertThat(other.requirements.get()).contains(Requirements.of("new\n"));
      assertThat(lockable).hasPositiveValue();
      gate.everythingFails = false;
      await().until(() -> other.requirements.status().inStep());
    }
  }
}
