package dev.larder.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class SignInTest {

  private static final int PLACES = 2;
  private static final RealmLogin NOBODY = (name, password) -> Optional.empty();

  private final Map<String, String> settings =
      Map.of(
          "larder.security.token.ci.sha256",
          // SHA-256 of "tok"
          "1a7674eb4ee78df7e1ac439a93c3fa8e3c945784d4dec9fd8e3011738b2f1d62",
          "larder.security.token.ci.roles",
          "reader");
  private final Accounts accounts =
      new Accounts(
          "right",
          AccountSettings.read(settings.keySet(), key -> Optional.ofNullable(settings.get(key))),
          new SecureRandom(),
          20_000,
          System::nanoTime);
  private final SignIn signIn =
      new SignIn(
          () -> accounts,
          Optional.empty(),
          new SignInAttempts(new AttemptLimits(5, 50, Duration.ofHours(1)), System::nanoTime),
          PLACES);

  @Test
  void theRightPasswordIsNotLookedAtAnyMoreAfterTooManyWrongOnes() {
    for (int i = 1; i <= 5; i++) {
      assertThat(password("admin", "wrong" + i, "1.1.1.1"))
          .isEqualTo(new SignIn.Wrong("admin", i == 5));
    }
    assertThat(password("admin", "right", "1.1.1.1")).isInstanceOf(SignIn.ShutOut.class);
    assertThat(password("admin", "right", "2.2.2.2")).isInstanceOf(SignIn.Known.class);
    // Nor is it when it is remembered, or else it could be guessed there without bound.
    assertThat(password("admin", "right", "1.1.1.1")).isInstanceOf(SignIn.ShutOut.class);
  }

  @Test
  void anUnknownUserIsTreatedAsAKnownOne() {
    for (String name : List.of("admin", "nobody", "")) {
      for (int i = 1; i <= 5; i++) {
        assertThat(password(name, "wrong", "1.1.1.1")).isEqualTo(new SignIn.Wrong(name, i == 5));
      }
      assertThat(password(name, "wrong", "1.1.1.1")).isInstanceOf(SignIn.ShutOut.class);
    }
  }

  @Test
  void aWrongTokenIsShutOutAndARightOneStaysUsableWhereItWasUsed() {
    assertThat(token("tok", "1.1.1.1")).isInstanceOf(SignIn.Known.class);
    for (int i = 0; i < 60; i++) {
      token("wrong" + i, "1.1.1.1");
      token("wrong" + i, "2.2.2.2");
    }
    assertThat(token("wrong", "1.1.1.1")).isInstanceOf(SignIn.ShutOut.class);
    assertThat(token("tok", "1.1.1.1")).isInstanceOf(SignIn.Known.class);
    assertThat(token("tok", "2.2.2.2")).isInstanceOf(SignIn.ShutOut.class);
    assertThat(token("tok", "3.3.3.3")).isInstanceOf(SignIn.Known.class);
  }

  @Test
  void manyRequestsAtOnceWithTheRightPasswordAllGetIn() throws Exception {
    List<SignIn.Result> results = atOnce(64, i -> password("admin", "right", "1.1.1.1"));
    assertThat(results).allMatch(SignIn.Known.class::isInstance);
  }

  @Test
  void guessingInParallelExceedsTheLimitsByThePlacesAtMost() throws Exception {
    for (int round = 0; round < 5; round++) {
      String address = "1.1.1." + round;
      List<SignIn.Result> ofOne = atOnce(64, i -> password("admin", "wrong" + i, address));
      assertThat(ofOne.stream().filter(SignIn.Wrong.class::isInstance).count()).isEqualTo(5);
    }
    List<SignIn.Result> ofMany = atOnce(150, i -> password("name" + i, "wrong", "2.2.2.2"));
    assertThat(ofMany.stream().filter(SignIn.Wrong.class::isInstance).count())
        .isBetween(50L, 50L + PLACES);
  }

  private SignIn.Result password(String name, String password, String address) {
    return signIn.attempt(new Credentials.Password(name, password), address, NOBODY);
  }

  private SignIn.Result token(String token, String address) {
    return signIn.attempt(new Credentials.Token(token), address, NOBODY);
  }

  private interface Attempt {
    SignIn.Result make(int index);
  }

  private static List<SignIn.Result> atOnce(int many, Attempt attempt) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(16);
    try {
      List<Callable<SignIn.Result>> calls = new ArrayList<>();
      for (int i = 0; i < many; i++) {
        int index = i;
        calls.add(() -> attempt.make(index));
      }
      List<SignIn.Result> results = new ArrayList<>();
      for (Future<SignIn.Result> future : threads.invokeAll(calls)) {
        results.add(future.get());
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }
}
