package dev.larder.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.security.Credentials.Password;
import dev.larder.security.Credentials.Token;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {

  @Test
  void basicIsANameAndAPasswordInUtf8() {
    assertThat(Credentials.parse(List.of("Basic " + base64("bob:p:é"))))
        .contains(new Password("bob", "p:é"));
    assertThat(Credentials.parse(List.of("bAsIc   " + base64(":")))).contains(new Password("", ""));
  }

  @Test
  void bearerIsAToken() {
    assertThat(Credentials.parse(List.of("Bearer a-b._~+/9=="))).contains(new Token("a-b._~+/9=="));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Basic",
        "Basic ",
        "Basic !!",
        "Basic Ym9i",
        "Basic Ym9iOg==x",
        "Basic /zr/",
        "Bearer",
        "Bearer a b",
        "Bearer é",
        "Digest x",
        "BasicYm9iOg==",
        "Basic Ym9iOg==,Basic Ym9iOg=="
      })
  void whatIsNotUnderstoodIsNobody(String field) {
    assertThat(Credentials.parse(List.of(field))).isEmpty();
  }

  @Test
  void severalFieldsAreNobody() {
    String field = "Basic " + base64("a:b");
    assertThat(Credentials.parse(List.of(field, field))).isEmpty();
    assertThat(Credentials.parse(List.of())).isEmpty();
  }

  @Test
  void credentialsDoNotShowTheirSecrets() {
    assertThat(new Password("bob", "secret").toString()).doesNotContain("secret");
    assertThat(new Token("secret").toString()).doesNotContain("secret");
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
