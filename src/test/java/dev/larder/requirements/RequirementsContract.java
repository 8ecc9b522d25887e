package dev.larder.requirements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.larder.cache.CacheEntry;
import dev.larder.cache.CacheModule;
import dev.larder.cache.memory.MemoryStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the operations promise, on each database; the cache is one in memory. */
abstract class RequirementsContract {

  private static final String CONTENT = "flask==3.0.0\n# ü\nrequests>=2\n";

  private TestDatabase database;
  private Node node;
  private RequirementsCache requirements;

  abstract TestDatabase newDatabase();

  @BeforeEach
  void start() {
    database = newDatabase();
    database.migrate();
    node = new Node(database, new MemoryStore(10_000_000)).start();
    requirements = node.requirements;
  }

  @AfterEach
  void stop() {
    node.close();
    database.close();
  }

  private Optional<String> cached() {
    return node.module.get(SharedCopy.KEY).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  private void cache(String text) {
    node.module.set(SharedCopy.KEY, text.getBytes(StandardCharsets.UTF_8), SharedCopy.TTL);
  }

  private void awaitCached(Requirements expected) {
    await().until(() -> node.copy.look().requirements().equals(Optional.of(expected)));
  }

  @Test
  void aSaveWritesTheRowAndTheExactCachedForm() {
    SaveResult saved = requirements.save(CONTENT);
    Requirements pair = Requirements.of(CONTENT);
    assertThat(saved).isEqualTo(new SaveResult(pair, true));
    assertThat(database.row().orElseThrow().requirements()).contains(pair);
    assertThat(
            database.text(
                "select concat(content_hash, ' ', size_bytes, ' ', content_type, ' ', git_status,"
                    + " ' ', entity_type) from workspace_files"))
        .contains(
            pair.hash()
                + " "
                + CONTENT.getBytes(StandardCharsets.UTF_8).length
                + " text/plain untracked requirements");
    assertThat(cached())
        .contains(
            "{\"content\":\"flask==3.0.0\\n# ü\\nrequests>=2\\n\",\"hash\":\""
                + pair.hash()
                + "\"}");
    CacheEntry entry = node.module.entry(SharedCopy.KEY).orElseThrow();
    assertThat(entry.ttl().orElseThrow())
        .isBetween(Duration.ofSeconds(86_390), Duration.ofSeconds(86_400));
  }

  @Test
  void getReadsThroughAndCaches() {
    requirements.save(CONTENT);
    node.module.delete(SharedCopy.KEY);
    assertThat(requirements.get()).contains(Requirements.of(CONTENT));
    assertThat(node.copy.look().requirements()).contains(Requirements.of(CONTENT));
  }

  @Test
  void getIsEmptyWithoutARow() {
    assertThat(requirements.get()).isEmpty();
    assertThat(requirements.warm()).isFalse();
  }

  @Test
  void aCachedCopyInAnyOtherFormIsReplaced() {
    requirements.save(CONTENT);
    String right = cached().orElseThrow();
    for (String wrong :
        new String[] {
          "",
          "no json",
          "null",
          "[]",
          "{\"content\":\"x\"}",
          "{\"content\":\"x\",\"hash\":\"abc\"}",
          right + " {}",
          right.replace("{\"content\"", "{\"more\":1,\"content\""),
        }) {
      cache(wrong);
      assertThat(requirements.get()).as(wrong).contains(Requirements.of(CONTENT));
      assertThat(cached()).as(wrong).contains(right);
    }
  }

  @Test
  void warmCachesTheRowOrRemovesAStaleCopy() {
    requirements.save(CONTENT);
    node.module.delete(SharedCopy.KEY);
    assertThat(requirements.warm()).isTrue();
    assertThat(cached()).isPresent();
    for (String change :
        new String[] {
          "is_deleted = true",
          "is_deleted = false, content = ' '",
          "content = null",
          "content = 'x', entity_type = 'workflow'",
          "entity_type = null"
        }) {
      database.execute("update workspace_files set " + change);
      cache("{\"stale\":1}");
      assertThat(requirements.warm()).as(change).isFalse();
      assertThat(cached()).as(change).isEmpty();
    }
    database.execute("delete from workspace_files");
    cache("{\"stale\":1}");
    assertThat(requirements.warm()).isFalse();
    assertThat(cached()).isEmpty();
  }

  @Test
  void aRowOfAnotherUseOrADeletedOneIsTakenOver() {
    requirements.save("old\n");
    database.execute(
        "update workspace_files set entity_type = 'module', is_deleted = true,"
            + " github_sha = 'abc', is_workflow = true, git_status = 'synced'");
    requirements.save(CONTENT);
    assertThat(database.row().orElseThrow().requirements()).contains(Requirements.of(CONTENT));
    assertThat(
            database.text(
                "select concat(github_sha, ' ', git_status, ' ', is_workflow) from"
                    + " workspace_files"))
        .hasValueSatisfying(kept -> assertThat(kept.toLowerCase()).matches("abc synced t(rue)?"));
    assertThat(database.text("select count(*) from workspace_files")).contains("1");
  }

  @Test
  void addingAPackageToARowOfAnotherUseKeepsItsLinesAndToADeletedOneStartsAnew() {
    requirements.save("old\n");
    database.execute("update workspace_files set entity_type = null");
    assertThat(requirements.addPackage("flask", "3.0").requirements().content())
        .isEqualTo("old\nflask==3.0\n");
    database.execute("update workspace_files set is_deleted = true");
    assertThat(requirements.addPackage("flask", null).requirements().content())
        .isEqualTo("flask\n");
  }

  @Test
  void packagesAreChangedInTheRowAndNeverInTheCachedCopy() {
    requirements.save(CONTENT);
    node.module.delete(SharedCopy.KEY);
    PackageResult added = requirements.addPackage("Django", "5.0");
    assertThat(added.updated()).isTrue();
    assertThat(added.cached()).isTrue();
    assertThat(added.requirements().content()).isEqualTo(CONTENT + "Django==5.0\n");
    assertThat(requirements.addPackage("django", "5.0").updated()).isFalse();
    assertThat(requirements.removePackage("Requests").requirements().content())
        .isEqualTo("flask==3.0.0\n# ü\nDjango==5.0\n");
    assertThat(requirements.removePackage("requests").updated()).isFalse();
    assertThat(requirements.get().orElseThrow().content())
        .isEqualTo("flask==3.0.0\n# ü\nDjango==5.0\n");
  }

  @Test
  void removingFromNothingChangesNothing() {
    PackageResult removed = requirements.removePackage("flask");
    assertThat(removed.updated()).isFalse();
    assertThat(removed.requirements()).isEqualTo(Requirements.of(""));
    assertThat(database.row()).isEmpty();
  }

  @Test
  void blankRequirementsAreSavedAndTakenFromTheCache() {
    requirements.save(CONTENT);
    assertThat(requirements.save(" \n").cached()).isFalse();
    assertThat(database.row().orElseThrow().content()).isEqualTo(" \n");
    assertThat(cached()).isEmpty();
    assertThat(requirements.get()).isEmpty();
  }

  @Test
  void contentThatCannotBeKeptIsRefusedAndNothingChanges() {
    requirements.save(CONTENT);
    for (String bad : new String[] {"a\0b", "a\ud800b", "\udc00", "a\ud800"}) {
      assertThatThrownBy(() -> requirements.save(bad)).isInstanceOf(IllegalArgumentException.class);
    }
    for (String bad : new String[] {"", "a b", "a\nb", "--index-url", "a; x", "-r x"}) {
      assertThatThrownBy(() -> requirements.addPackage(bad, null))
          .isInstanceOf(InvalidPackageException.class);
    }
    assertThat(requirements.get()).contains(Requirements.of(CONTENT));
  }

  @Test
  void setCachesOnlyWhatTheRowSays() {
    Requirements other = Requirements.of("other\n");
    assertThatThrownBy(() -> requirements.set("other\n", other.hash().toUpperCase()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("hash");
    assertThat(requirements.set(other.content(), other.hash())).isTrue();
    assertThat(requirements.get()).contains(other);
    requirements.save(CONTENT);
    assertThat(requirements.set(other.content(), other.hash())).isFalse();
    assertThat(node.copy.look().requirements()).contains(Requirements.of(CONTENT));
    assertThat(requirements.set(CONTENT, Requirements.of(CONTENT).hash())).isTrue();
    database.execute("delete from workspace_files");
    assertThat(requirements.set(other.content(), other.hash())).isFalse();
  }

  @Test
  void aSaveCanDependOnTheHashOfTheRow() {
    assertThatThrownBy(() -> requirements.save(CONTENT, SaveCondition.present()))
        .isInstanceOf(RequirementsChangedException.class);
    assertThat(database.row()).isEmpty();
    requirements.save(CONTENT, SaveCondition.absent());
    String hash = Requirements.of(CONTENT).hash();
    assertThatThrownBy(() -> requirements.save("x\n", SaveCondition.hashIn(Set.of("0"))))
        .isInstanceOf(RequirementsChangedException.class);
    assertThatThrownBy(() -> requirements.save("x\n", SaveCondition.absent()))
        .isInstanceOf(RequirementsChangedException.class);
    assertThat(requirements.get()).contains(Requirements.of(CONTENT));
    requirements.save("x\n", SaveCondition.hashIn(Set.of("0", hash)));
    assertThat(requirements.get()).contains(Requirements.of("x\n"));
  }

  @Test
  void aWrongHashInTheRowIsRecomputedAndCountedOnce() {
    requirements.save(CONTENT);
    database.execute("update workspace_files set content = 'drifted'");
    node.module.delete(SharedCopy.KEY);
    assertThat(requirements.get()).contains(Requirements.of("drifted"));
    assertThat(requirements.warm()).isTrue();
    assertThat(node.copy.look().requirements()).contains(Requirements.of("drifted"));
    assertThat(requirements.status().drifts()).isEqualTo(1);
  }

  @Test
  void updatedAtGrowsWithEachSaveWhateverTheClockSays() {
    requirements.save("a");
    database.execute(
        "update workspace_files set updated_at = timestamp '"
            + LocalDate.now(ZoneOffset.UTC).plusYears(1)
            + " 00:00:00'");
    long before = database.row().orElseThrow().version();
    requirements.save("b");
    assertThat(database.row().orElseThrow().version()).isEqualTo(before + 1);
  }

  @Test
  void aCallersTransactionIsJoinedAndItsCommitCaches() {
    requirements.save("before\n");
    node.transactions.begin();
    assertThat(requirements.save(CONTENT).cached()).isFalse();
    assertThat(requirements.addPackage("django", null).updated()).isTrue();
    assertThat(requirements.get().orElseThrow().content()).isEqualTo(CONTENT + "django\n");
    assertThat(requirements.warm()).isTrue();
    assertThat(node.transactions.isActive()).isTrue();
    assertThat(node.copy.look().requirements()).contains(Requirements.of("before\n"));
    assertThat(database.row().orElseThrow().content()).isEqualTo("before\n");
    node.transactions.commit();
    awaitCached(Requirements.of(CONTENT + "django\n"));
  }

  @Test
  void aRollbackLeavesRowAndCacheAsTheyWere() {
    requirements.save("before\n");
    long publications = requirements.status().publications();
    node.transactions.begin();
    requirements.save(CONTENT);
    requirements.removePackage("flask");
    node.transactions.rollback();
    assertThat(database.row().orElseThrow().content()).isEqualTo("before\n");
    assertThat(requirements.get()).contains(Requirements.of("before\n"));
    assertThat(requirements.status().publications()).isEqualTo(publications);
  }

  @Test
  void aFirstSaveThatIsRolledBackLeavesNoRow() {
    node.transactions.begin();
    requirements.save(CONTENT);
    assertThat(requirements.get()).contains(Requirements.of(CONTENT));
    node.transactions.rollback();
    assertThat(database.row()).isEmpty();
    assertThat(requirements.get()).isEmpty();
    assertThat(cached()).isEmpty();
  }

  @Test
  void aRefusedChangeLeavesTheCallersTransactionUsable() {
    requirements.save("a @ https://example.org/a.whl\n");
    node.transactions.begin();
    assertThatThrownBy(() -> requirements.addPackage("a", "1.0"))
        .isInstanceOf(PackageConflictException.class);
    assertThatThrownBy(() -> requirements.save("b", SaveCondition.hashIn(Set.of())))
        .isInstanceOf(RequirementsChangedException.class);
    requirements.save("c\n");
    node.transactions.commit();
    awaitCached(Requirements.of("c\n"));
  }

  @Test
  void aFenceFromAnotherHistoryIsOvercomeByANewVersionOfTheRow() {
    requirements.save(CONTENT);
    long version = database.row().orElseThrow().version();
    long fence = version + 60_000_000;
    node.module.set(
        SharedCopy.FENCE,
        Long.toString(fence).getBytes(StandardCharsets.US_ASCII),
        CacheModule.NO_EXPIRY);
    cache("{\"of\":\"another history\"}");
    assertThat(requirements.warm()).isTrue();
    assertThat(node.copy.look().requirements()).contains(Requirements.of(CONTENT));
    assertThat(database.row().orElseThrow().version()).isEqualTo(fence + 1);
    assertThat(node.copy.fence()).hasValue(fence + 1);
  }

  @Test
  void aFenceThatIsNoPossibleTimeIsSetAnew() {
    requirements.save(CONTENT);
    for (String fence : new String[] {"9223372036854775807", "no number", ""}) {
      node.module.set(
          SharedCopy.FENCE, fence.getBytes(StandardCharsets.US_ASCII), CacheModule.NO_EXPIRY);
      node.module.delete(SharedCopy.KEY);
      assertThat(requirements.warm()).as(fence).isTrue();
      assertThat(node.copy.look().requirements()).as(fence).contains(Requirements.of(CONTENT));
      assertThat(node.copy.fence()).hasValue(database.row().orElseThrow().version());
    }
  }
}
