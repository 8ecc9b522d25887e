package dev.larder.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class HistoryTest {

  private static final Duration LONG = Duration.ofMinutes(5);

  private final History history = new History(3);

  @Test
  void theOldestSampleGoesWhenThereAreTooMany() {
    for (int at = 1; at <= 5; at++) {
      history.add(sample(at));
    }
    assertThat(history.all()).extracting(Sample::at).containsExactly(3L, 4L, 5L);
  }

  @Test
  void whoHasSeenNothingGetsTheLatestSampleAtOnce() throws InterruptedException {
    history.add(sample(1));
    history.add(sample(2));
    History.Numbered latest = history.after(0, LONG).orElseThrow();
    assertThat(latest.sample().at()).isEqualTo(2);
    assertThat(latest.number()).isEqualTo(2);
  }

  @Test
  void whoHasSeenTheLatestWaitsForTheNext() throws Exception {
    history.add(sample(1));
    CompletableFuture<Optional<History.Numbered>> next = waiting(1);
    history.add(sample(2));
    assertThat(next.get().orElseThrow().sample().at()).isEqualTo(2);
  }

  @Test
  void aWaitEndsWhenNothingComesInTime() throws InterruptedException {
    history.add(sample(1));
    assertThat(history.after(1, Duration.ofMillis(20))).isEmpty();
    assertThat(history.after(7, Duration.ZERO)).isEmpty();
  }

  @Test
  void itsEndEndsAllWaitsAndThoseToCome() throws Exception {
    history.add(sample(1));
    CompletableFuture<Optional<History.Numbered>> next = waiting(1);
    history.close();
    assertThat(next.get()).isEmpty();
    assertThat(history.after(0, LONG)).isEmpty();
  }

  /** Another thread that waits already. */
  private CompletableFuture<Optional<History.Numbered>> waiting(long seen) {
    CompletableFuture<Optional<History.Numbered>> result = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                result.complete(history.after(seen, LONG));
              } catch (InterruptedException e) {
                result.completeExceptionally(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
    return result;
  }

  private static Sample sample(long at) {
    return new Sample(at, 0, 0, 0, 0, null, null, null, 0, null, null, null);
  }
}
