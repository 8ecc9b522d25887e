package dev.larder.requirements;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class PublisherTest {

  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private final List<Published> told = new ArrayList<>();
  private final List<Runnable> during = new ArrayList<>();
  private Published next = new Published.Removed();
  private int publications;

  private final Publisher publisher =
      new Publisher(
          () -> {
            publications++;
            List<Runnable> now = List.copyOf(during);
            during.clear();
            now.forEach(Runnable::run);
            return next;
          },
          tasks::add,
          told::add);

  @Test
  void everybodyWhoAsksBeforeItBeginsIsServedByOnePublication() {
    CompletableFuture<Published> first = publisher.request();
    CompletableFuture<Published> second = publisher.request();
    assertThat(tasks).hasSize(1);
    tasks.remove().run();
    assertThat(first).isCompletedWithValue(next);
    assertThat(second).isCompletedWithValue(next);
    assertThat(publications).isEqualTo(1);
    assertThat(publisher.isBehind()).isFalse();
  }

  @Test
  void whoAsksWhileOneRunsIsServedByTheNextAndNotByThatOne() {
    List<CompletableFuture<Published>> later = new ArrayList<>();
    during.add(() -> later.add(publisher.request()));
    during.add(() -> later.add(publisher.request()));
    var unused = publisher.request();
    tasks.remove().run();
    assertThat(publications).isEqualTo(2);
    assertThat(later).allSatisfy(future -> assertThat(future).isCompleted());
    assertThat(tasks).isEmpty();
    assertThat(told).hasSize(2);
  }

  @Test
  void aFailureLeavesItBehindUntilOneSucceeds() {
    next = new Published.Failed(new IllegalStateException("away"));
    var unused = publisher.request();
    tasks.remove().run();
    assertThat(publisher.isBehind()).isTrue();
    next = new Published.Removed();
    var again = publisher.request();
    tasks.remove().run();
    assertThat(again).isCompleted();
    assertThat(publisher.isBehind()).isFalse();
  }

  @Test
  void anErrorOfTheProgramIsAnAnswerToo() {
    during.add(
        () -> {
          throw new IllegalArgumentException("a bug");
        });
    CompletableFuture<Published> asked = publisher.request();
    tasks.remove().run();
    assertThat(asked.join()).isInstanceOf(Published.Failed.class);
    assertThat(publisher.request()).isNotNull();
    assertThat(tasks).hasSize(1);
  }

  @Test
  void waitingEndsAtItsBoundAndThePublicationStillHappens() {
    assertThat(publisher.requestAndWait(Duration.ofMillis(1))).isInstanceOf(Published.Failed.class);
    assertThat(publisher.isBehind()).isTrue();
    tasks.remove().run();
    assertThat(publications).isEqualTo(1);
    assertThat(publisher.isBehind()).isFalse();
  }

  @Test
  void aServerThatStopsGivesAnAnswerAtOnce() {
    Publisher stopping =
        new Publisher(
            () -> next,
            task -> {
              throw new RejectedExecutionException("stopping");
            },
            told::add);
    assertThat(stopping.request().join()).isInstanceOf(Published.Failed.class);
    assertThat(stopping.request().join()).isInstanceOf(Published.Failed.class);
  }
}
