package dev.larder.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccountsTest {

  private static final String TOKEN_HASH =
      // SHA-256 of "tok"
      "1a7674eb4ee78df7e1ac439a93c3fa8e3c945784d4dec9fd8e3011738b2f1d62";

  private final Map<String, String> settings = new HashMap<>();
  private final AtomicLong nanoTime = new AtomicLong(42);

  @Test
  void theAdminHasAllRolesAndEveryKey() {
    Account admin = accounts().withPassword("admin", "admin-password").orElseThrow();
    assertThat(admin.roles()).containsExactlyInAnyOrder("admin", "writer", "reader");
    assertThat(admin.reaches("any")).isTrue();
    assertThat(accounts().withPassword("admin", "other")).isEmpty();
    assertThat(accounts().withPassword("admin", "")).isEmpty();
  }

  @Test
  void aUserHasTheRolesGivenAndThoseTheyInclude() {
    user("bob", "writer");
    Account bob = accounts().withPassword("bob", "sécret").orElseThrow();
    assertThat(bob.roles()).containsExactlyInAnyOrder("writer", "reader");
    assertThat(accounts().withPassword("bob", "secret")).isEmpty();
    assertThat(accounts().withPassword("Bob", "sécret")).isEmpty();
    assertThat(accounts().withPassword("nobody", "sécret")).isEmpty();
  }

  @Test
  void aPasswordThatWasRightOnceOpensNothingElse() {
    user("bob", "reader");
    user("eve", "reader");
    Accounts accounts = accounts();
    assertThat(accounts.withPassword("bob", "sécret")).isPresent();
    assertThat(accounts.withPassword("bob", "sécret")).isPresent();
    assertThat(accounts.withPassword("bob", "sécret2")).isEmpty();
    assertThat(accounts.withPassword("admin", "sécret")).isEmpty();
    assertThat(accounts.withPassword("bob", "sécret")).isPresent();
  }

  @Test
  void aRightPasswordIsRememberedForFiveMinutesAndOnlyThat() {
    user("bob", "reader");
    Accounts accounts = accounts();
    assertThat(accounts.remembered("bob", "sécret")).isEmpty();
    assertThat(accounts.withPassword("bob", "wrong")).isEmpty();
    assertThat(accounts.remembered("bob", "wrong")).isEmpty();
    assertThat(accounts.withPassword("bob", "sécret")).isPresent();
    assertThat(accounts.remembered("bob", "sécret").orElseThrow().principal()).isEqualTo("bob");
    assertThat(accounts.remembered("bob", "sécret2")).isEmpty();
    assertThat(accounts.remembered("admin", "sécret")).isEmpty();
    assertThat(accounts.remembered("nobody", "sécret")).isEmpty();
    nanoTime.addAndGet(Duration.ofMinutes(5).toNanos() - 1);
    assertThat(accounts.remembered("bob", "sécret")).isPresent();
    nanoTime.incrementAndGet();
    assertThat(accounts.remembered("bob", "sécret")).isEmpty();
  }

  @Test
  void changedAccountsRememberNothingAndKeepTheAdminUnlessAPasswordIsGiven() {
    user("bob", "reader");
    Accounts before = accounts();
    assertThat(before.withPassword("bob", "sécret")).isPresent();
    Accounts without = before.changedTo(Optional.empty(), List.of(), new SecureRandom());
    assertThat(without.remembered("bob", "sécret")).isEmpty();
    assertThat(without.withPassword("bob", "sécret")).isEmpty();
    assertThat(before.knows("bob")).isTrue();
    assertThat(without.knows("bob")).isFalse();
    assertThat(without.withPassword("admin", "admin-password")).isPresent();
    Accounts given = without.changedTo(Optional.of("new"), List.of(), new SecureRandom());
    assertThat(given.withPassword("admin", "new")).isPresent();
    assertThat(given.withPassword("admin", "admin-password")).isEmpty();
  }

  @Test
  void aPrefixIsTakenLiterally() {
    user("bob", "writer");
    settings.put("larder.security.user.bob.prefix", "a*:");
    Account bob = accounts().withPassword("bob", "sécret").orElseThrow();
    assertThat(bob.reaches("a*:key")).isTrue();
    assertThat(bob.reaches("ab:key")).isFalse();
    assertThat(bob.reaches("a*")).isFalse();
  }

  @Test
  void aTokenIsNoUserOfTheSameName() {
    user("ci", "reader");
    settings.put("larder.security.token.ci.sha256", TOKEN_HASH.toUpperCase(java.util.Locale.ROOT));
    settings.put("larder.security.token.ci.roles", "admin");
    Accounts accounts = accounts();
    assertThat(accounts.withToken("tok").orElseThrow().principal()).isEqualTo("token:ci");
    assertThat(accounts.withToken("tok2")).isEmpty();
    assertThat(accounts.withToken(TOKEN_HASH)).isEmpty();
    assertThat(accounts.withToken("tok").orElseThrow().roles()).contains("admin");
    assertThat(accounts.withPassword("ci", "sécret").orElseThrow().roles())
        .containsExactly("reader");
    assertThat(accounts.knows("token:ci")).isFalse();
  }

  @Test
  void namesMayHaveDotsDashesAndUpperCase() {
    user("My.App-1", "reader");
    assertThat(accounts().withPassword("My.App-1", "sécret")).isPresent();
  }

  @Test
  void theEnvironmentNamesUsersWithDashes() {
    settings.put("LARDER_SECURITY_USER_MY_APP_PASSWORD", PasswordHashTest.SECRET);
    settings.put("LARDER_SECURITY_USER_MY_APP_ROLES", "reader");
    assertThat(accounts().withPassword("my-app", "sécret")).isPresent();
    assertThat(accounts().withPassword("MY_APP", "sécret")).isEmpty();
  }

  @Test
  void theEnvironmentCompletesAUserThatAnotherSourceNames() {
    settings.put("LARDER_SECURITY_USER_MY_APP_PASSWORD", PasswordHashTest.SECRET);
    settings.put("larder.security.user.My.app.roles", "reader");
    assertThat(accounts().withPassword("My.app", "sécret")).isPresent();
    assertThat(accounts().withPassword("my-app", "sécret")).isEmpty();
  }

  @Test
  void aVariableThatTheServerListsAsAKeyOfItsOwnMakingAsWellIsTheSameSetting() {
    settings.put("LARDER_SECURITY_ADMIN_PASSWORD", "top-secret");
    settings.put("larder.security.admin.password", "top-secret");
    settings.put("LARDER_SECURITY_USER_MY_APP_PASSWORD", PasswordHashTest.SECRET);
    settings.put("larder.security.user.my.app.password", PasswordHashTest.SECRET);
    settings.put("LARDER_SECURITY_USER_MY_APP_ROLES", "reader");
    settings.put("larder.security.user.my.app.roles", "reader");
    assertThat(accounts().withPassword("my-app", "sécret")).isPresent();
    assertThat(accounts().withPassword("my.app", "sécret")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "larder.security.user.bob.roles, root, 'reader, writer, admin'",
    "larder.security.user.bob.roles, 'reader,', 'reader, writer, admin'",
    "larder.security.user.bob.roles, 'READER', 'reader, writer, admin'",
    "larder.security.user.bob.roles, '', is missing",
    "larder.security.user.bob.password, '', is missing",
    "larder.security.user.bob.password, top-secret, PBKDF2WithHmacSHA256",
    "larder.security.user.bob.prefix, '', has no value",
    "LARDER_SECURITY_USER_BOB_PREFIX, '', has no value",
    "larder.security.user.bob.pasword, x, not a setting",
    "larder.security.user.admin.password, x, built in",
    "larder.security.user.a:b.password, x, no colon",
    "larder.security.token.t.sha256, top-secret, 64 hex digits",
    "larder.security.tokens.t.sha256, x, not a setting",
    "larder.security.admin.password, x, not a setting",
    "LARDER_SECURITY_USER_BOB_PASSWD, x, not a setting",
  })
  void aWrongSettingIsRefusedWithItsKeyAndWhatIsAllowed(String key, String value, String allowed) {
    user("bob", "reader");
    settings.put("larder.security.token.t.roles", "reader");
    settings.put("larder.security.token.t.sha256", TOKEN_HASH);
    settings.put(key, value);
    assertThatIllegalArgumentException()
        .isThrownBy(this::accounts)
        .withMessageContaining(settingOf(key))
        .withMessageContaining(allowed)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("top-secret"));
  }

  /** What the message names at least: the account, in the spelling of a key. */
  private static String settingOf(String key) {
    return key.equals("LARDER_SECURITY_USER_BOB_PREFIX")
        ? "larder.security.user.bob"
        : key.replaceAll("\\.[a-z0-9]+$", "");
  }

  private void user(String name, String roles) {
    settings.put("larder.security.user." + name + ".password", PasswordHashTest.SECRET);
    settings.put("larder.security.user." + name + ".roles", roles);
  }

  private Accounts accounts() {
    Function<String, Optional<String>> source = key -> Optional.ofNullable(settings.get(key));
    return new Accounts(
        "admin-password",
        AccountSettings.read(settings.keySet(), source),
        new SecureRandom(),
        1000,
        nanoTime::get);
  }
}
