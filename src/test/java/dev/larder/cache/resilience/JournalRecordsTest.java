package dev.larder.cache.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.cache.KeyScan;
import dev.larder.cache.resilience.JournalRecords.Contents;
import dev.larder.cache.resilience.JournalRecords.End;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JournalRecordsTest {

  private static final String STORE = "redis://cache:6379/0";
  private static final List<String> TEXTS =
      List.of(
          "", "a", "app:k", "with\nbreak", "\u0000", "日本語", "😀", "*?[]\\^-", "k".repeat(5_000));

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);

  @Test
  void whatIsWrittenIsReadAgain() {
    List<Kept> removals = new ArrayList<>();
    for (String text : TEXTS) {
      removals.add(new Kept.Key(text));
      removals.add(new Kept.Scan(new KeyScan(text, "*", text, false)));
      removals.add(new Kept.Scan(new KeyScan("", text, "", true)));
    }
    Contents contents = JournalRecords.parse(file(removals), STORE);
    assertThat(contents.ours()).isTrue();
    assertThat(contents.end()).isEqualTo(End.WHOLE);
    assertThat(contents.removals()).isEqualTo(removals);
  }

  @Test
  void aFileCutAtAnyPlaceGivesTheRemovalsThatAreWhole() {
    List<Kept> removals = some(7);
    byte[] whole = file(removals);
    int[] ends = new int[removals.size() + 1];
    ends[0] = JournalRecords.identity(STORE).length;
    for (int i = 0; i < removals.size(); i++) {
      ends[i + 1] = ends[i] + JournalRecords.of(removals.get(i)).length;
    }
    for (int cut = 0; cut <= whole.length; cut++) {
      Contents contents = JournalRecords.parse(Arrays.copyOf(whole, cut), STORE);
      int at = cut;
      int complete = (int) Arrays.stream(ends).filter(end -> end <= at).count() - 1;
      boolean clean = cut == 0 || Arrays.stream(ends).anyMatch(end -> end == at);
      assertThat(contents.ours()).isTrue();
      assertThat(contents.removals())
          .as("seed %d, cut at %d", seed, cut)
          .isEqualTo(removals.subList(0, Math.max(complete, 0)));
      assertThat(contents.end()).as("cut at %d", cut).isEqualTo(clean ? End.WHOLE : End.TORN);
    }
  }

  @Test
  void aByteChangedAnywhereIsNoticedAndCostsOneRemovalUnlessItIsInALength() {
    List<Kept> removals = some(5);
    byte[] whole = file(removals);
    for (int at = 0; at < whole.length; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= (byte) (1 << random.nextInt(8));
      Contents contents = JournalRecords.parse(damaged, STORE);
      assertThat(contents.end()).as("seed %d, changed at %d", seed, at).isEqualTo(End.DAMAGED);
      assertThat(contents.removals())
          .as("seed %d, changed at %d", seed, at)
          .isEqualTo(readable(removals, at));
    }
  }

  /** What can be read when the byte at a place is not as it was written. */
  private static List<Kept> readable(List<Kept> removals, int changed) {
    int begin = JournalRecords.identity(STORE).length;
    if (changed < begin) {
      return List.of();
    }
    for (int i = 0; i < removals.size(); i++) {
      int end = begin + JournalRecords.of(removals.get(i)).length;
      if (changed < end) {
        List<Kept> others = new ArrayList<>(removals.subList(0, i));
        if (changed >= begin + 8) {
          others.addAll(removals.subList(i + 1, removals.size()));
        }
        return others;
      }
      begin = end;
    }
    return removals;
  }

  @Test
  void anEndOfZerosOrOfNoiseIsDamageAndNoRemoval() {
    List<Kept> removals = some(3);
    for (int round = 0; round < 500; round++) {
      byte[] tail = new byte[12 + random.nextInt(100)];
      if (round > 0) {
        random.nextBytes(tail);
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.writeBytes(file(removals));
      out.writeBytes(tail);
      Contents contents = JournalRecords.parse(out.toByteArray(), STORE);
      assertThat(contents.end()).as("seed %d, round %d", seed, round).isEqualTo(End.DAMAGED);
      assertThat(contents.removals()).isEqualTo(removals);
    }
  }

  @Test
  void aFileOfAnotherStoreIsNotOurs() {
    Contents contents = JournalRecords.parse(file(some(3)), "redis://other:6379/0");
    assertThat(contents.ours()).isFalse();
    assertThat(contents.removals()).isEmpty();
  }

  private List<Kept> some(int number) {
    List<Kept> removals = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      String text = TEXTS.get(random.nextInt(TEXTS.size() - 1)) + i;
      removals.add(
          random.nextBoolean()
              ? new Kept.Key(text)
              : new Kept.Scan(new KeyScan("app:", text, "", random.nextBoolean())));
    }
    return removals;
  }

  static byte[] file(List<Kept> removals) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(JournalRecords.identity(STORE));
    removals.forEach(kept -> out.writeBytes(JournalRecords.of(kept)));
    return out.toByteArray();
  }
}
