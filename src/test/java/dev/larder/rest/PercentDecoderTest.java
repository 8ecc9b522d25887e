package dev.larder.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PercentDecoderTest {

  @ParameterizedTest
  @CsvSource({
    "abc,abc",
    "a%20b,a b",
    "%C3%A9,é",
    "%c3%a9,é",
    "%F0%9F%98%80,😀",
    "%252F,%2F",
    "a+b,a+b",
    "%2B,+"
  })
  void whatIsEncodedComesOutExactly(String text, String decoded) {
    assertThat(PercentDecoder.decode(text, false)).isEqualTo(decoded);
  }

  @Test
  void aPlusIsASpaceInAQueryOnly() {
    assertThat(PercentDecoder.decode("a+b%2Bc", true)).isEqualTo("a b+c");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%",
        "a%",
        "%4",
        "%zz",
        "%4g",
        "%-1",
        "%+1",
        "%٣٣", // no percent-encoding
        "%ff",
        "%c0%af",
        "%e0%80%af",
        "%f8%88%80%80%80",
        "%ed%a0%80",
        "%c3", // no UTF-8
        "é",
        " ",
        "a\tb",
        "\u0000",
        "\u007f" // not encoded
      })
  void whatIsNotValidIsRefusedAndNotReplaced(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> PercentDecoder.decode(text, false));
    assertThatIllegalArgumentException().isThrownBy(() -> PercentDecoder.decode(text, true));
  }

  @Test
  void everyBytesAreEitherTheirExactTextOrRefused() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int refused = 0;
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = new byte[random.nextInt(6)];
      random.nextBytes(bytes);
      StringBuilder encoded = new StringBuilder();
      for (byte b : bytes) {
        encoded.append(String.format("%%%02X", b));
      }
      String decoded;
      try {
        decoded = PercentDecoder.decode(encoded.toString(), random.nextBoolean());
      } catch (IllegalArgumentException e) {
        refused++;
        continue;
      }
      assertThat(decoded.getBytes(StandardCharsets.UTF_8)).as("seed %d", seed).isEqualTo(bytes);
    }
    assertThat(refused).as("seed %d", seed).isBetween(1, 19_999);
  }
}
