package dev.larder.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Entity tags. */
class EntityTagTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "abc"                 | false | abc
          W/"abc"               | true  | abc
          ""                    | false | ``
          W/""                  | true  | ``
          "a,b"                 | false | a,b
          "W/"                  | false | W/
          "abcdefü"             | false | abcdefü
          "a\\b"                | false | a\\b
          "!#~'*"               | false | !#~'*
          """)
  void weak_and_strong_ones_are_read(String text, boolean weak, String opaque) {
    assertThat(EntityTag.parse(text)).hasValue(new EntityTag(opaque, weak));
    assertThat(EntityTag.parse(" " + text + "\t").orElseThrow().value()).isEqualTo(text);
    assertThat(EntityTag.parse(text).orElseThrow()).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "abc",
        "'abc'",
        "\"abc",
        "abc\"",
        "\"",
        "w/\"abc\"",
        "W\"abc\"",
        "W\\\"abc\"",
        "W/abc",
        "W/",
        "W / \"abc\"",
        "W/ \"abc\"",
        "\"a\"b",
        "\"a\"b\"",
        "\"a\" \"b\"",
        "\"a\", \"b\"",
        "\"a b\"",
        "\"a\tb\"",
        "\"a\u007fb\"",
        "\"a\u0000b\"",
        "*",
        "W",
        "\"\"\"",
        "\" \""
      })
  void what_is_none_is_refused(String text) {
    assertThat(EntityTag.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          W/"1" | W/"1" | false | true
          W/"1" | W/"2" | false | false
          W/"1" | "1"   | false | true
          "1"   | W/"1" | false | true
          "1"   | "1"   | true  | true
          "1"   | "2"   | false | false
          "a"   | "A"   | false | false
          """)
  void they_are_compared_as_the_standard_says(
      String one, String other, boolean strongly, boolean weakly) {
    EntityTag tag = EntityTag.parse(one).orElseThrow();
    EntityTag that = EntityTag.parse(other).orElseThrow();

    assertThat(tag.matchesStrongly(that)).isEqualTo(strongly);
    assertThat(tag.matchesWeakly(that)).isEqualTo(weakly);
  }
}
