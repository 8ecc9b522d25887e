package dev.larder.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHashTest {

  // Made by Python: hashlib.pbkdf2_hmac('sha256', 'sécret'.encode(), b'0123456789abcdef', 2048).
  static final String SECRET =
      "PBKDF2WithHmacSHA256:2048:MDEyMzQ1Njc4OWFiY2RlZg==:FWQPpZSBE7F20JMFESd2mzDKJ1a2vso9dcnhyYdr2YE=";

  @Test
  void aHashMadeElsewhereKnowsItsPassword() {
    PasswordHash hash = PasswordHash.parse(SECRET);
    assertThat(hash.matches("sécret")).isTrue();
    assertThat(hash.matches("secret")).isFalse();
    assertThat(hash.matches("")).isFalse();
    assertThat(hash.iterations()).isEqualTo(2048);
  }

  @Test
  void theSameSaltedHashIsNeverMadeTwice() {
    SecureRandom random = new SecureRandom();
    PasswordHash one = PasswordHash.of("p", 1000, random);
    PasswordHash other = PasswordHash.of("p", 1000, random);
    assertThat(one.matches("p")).isTrue();
    assertThat(other.matches("p")).isTrue();
    assertThat(one).usingRecursiveComparison().isNotEqualTo(other);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "secret",
        "PBKDF2WithHmacSHA1:2048:MDEyMzQ1Njc4OWFiY2RlZg==:MDEyMzQ1Njc4OWFiY2RlZg==",
        "PBKDF2WithHmacSHA256:1:MDEyMzQ1Njc4OWFiY2RlZg==:MDEyMzQ1Njc4OWFiY2RlZg==",
        "PBKDF2WithHmacSHA256:99999999:MDEyMzQ1Njc4OWFiY2RlZg==:MDEyMzQ1Njc4OWFiY2RlZg==",
        "PBKDF2WithHmacSHA256:2048:MDEy:MDEyMzQ1Njc4OWFiY2RlZg==",
        "PBKDF2WithHmacSHA256:2048:MDEyMzQ1Njc4OWFiY2RlZg==:MDEy",
        "PBKDF2WithHmacSHA256:2048:MDEyMzQ1Njc4OWFiY2RlZg==",
        "PBKDF2WithHmacSHA256:2048:MDEyMzQ1Njc4OWFiY2RlZg==:MDEyMzQ1Njc4OWFiY2RlZ=:"
      })
  void whatIsNoHashIsRefusedWithoutShowingIt(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PasswordHash.parse(text))
        .withMessage("allowed is " + PasswordHash.FORM);
  }

  @Test
  void aHashDoesNotShowItself() {
    assertThat(PasswordHash.parse(SECRET).toString()).isEqualTo("PBKDF2WithHmacSHA256:2048:…");
  }
}
