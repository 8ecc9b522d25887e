package dev.larder.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Percent-encoded text: what is the same, and what an application sees. */
class PercentEncodingTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``              | ``
          abc             | abc
          %41             | A
          a%2Db%2e%5f%7E  | a-b._~
          %30%39%61%7a%5A | 09azZ
          %2f             | %2F
          a%c3%bcb        | a%C3%BCb
          %0a%0A          | %0A%0A
          %40%60%5b%7b    | %40%60%5B%7B
          %80%ff          | %80%FF
          %               | %
          %4              | %4
          a%              | a%
          %4g%g4          | %4g%g4
          %%41            | %A
          %2541           | %2541
          %:0%/0%G0       | %:0%/0%G0
          %0:%0/%0G       | %0:%0/%0G
          ü               | ü
          """)
  void equivalent_texts_have_one_form(String text, String normal) {
    assertThat(PercentEncoding.normal(text)).isEqualTo(normal);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``              | ``
          abc             | abc
          %41             | A
          +               | ` `
          a+b%20c         | a b c
          %2b             | +
          %c3%BC          | ü
          ü%41            | üA
          %40%00%7F       | `@\0\177`
          %               | %
          %4              | %4
          %41%            | A%
          %41%4           | A%4
          %4g%g4%41       | %4g%g4A
          %%41            | %A
          """)
  void names_are_decoded_as_an_application_sees_them(String text, String decoded) {
    assertThat(PercentEncoding.decoded(text)).isEqualTo(decoded);
  }
}
