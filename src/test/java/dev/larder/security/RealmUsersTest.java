package dev.larder.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.rest.Roles;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Sign-in with users whom only the server's realm knows. */
class RealmUsersTest {

  private final AtomicLong now = new AtomicLong();
  private final AtomicInteger asked = new AtomicInteger();
  private final Map<String, Set<String>> directory = new HashMap<>();
  private final RealmLogin login =
      (name, password) -> {
        asked.incrementAndGet();
        return password.equals("right")
            ? Optional.ofNullable(directory.get(name))
            : Optional.empty();
      };
  private final Accounts own =
      new Accounts("admin-password", List.of(), new SecureRandom(), 1_000, System::nanoTime);
  private final SignIn signIn =
      new SignIn(
          () -> own,
          Optional.of(new RealmUsers(new SecureRandom(), now::get)),
          new SignInAttempts(new AttemptLimits(5, 50, Duration.ofHours(1)), now::get),
          2);

  @Test
  void aUserOfTheRealmHasTheRolesOfTheGroupsAndThoseThatTheyInclude() {
    directory.put("ada", Set.of(Roles.WRITER));
    Account ada = known("ada");
    assertThat(ada.principal()).isEqualTo("ada");
    assertThat(ada.roles()).containsExactlyInAnyOrder(Roles.WRITER, Roles.READER);
    assertThat(ada.prefix()).isEmpty();
    directory.put("eve", Set.of());
    assertThat(known("eve").roles()).isEmpty();
  }

  @Test
  void aRightPasswordIsRememberedForAMinuteAndNoOtherOne() {
    directory.put("ada", Set.of(Roles.READER));
    known("ada");
    known("ada");
    assertThat(asked).hasValue(1);
    assertThat(attempt("ada", "wrong")).isEqualTo(new SignIn.Wrong("ada", false));
    assertThat(asked).hasValue(2);
    directory.clear();
    known("ada");
    now.addAndGet(RealmUsers.REMEMBERED.toNanos());
    assertThat(attempt("ada", "right")).isEqualTo(new SignIn.Wrong("ada", false));
  }

  @Test
  void whomLarderKnowsByItselfIsNeverLookedForInTheRealm() {
    directory.put("admin", Set.of(Roles.ADMIN));
    assertThat(attempt("admin", "right")).isEqualTo(new SignIn.Wrong("admin", false));
    assertThat(attempt("admin", "admin-password")).isInstanceOf(SignIn.Known.class);
    assertThat(asked).hasValue(0);
  }

  @Test
  void guessingAtUsersOfTheRealmIsBoundedAsItIsForOthers() {
    directory.put("ada", Set.of(Roles.READER));
    for (int i = 1; i <= 5; i++) {
      assertThat(attempt("ada", "wrong" + i)).isEqualTo(new SignIn.Wrong("ada", i == 5));
    }
    assertThat(attempt("ada", "right")).isInstanceOf(SignIn.ShutOut.class);
    assertThat(asked).hasValue(5);
  }

  @Test
  void aTokenNeverAsksTheRealm() {
    signIn.attempt(new Credentials.Token("right"), "1.1.1.1", login);
    assertThat(asked).hasValue(0);
  }

  private Account known(String name) {
    SignIn.Result result = attempt(name, "right");
    assertThat(result).isInstanceOf(SignIn.Known.class);
    return ((SignIn.Known) result).account();
  }

  private SignIn.Result attempt(String name, String password) {
    return signIn.attempt(new Credentials.Password(name, password), "1.1.1.1", login);
  }
}
