package dev.larder.requirements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.transaction.Status;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

class HeldTurnTest {

  private static final Duration LONG = Duration.ofSeconds(30);

  private final Semaphore turn = new Semaphore(1, true);

  @Test
  void theEndOfTheTransactionGivesTheTurnBackOnce() {
    HeldTurn held = new HeldTurn(turn);
    held.take(LONG);
    assertThat(turn.availablePermits()).isZero();
    held.afterCompletion(Status.STATUS_ROLLEDBACK);
    held.afterCompletion(Status.STATUS_ROLLEDBACK);
    assertThat(turn.availablePermits()).isOne();
  }

  @Test
  void whoDoesNotGetItInTimeGivesNothingBack() {
    new HeldTurn(turn).take(LONG);
    HeldTurn late = new HeldTurn(turn);
    assertThatThrownBy(() -> late.take(Duration.ofMillis(1)))
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining("locked the requirements");
    late.afterCompletion(Status.STATUS_ROLLEDBACK);
    assertThat(turn.availablePermits()).isZero();
  }

  @Test
  void aTransactionThatEndedWhileItWaitedKeepsNobodyWaiting() {
    HeldTurn given = new HeldTurn(turn);
    given.afterCompletion(Status.STATUS_ROLLEDBACK);
    assertThatThrownBy(() -> given.take(LONG)).isInstanceOf(DatabaseException.class);
    assertThat(turn.availablePermits()).isOne();
  }

  @Test
  void anInterruptedThreadStaysInterruptedAndHoldsNothing() {
    Thread.currentThread().interrupt();
    HeldTurn held = new HeldTurn(turn);
    assertThatThrownBy(() -> held.take(LONG)).isInstanceOf(DatabaseException.class);
    assertThat(Thread.interrupted()).isTrue();
    held.afterCompletion(Status.STATUS_ROLLEDBACK);
    assertThat(turn.availablePermits()).isOne();
  }
}
