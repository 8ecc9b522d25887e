package dev.larder.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuditTextTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "plain text,\"plain text\"",
        "say \"x\",\"say \\\"x\\\"\"",
        "back\\slash,\"back\\\\slash\"",
        "größe,\"größe\"",
        "``,\"\"",
      })
  void visibleTextStaysReadable(String text, String quoted) {
    assertThat(AuditText.quoted(text)).isEqualTo(quoted);
  }

  @Test
  void whatCouldForgeALineOrHideTextIsEscaped() {
    assertThat(AuditText.quoted("a\r\nb\t\u001b[31m\u0000\u202e\u2028\u0085\ud800\u00a0"))
        .isEqualTo(
            "\"a\\u000d\\u000ab\\u0009\\u001b[31m\\u0000\\u202e\\u2028\\u0085\\ud800\\u00a0\"");
  }

  @Test
  void textIsBounded() {
    assertThat(AuditText.quoted("x".repeat(300))).hasSize(302);
    assertThat(AuditText.quoted("x".repeat(100_000))).hasSize(303).endsWith("…\"");
  }

  @Test
  void whateverTheTextThereIsOneLineWithQuotesAtItsEndsOnly() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 5_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int c = random.nextInt(40); c > 0; c--) {
        text.append((char) (random.nextBoolean() ? random.nextInt(64) : random.nextInt(65_536)));
      }
      String quoted = AuditText.quoted(text.toString());
      assertThat(quoted.lines().count()).as("seed %d: %s", seed, quoted).isEqualTo(1);
      assertThat(quoted.replaceAll("\\\\.", ""))
          .as("seed %d", seed)
          .matches("\"[^\"\\p{Cntrl}]*\"");
    }
  }
}
