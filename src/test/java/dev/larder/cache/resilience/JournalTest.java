package dev.larder.cache.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.cache.KeyScan;
import dev.larder.cache.Ttl;
import dev.larder.cache.memory.MemoryStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

  private static final String STORE = "redis://cache:6379/0";
  private static final List<String> FOLDS = List.of("app:", "larder:http:app:");

  @TempDir private Path data;
  private final List<Journal> opened = new ArrayList<>();

  @AfterEach
  void close() {
    opened.forEach(Journal::close);
  }

  @Test
  void whatIsAcceptedIsThereAfterTheProcessIsGone() throws IOException {
    Journal journal = open();
    Set<Kept> removals = new LinkedHashSet<>();
    for (int i = 0; i < 1_000; i++) {
      removals.add(key("app:" + i));
      removals.add(new Kept.Scan(new KeyScan("app:", "user" + i + ":*", "", false)));
    }
    removals.forEach(kept -> assertThat(journal.keep(kept)).isTrue());
    Path left = abandon(journal);
    Journal next = open();
    assertThat(next.take(10_000)).containsExactlyInAnyOrderElementsOf(removals);
    next.done(List.copyOf(removals));
    assertThat(next.isEmpty()).isTrue();
    assertThat(left).doesNotExist();
    next.close();
    assertThat(files()).isEmpty();
  }

  @Test
  void aKeyRemovedAgainAndAgainIsKeptOnce() {
    Journal journal = open();
    for (int i = 0; i < 10_000; i++) {
      assertThat(journal.keep(key("app:k" + i % 3))).isTrue();
    }
    assertThat(journal.entries()).isEqualTo(3);
    assertThat(journal.bytes()).isEqualTo(3L * JournalRecords.of(key("app:k0")).length);
  }

  @Test
  void aKeyAskedForAgainWhileItIsCarriedOutStaysToBeCarriedOut() {
    Journal journal = open();
    assertThat(journal.keep(key("a"))).isTrue();
    assertThat(journal.keep(key("b"))).isTrue();
    List<Kept> taken = journal.take(10);
    assertThat(journal.keep(key("b"))).isTrue();
    assertThat(journal.keep(key("c"))).isTrue();
    journal.done(taken);
    assertThat(journal.take(10)).containsExactly(key("b"), key("c"));
  }

  @Test
  void whatWasTakenAndNotDoneIsTakenAgain() {
    Journal journal = open();
    for (int i = 0; i < 5; i++) {
      assertThat(journal.keep(key("k" + i))).isTrue();
    }
    List<Kept> taken = journal.take(3);
    journal.done(taken.subList(0, 1));
    assertThat(journal.take(10)).hasSize(4).doesNotContain(taken.get(0));
  }

  @Test
  void theFileShrinksWhenEverythingIsCarriedOutAndGoesWhenItIsClosed() throws IOException {
    Journal journal = open();
    long empty = Files.size(files().get(0));
    for (int round = 0; round < 3; round++) {
      assertThat(journal.keep(key("k"))).isTrue();
      assertThat(Files.size(files().get(0))).isGreaterThan(empty);
      journal.done(journal.take(1));
      assertThat(Files.size(files().get(0))).isEqualTo(empty);
    }
    journal.close();
    assertThat(files()).isEmpty();
  }

  @Test
  void onlyTheOwnerMayReadTheFile() throws IOException {
    assertThat(open().isDurable()).isTrue();
    assertThat(Files.getPosixFilePermissions(files().get(0))).hasSize(2);
  }

  @Test
  void aJournalThatIsInUseIsNotTakenOverAlsoNotInTheSameJvm() throws IOException {
    Journal first = open();
    assertThat(first.keep(key("k"))).isTrue();
    Journal second = open();
    assertThat(second.isEmpty()).isTrue();
    assertThat(second.keep(key("other"))).isTrue();
    assertThat(files()).hasSize(2);
    second.done(second.take(10));
    second.close();
    assertThat(files()).hasSize(1);
    Journal third = open();
    assertThat(third.isEmpty()).as("the first one still has it").isTrue();
    first.close();
    third.close();
    assertThat(open().take(10)).containsExactly(key("k"));
  }

  @Test
  void aJournalOfAnotherStoreIsLeftAlone() throws IOException {
    Journal other = new Journal(data, "redis://other:6379/0", FOLDS);
    other.start();
    assertThat(other.keep(key("k"))).isTrue();
    other.close();
    assertThat(open().isEmpty()).isTrue();
    assertThat(files()).hasSize(2);
  }

  @Test
  void aFileWhoseNameFitsButWhichNamesAnotherStoreIsLeftAlone() throws IOException {
    Journal mine = open();
    assertThat(mine.keep(key("k"))).isTrue();
    Path path = abandon(mine);
    byte[] foreign = JournalRecords.identity("redis://another:6379/0");
    Files.write(path, foreign);
    Journal next = open();
    assertThat(next.isEmpty()).isTrue();
    assertThat(path).hasBinaryContent(foreign);
    assertThat(files()).hasSize(2);
  }

  @Test
  void aTornEndLosesOnlyWhatWasNotAccepted() throws IOException {
    byte[] whole = abandoned(key("app:1"), key("app:2"), key("app:3"));
    int last = JournalRecords.of(key("app:3")).length;
    for (int cut = 1; cut < last; cut++) {
      write(Arrays.copyOf(whole, whole.length - cut));
      Journal next = open();
      assertThat(next.take(10)).as("cut %d", cut).containsExactly(key("app:1"), key("app:2"));
      next.done(next.take(10));
      next.close();
    }
  }

  @Test
  void aDamagedJournalRemovesEverythingUnderThePrefixesSoThatNothingIsForgotten()
      throws IOException {
    byte[] whole = abandoned(key("app:1"), key("app:2"), key("free"));
    Random random = new Random(7);
    for (int at = 0; at < whole.length; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= (byte) (1 << random.nextInt(8));
      write(damaged);
      Journal next = open();
      List<Kept> kept = next.take(10);
      assertThat(kept).as("changed at %d", at).contains(fold("app:"), fold("larder:http:app:"));
      next.done(kept);
      next.close();
      assertThat(files()).isEmpty();
    }
  }

  @Test
  void aFileCutAtAnyPlaceIsReadableAndTheNextProcessGoesOn() throws IOException {
    byte[] whole = abandoned(key("app:1"), key("app:2"));
    for (int cut = 0; cut <= whole.length; cut++) {
      write(Arrays.copyOf(whole, cut));
      Journal next = open();
      assertThat(next.keep(key("app:new"))).isTrue();
      abandon(next);
      Journal last = open();
      assertThat(last.take(10)).as("cut at %d", cut).contains(key("app:new"));
      last.done(last.take(10));
      last.close();
    }
  }

  @Test
  void leasesAreTakenBeforeEverythingElse() throws IOException {
    Journal journal = open();
    Kept all = new Kept.Scan(KeyScan.of("larder:lease:", "*"));
    for (Kept kept : List.of(key("a"), key("larder:lease:{a}"), key("b"), all)) {
      assertThat(journal.keep(kept)).isTrue();
    }
    List<Kept> leases = journal.take(10);
    assertThat(leases).containsExactly(key("larder:lease:{a}"), all);
    assertThat(journal.keep(key("larder:lease:{c}"))).isTrue();
    journal.done(leases);
    assertThat(journal.take(10)).containsExactly(key("larder:lease:{c}"));
    journal.done(journal.take(10));
    assertThat(journal.take(10)).containsExactly(key("a"), key("b"));
  }

  @Test
  void aRemovalThatIsRefusedWritesNothing() throws IOException {
    Journal journal = open(5, 1 << 20);
    for (int i = 0; i < 5; i++) {
      assertThat(journal.keep(key("free" + i))).isTrue();
    }
    Object file = identityOfTheFile();
    assertThat(journal.keep(key("free5"))).isFalse();
    assertThat(identityOfTheFile()).isEqualTo(file);
    assertThat(journal.keep(key("app:1"))).as("which can be folded").isTrue();
    assertThat(journal.take(10)).contains(fold("app:"));
  }

  private Object identityOfTheFile() throws IOException {
    assertThat(files()).hasSize(1);
    return Files.readAttributes(files().get(0), BasicFileAttributes.class).fileKey();
  }

  @Test
  void whenItIsFullTheLargestPrefixIsRemovedAsAWhole() throws IOException {
    Journal journal = open(100, 1 << 20);
    for (int i = 0; i < 60; i++) {
      assertThat(journal.keep(key("app:" + i))).isTrue();
    }
    for (int i = 0; i < 30; i++) {
      assertThat(journal.keep(key("larder:http:app:" + i))).isTrue();
    }
    for (int i = 0; i < 10; i++) {
      assertThat(journal.keep(key("free" + i))).isTrue();
    }
    assertThat(journal.folded()).isZero();
    assertThat(journal.keep(key("free10"))).isTrue();
    assertThat(journal.folded()).isEqualTo(1);
    assertThat(journal.entries()).isEqualTo(1 + 30 + 11);
    assertThat(journal.take(200)).contains(fold("app:")).doesNotContain(key("app:3"));
    for (int i = 0; i < 1_000; i++) {
      assertThat(journal.keep(key("app:more" + i))).isTrue();
    }
    abandon(journal);
    Journal next = open(100, 1 << 20);
    assertThat(next.take(2_000))
        .contains(fold("app:"), key("larder:http:app:7"), key("free10"))
        .hasSizeBetween(42, 100);
  }

  @Test
  void aFoldRemovesWhatThePrefixHasAndNothingElse() {
    MemoryStore store = new MemoryStore(1 << 20);
    store.start();
    List<String> inside = List.of("app:", "app:a", "app:x:y", "app:[*");
    List<String> outside = List.of("app", "apple", "other:app:a", "app:larder:x", "larder:app:");
    Stream.concat(inside.stream(), outside.stream())
        .forEach(each -> store.put(each, new byte[1], Ttl.NONE));
    assertThat(store.deleteMatching(fold("app:").scan())).isEqualTo(inside.size());
    assertThat(inside).noneMatch(store::exists);
    assertThat(outside).allMatch(store::exists);
    store.close();
  }

  @Test
  void aKeyThatAFoldDoesNotReachIsKeptByItself() {
    Journal journal = open(3, 1 << 20);
    for (int i = 0; i < 4; i++) {
      assertThat(journal.keep(key("app:" + i))).isTrue();
    }
    assertThat(journal.keep(key("app:larder:x"))).isTrue();
    assertThat(journal.take(10)).contains(key("app:larder:x"), fold("app:"));
  }

  @Test
  void whatFitsUnderNoPrefixIsRefusedWhenItIsFullOfSuch() {
    Journal journal = open(5, 1 << 20);
    for (int i = 0; i < 5; i++) {
      assertThat(journal.keep(key("free" + i))).isTrue();
    }
    assertThat(journal.keep(key("free5"))).isFalse();
    assertThat(journal.keep(key("free4"))).as("which is there already").isTrue();
    assertThat(journal.keep(key("app:1"))).as("by the removal of the whole prefix").isTrue();
    assertThat(journal.take(10)).hasSize(6).contains(fold("app:"));
  }

  @Test
  void theBytesAreBoundedToo() throws IOException {
    Journal journal = open(1_000_000, 10_000);
    for (int i = 0; i < 2_000; i++) {
      assertThat(journal.keep(key("app:" + "k".repeat(100) + i))).isTrue();
      assertThat(journal.bytes()).isLessThanOrEqualTo(10_000);
    }
    assertThat(journal.folded()).isPositive();
    assertThat(Files.size(files().get(0))).isLessThan(20_000);
    assertThat(journal.keep(key("x".repeat(20_000)))).isFalse();
    assertThat(journal.keep(key("app:" + "x".repeat(20_000)))).isTrue();
  }

  @Test
  void aReplayThatNeverCatchesUpDoesNotLetTheFileGrow() throws IOException {
    Journal journal = open(1_000, 10_000);
    for (int i = 0; i < 20_000; i++) {
      assertThat(journal.keep(key("free" + i))).isTrue();
      if (journal.entries() > 50) {
        journal.done(journal.take(25));
      }
    }
    assertThat(Files.size(files().get(0))).isLessThan(25_000);
    List<Kept> pending = journal.take(100);
    abandon(journal);
    assertThat(open().take(1_000)).containsAll(pending);
  }

  @Test
  void aRemovalUnderAFoldThatIsBeingCarriedOutIsKept() {
    Journal journal = open(3, 1 << 20);
    for (int i = 0; i < 4; i++) {
      assertThat(journal.keep(key("app:" + i))).isTrue();
    }
    List<Kept> taken = journal.take(10);
    assertThat(taken).containsExactly(fold("app:"));
    assertThat(journal.keep(key("app:late"))).isTrue();
    journal.done(taken);
    assertThat(journal.take(10)).containsExactly(key("app:late"));
  }

  @Test
  void aPatternUnderAFoldedPrefixIsCoveredByItAndOthersAreNot() {
    Fold app = new Fold("app:");
    Fold own = new Fold("larder:http:app:");
    assertThat(app.covers(scan("app:", "*", "", false))).isTrue();
    assertThat(app.covers(scan("app:", "user:*", "", false))).isTrue();
    assertThat(app.covers(scan("", "app:*", "", false))).isFalse();
    assertThat(app.covers(scan("app", "*", "", false))).isFalse();
    assertThat(app.covers(scan("app:", "*", "", true))).isFalse();
    assertThat(own.covers(scan("", "larder:http:app:*", "", true))).isTrue();
    assertThat(own.covers(scan("", "larder\\:http:app:x*", "", true))).isTrue();
    assertThat(own.covers(scan("", "*", "larder:http:app:", true))).isTrue();
    assertThat(own.covers(scan("", "larder:http:[a]pp:*", "", true))).isFalse();
    assertThat(own.covers(scan("", "larder:*", "", true))).isFalse();
  }

  @Test
  void whereNoFileCanBeMadeRemovalsAreKeptInMemoryAndThatIsSaid() throws IOException {
    Files.writeString(data.resolve("journal"), "in the way", StandardCharsets.UTF_8);
    Journal journal = open();
    assertThat(journal.isDurable()).isFalse();
    assertThat(journal.keep(key("app:1"))).isTrue();
    assertThat(journal.keep(key("app:2"))).isTrue();
    assertThat(journal.take(10)).containsExactly(key("app:1"), key("app:2"));
    journal.done(journal.take(10));
    Files.delete(data.resolve("journal"));
    assertThat(journal.keep(key("app:3"))).isTrue();
    assertThat(journal.isDurable()).as("since the directory is there").isTrue();
    abandon(journal);
    assertThat(open().take(10)).containsExactly(key("app:3"));
  }

  @Test
  void aThreadThatIsInterruptedWritesAllTheSame() throws IOException {
    Journal journal = open();
    Thread.currentThread().interrupt();
    try {
      assertThat(journal.keep(key("app:1"))).isTrue();
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(journal.keep(key("app:2"))).isTrue();
    assertThat(journal.isDurable()).isTrue();
    abandon(journal);
    assertThat(open().take(10)).containsExactlyInAnyOrder(key("app:1"), key("app:2"));
  }

  @Test
  void boundsAndPrefixesThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> new Journal(data, STORE, List.of("")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Journal(data, STORE, FOLDS, 0, 1 << 20))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 1");
    assertThatThrownBy(() -> new Journal(data, STORE, FOLDS, 1, 10))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private Journal open() {
    return open(Journal.DEFAULT_ENTRIES, Journal.DEFAULT_BYTES);
  }

  private Journal open(int entries, long bytes) {
    Journal journal = new Journal(data, STORE, FOLDS, entries, bytes);
    journal.start();
    opened.add(journal);
    return journal;
  }

  /** Leaves its file as a process does that is killed; returns the path. */
  private Path abandon(Journal journal) throws IOException {
    List<Path> before = files();
    Path path = before.get(before.size() - 1);
    byte[] content = Files.readAllBytes(path);
    journal.close();
    Files.createDirectories(data.resolve("journal"));
    Files.write(path, content);
    return path;
  }

  private byte[] abandoned(Kept... removals) throws IOException {
    Journal journal = open();
    for (Kept kept : removals) {
      assertThat(journal.keep(kept)).isTrue();
    }
    Path path = abandon(journal);
    byte[] content = Files.readAllBytes(path);
    Files.delete(path);
    return content;
  }

  private void write(byte[] content) throws IOException {
    Journal journal = open();
    Path path = files().get(0);
    journal.close();
    Files.write(path, content, StandardOpenOption.CREATE);
  }

  private List<Path> files() throws IOException {
    Path directory = data.resolve("journal");
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> paths = Files.list(directory)) {
      return paths.filter(path -> path.toString().endsWith(".log")).sorted().toList();
    }
  }

  private static Kept.Key key(String key) {
    return new Kept.Key(key);
  }

  private static Kept.Scan fold(String prefix) {
    return new Fold(prefix).removal();
  }

  private static Kept.Scan scan(String prefix, String glob, String required, boolean own) {
    return new Kept.Scan(new KeyScan(prefix, glob, required, own));
  }
}
