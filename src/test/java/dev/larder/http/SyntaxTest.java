package dev.larder.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The characters of field values. */
class SyntaxTest {

  @Test
  void tokens_are_of_letters_digits_and_some_marks_of_ascii() {
    String allowed =
        "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    for (char c = 0; c < 0x300; c++) {
      assertThat(Syntax.isTokenChar(c)).as("%x", (int) c).isEqualTo(allowed.indexOf(c) >= 0);
    }
    assertThat(Syntax.isToken(allowed)).isTrue();
    assertThat(Syntax.isToken("")).isFalse();
    assertThat(Syntax.isToken("a ")).isFalse();
    assertThat(Syntax.isToken("\u212a")).isFalse();
  }

  @Test
  void only_capital_letters_of_ascii_have_a_small_form() {
    for (char c = 0; c < 0x300; c++) {
      boolean capital = "ABCDEFGHIJKLMNOPQRSTUVWXYZ".indexOf(c) >= 0;
      assertThat(Syntax.lower(c)).as("%x", (int) c).isEqualTo(capital ? (char) (c + 32) : c);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``        | ``
          abc-1     | abc-1
          aBc-D     | abc-d
          ABC       | abc
          abC       | abc
          ÄÖİ       | ÄÖİ
          """)
  void texts_are_lowered_letter_by_letter(String text, String lowered) {
    assertThat(Syntax.lower(text)).isEqualTo(lowered);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      ignoreLeadingAndTrailingWhitespace = false,
      textBlock =
          """
          ``|``
           \t |``
          a|a
           \ta b\t |a b
          a\t|a
          \ta|a
          \u00a0a\013|\u00a0a\013
          """)
  void spaces_and_tabs_around_a_text_are_taken_off(String text, String trimmed) {
    assertThat(Syntax.trim(text)).isEqualTo(trimmed);
  }
}
