package dev.larder.cache.tiered;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.cache.CacheException;
import dev.larder.cache.CacheException.Reason;
import dev.larder.cache.KeyScan;
import dev.larder.cache.Ttl;
import dev.larder.cache.WriteCondition;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A node sees what it has written, whatever became of the writing. */
class TieredWritesTest extends TieredFixture {

  /** An operation that may change the key "k". */
  record Change(String name, Work work) {
    interface Work {
      void on(TieredStore store);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static final byte[] NEW = bytes("2");

  static List<Change> changes() {
    return List.of(
        new Change("put", store -> store.put("k", NEW, Ttl.NONE)),
        new Change("delete", store -> store.delete("k")),
        new Change("increment", store -> store.increment("k", 1)),
        new Change("putAll", store -> store.putAll(Map.of("k", NEW, "x", NEW), Ttl.NONE)),
        new Change(
            "putIf absent", store -> store.putIf("k", NEW, Ttl.NONE, WriteCondition.ifAbsent())),
        new Change(
            "putIf equals",
            store -> store.putIf("k", NEW, Ttl.NONE, WriteCondition.ifEquals(bytes("1")))),
        new Change(
            "putIf newer",
            store -> store.putIf("k", NEW, Ttl.NONE, WriteCondition.ifNewer("fence", 7))),
        new Change(
            "the fence of a putIf",
            store -> store.putIf("x", NEW, Ttl.NONE, WriteCondition.ifNewer("k", 7))),
        new Change(
            "deleteIf", store -> store.deleteIf("k", WriteCondition.ifStartsWith(new byte[0]))),
        new Change(
            "the fence of a deleteIf",
            store -> store.deleteIf("x", WriteCondition.ifNewer("k", 7))),
        new Change("deleteAll", store -> store.deleteAll(List.of("x", "k"))),
        new Change("deleteMatching", store -> store.deleteMatching(KeyScan.of("", "[a-k]"))));
  }

  /** Returns the message of the failure, or "" when there is none. */
  private String attempt(Change change) {
    try {
      change.work.on(store);
      return "";
    } catch (CacheException e) {
      return String.valueOf(e.getMessage());
    }
  }

  static Stream<Arguments> changesAndOutcomes() {
    return changes().stream()
        .flatMap(
            change ->
                Stream.of(null, Reason.UNAVAILABLE, Reason.DEFERRED, Reason.TOO_LARGE)
                    .map(outcome -> Arguments.of(change, outcome)));
  }

  @ParameterizedTest
  @MethodSource("changesAndOutcomes")
  void aReadDuringAChangeDoesNotFindTheCopyAndOneAfterItAsksAgain(
      Change change, @Nullable Reason outcome) {
    writtenElsewhere("k", "1");
    confirm();
    read("k");
    AtomicBoolean changed = new AtomicBoolean();
    int[] reads = new int[1];
    remote.thenAlways(
        operation -> {
          if (changed.getAndSet(true)) {
            return;
          }
          // The copy is gone before the store is asked; the answer to this read is kept.
          reads[0] = remote.reads.get();
          read("k");
          assertThat(remote.reads).hasValue(reads[0] + 1);
          if (outcome != null) {
            throw new CacheException(outcome, "as the test wants it");
          }
        });
    String failure = attempt(change);
    if (outcome != null) {
      assertThat(failure).isEqualTo("as the test wants it");
    }
    assertThat(changed).isTrue();
    int before = remote.reads.get();
    assertThat(read("k")).isEqualTo(text(memory.get("k")));
    assertThat(remote.reads).hasValue(before + 1);
  }

  @ParameterizedTest
  @MethodSource("changes")
  void anAnswerAskedForBeforeAChangeIsNotKeptAfterIt(Change change) {
    writtenElsewhere("k", "1");
    confirm();
    remote.then(read -> attempt(change));
    assertThat(read("k")).isEqualTo("1");
    assertThat(read("k")).isEqualTo(text(memory.get("k")));

    memory.put("k", bytes("1"), Ttl.NONE);
    feed.says().changed("k");
    remote.then(read -> attempt(change));
    assertThat(text(store.getAll(List.of("k")).get(0))).isEqualTo("1");
    assertThat(read("k")).isEqualTo(text(memory.get("k")));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void aChangeKeepsTheCopiesOfOtherKeys(Change change) {
    writtenElsewhere("k", "1");
    writtenElsewhere("other", "v");
    confirm();
    read("other");
    int before = remote.reads.get();
    change.work.on(store);
    read("other");
    assertThat(remote.reads).hasValue(before);
  }
}
