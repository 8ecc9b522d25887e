package dev.larder.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Three attempts of a user from an address, ten from an address or of a user; a minute. */
class SignInAttemptsTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 1_000);
  private final SignInAttempts attempts =
      new SignInAttempts(new AttemptLimits(3, 10, MINUTE), nanoTime::get);

  @Test
  void aUserIsShutOutFromAnAddressAfterSoManyFailuresUntilTheWindowEnds() {
    assertThat(attempts.failed("bob", "1.1.1.1")).isFalse();
    assertThat(attempts.failed("bob", "1.1.1.1")).isFalse();
    assertThat(attempts.shutOut("bob", "1.1.1.1")).isEmpty();
    nanoTime.addAndGet(Duration.ofSeconds(20).toNanos());
    assertThat(attempts.failed("bob", "1.1.1.1")).isTrue();
    assertThat(attempts.shutOut("bob", "1.1.1.1")).contains(Duration.ofSeconds(40));
    assertThat(attempts.shutOut("bob", "2.2.2.2")).isEmpty();
    assertThat(attempts.shutOut("eve", "1.1.1.1")).isEmpty();
    nanoTime.addAndGet(Duration.ofSeconds(40).toNanos());
    assertThat(attempts.shutOut("bob", "1.1.1.1")).isEmpty();
    assertThat(attempts.failed("bob", "1.1.1.1")).isFalse();
  }

  @Test
  void successForgetsTheFailuresBeforeIt() {
    for (int i = 0; i < 30; i++) {
      attempts.failed("bob", "1.1.1.1");
      attempts.failed("bob", "1.1.1.1");
      attempts.succeeded("bob", "1.1.1.1");
      assertThat(attempts.shutOut("bob", "1.1.1.1")).isEmpty();
    }
  }

  @Test
  void anAddressThatTriesManyNamesIsShutOutForAllOfThem() {
    for (int i = 0; i < 10; i++) {
      assertThat(attempts.shutOut("name" + i, "1.1.1.1")).isEmpty();
      attempts.failed("name" + i, "1.1.1.1");
    }
    assertThat(attempts.shutOut("name10", "1.1.1.1")).isPresent();
    assertThat(attempts.shutOut("name10", "2.2.2.2")).isEmpty();
  }

  @Test
  void aUserWhoIsTriedFromManyAddressesIsShutOutFromNewOnes() {
    for (int i = 0; i < 10; i++) {
      attempts.failed("bob", "1.1.1." + i);
    }
    assertThat(attempts.shutOut("bob", "2.2.2.2")).isPresent();
    assertThat(attempts.shutOut("eve", "2.2.2.2")).isEmpty();
  }

  @Test
  void whoSignedInFromAnAddressBeforeIsNotShutOutThereByOthers() {
    attempts.succeeded("bob", "9.9.9.9");
    for (int i = 0; i < 50; i++) {
      attempts.failed("bob", "1.1.1." + i);
      attempts.failed("name" + i, "9.9.9.9");
    }
    assertThat(attempts.shutOut("bob", "9.9.9.9")).isEmpty();
    assertThat(attempts.shutOut("bob", "8.8.8.8")).isPresent();
    assertThat(attempts.shutOut("eve", "9.9.9.9")).isPresent();
    for (int i = 0; i < 3; i++) {
      attempts.failed("bob", "9.9.9.9");
    }
    assertThat(attempts.shutOut("bob", "9.9.9.9")).isPresent();
  }
}
