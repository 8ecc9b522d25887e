package dev.larder.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the command of the README makes is what the configuration takes. */
class MakeSecretTest {

  @Test
  void theHashOfAPasswordOpensTheAccount() throws Exception {
    String hash = run("password", "pässword\n").strip();
    assertThat(PasswordHash.parse(hash).matches("pässword")).isTrue();
    assertThat(PasswordHash.parse(hash).matches("password")).isFalse();
    assertThat(run("password", "pässword\n").strip()).isNotEqualTo(hash);
  }

  @Test
  void anEmptyPasswordGetsNoHash() throws Exception {
    assertThat(run("password", "\n")).isEmpty();
  }

  @Test
  void aNewTokenComesWithItsHash() throws Exception {
    String[] lines = run("token", "").split("\n");
    String token = lines[0].replace("token:", "").strip();
    Map<String, String> settings =
        Map.of(
            "larder.security.token.t.sha256",
            lines[1].replace("sha256:", "").strip(),
            "larder.security.token.t.roles",
            "reader");
    Accounts accounts =
        new Accounts(
            "admin-password",
            AccountSettings.read(settings.keySet(), key -> Optional.ofNullable(settings.get(key))),
            new SecureRandom(),
            1_000,
            System::nanoTime);
    assertThat(token).hasSizeGreaterThan(40);
    assertThat(accounts.withToken(token)).isPresent();
    assertThat(accounts.withToken(token + "x")).isEmpty();
  }

  private static String run(String what, String input) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dfile.encoding=UTF-8",
                Path.of("src/run/java/dev/larder/run/MakeSecret.java").toString(),
                what)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().close();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
