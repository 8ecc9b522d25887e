package dev.larder.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.cache.ChangeFeed;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What several links together confirm, and what they do not. */
class TrackingBoardTest {

  private final List<String> told = new ArrayList<>();
  private final TrackingBoard<String, String> board =
      new TrackingBoard<>(
          new ChangeFeed.Listener() {
            @Override
            public void changed(String key) {
              told.add(key);
            }

            @Override
            public void allChanged() {
              told.add("ALL");
            }

            @Override
            public void confirmed(long nanoTime) {
              told.add("@" + nanoTime);
            }
          });

  private List<String> told() {
    List<String> all = List.copyOf(told);
    told.clear();
    return all;
  }

  @Test
  void aLinkTellsAndConfirmsAfterEverythingBeforeItWasForgotten() {
    board.expect(Set.of("a"));
    board.tracked("a", "link");
    board.confirmed("a", "link", 5);
    board.changed("a", "link", "k");
    board.confirmed("a", "link", 7);
    assertThat(told()).containsExactly("ALL", "ALL", "@5", "k", "@7");
  }

  @Test
  void severalLinksConfirmTheEarliestOfTheirMomentsAndNothingWhileOneIsMissing() {
    board.expect(Set.of("a", "b"));
    board.tracked("a", "la");
    board.confirmed("a", "la", 5);
    board.tracked("b", "lb");
    told();
    board.confirmed("a", "la", 10);
    assertThat(told()).isEmpty();
    board.confirmed("b", "lb", 8);
    board.confirmed("a", "la", 12);
    board.confirmed("b", "lb", 11);
    assertThat(told()).containsExactly("@8", "@8", "@11");
    board.lost("a", "la");
    board.confirmed("b", "lb", 13);
    assertThat(told()).containsExactly("ALL");
    board.tracked("a", "la2");
    board.confirmed("b", "lb", 14);
    assertThat(told()).containsExactly("ALL");
    board.confirmed("a", "la2", 15);
    assertThat(told()).containsExactly("@14");
  }

  @Test
  void momentsAreComparedByTheirDifference() {
    board.expect(Set.of("a", "b"));
    board.tracked("a", "la");
    board.tracked("b", "lb");
    told();
    board.confirmed("a", "la", Long.MAX_VALUE - 1);
    board.confirmed("b", "lb", Long.MIN_VALUE + 5);
    assertThat(told()).containsExactly("@" + (Long.MAX_VALUE - 1));
  }

  @Test
  void aServerThatComesOrGoesMakesEveryKeyOneThatMayHaveChanged() {
    board.expect(Set.of("a"));
    board.tracked("a", "la");
    board.confirmed("a", "la", 1);
    told();
    board.expect(Set.of("a"));
    assertThat(told()).isEmpty();
    board.expect(Set.of("a", "b"));
    board.confirmed("a", "la", 2);
    assertThat(told()).containsExactly("ALL");
    board.tracked("b", "lb");
    board.confirmed("b", "lb", 3);
    assertThat(told()).containsExactly("ALL", "@2");
    board.expect(Set.of("b"));
    board.changed("a", "la", "k");
    board.confirmed("a", "la", 9);
    board.lost("a", "la");
    board.confirmed("b", "lb", 10);
    assertThat(told()).containsExactly("ALL", "@10");
    board.expect(Set.of());
    board.confirmed("b", "lb", 11);
    assertThat(told()).containsExactly("ALL");
  }

  @Test
  void aLinkThatWasReplacedIsNotListenedTo() {
    board.expect(Set.of("a"));
    board.tracked("a", "old");
    board.tracked("a", "new");
    told();
    board.changed("a", "old", "k");
    board.allChanged("a", "old");
    board.confirmed("a", "old", 9);
    board.lost("a", "old");
    assertThat(told()).isEmpty();
    board.confirmed("a", "new", 3);
    board.allChanged("a", "new");
    assertThat(told()).containsExactly("@3", "ALL");
  }

  @Test
  void nobodyIsToldAnythingAfterTheEnd() {
    board.expect(Set.of("a"));
    board.tracked("a", "la");
    told();
    board.close();
    board.changed("a", "la", "k");
    board.confirmed("a", "la", 1);
    board.lost("a", "la");
    board.tracked("a", "lb");
    board.expect(Set.of("b"));
    assertThat(told()).isEmpty();
  }
}
