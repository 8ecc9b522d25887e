package dev.larder.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fields that belong to one connection. */
class HopByHopTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Connection",
        "keep-alive",
        "Proxy-Authenticate",
        "Proxy-Authentication-Info",
        "PROXY-AUTHORIZATION",
        "Proxy-Connection",
        "TE",
        "Trailer",
        "Transfer-Encoding",
        "Upgrade"
      })
  void they_are_not_kept(String name) {
    assertThat(kept(name + ": x ⏎ A: 1")).isEqualTo("A: 1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Connection: close ⏎ A: 1 ⏎ Close: x ⏎ B: 2              | A: 1 ⏎ B: 2
          A: 1 ⏎ B: 2 ⏎ Connection: a, X ⏎ x: 3                   | B: 2
          A: 1 ⏎ Connection: x ⏎ B: 2 ⏎ connection: ,b,\ta        | -
          Connection: ⏎ A: 1                                      | A: 1
          """)
  void nor_are_those_that_connection_names(String fields, String kept) {
    assertThat(kept(fields)).isEqualTo(kept.equals("-") ? "" : kept);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "A: 1 ⏎ a: 2 ⏎ A: 1",
        "Proxy-Status: x",
        "Set-Cookie: a=b ⏎ Set-Cookie: c=d",
        "Age: 5 ⏎ TE2: x ⏎ Date: x"
      })
  void all_others_stay_as_they_are(String fields) {
    assertThat(kept(fields)).isEqualTo(fields);
  }

  private static String kept(String fields) {
    return Lines.text(HopByHop.endToEnd(Lines.fields(fields)));
  }
}
