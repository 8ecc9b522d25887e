package dev.larder.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code If-None-Match} and what matches it. */
class EntityTagListTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"abc\"",
        "W/\"abc\"",
        "\"abc\", \"1234\", \"5678\"",
        "\"1234\", \"abc\", \"5678\"",
        "\"1234\",\"5678\",\"abc\"",
        "\"1234\"\t,\t\"abc\"",
        "\"1,2\", W/\"abc\"",
        "\"1\"⏎\"abc\"",
        "⏎\"abc\"",
        ", ,\"abc\",,",
        " \"abc\" ",
        "\"abc\", xyz",
        "xyz⏎\"abc\"",
        "*",
        " * "
      })
  void the_tag_anywhere_in_the_list_matches(String lines) {
    assertThat(matches(lines, "\"abc\"")).isTrue();
    assertThat(matches(lines, "W/\"abc\"")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(none)",
        "",
        ",",
        "\"abcd\"",
        "\"ABC\"",
        "abc",
        "'abc'",
        "\"abc",
        "abc\"",
        "w/\"abc\"",
        "W\"abc\"",
        "\"x,\"abc\"",
        "\"x, \"abc\", \"y\"",
        "\"abc\"x",
        "\"abc\" x, \"y\"",
        "\"abc\" \"y\"",
        "xyz, \"abc\"",
        "\"x\"y, \"abc\"",
        "x\"a, \"abc\"",
        "\"x\", *",
        ",\"a b\", \"abc\"",
        ",\"abc",
        ",W/",
        "*, \"x\"",
        "*⏎*",
        "*, *",
        "**",
        "\"*\""
      })
  void what_is_not_surely_the_tag_does_not_match(String lines) {
    assertThat(matches(lines, "\"abc\"")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          (none)                      | ``
          *                           | *
          "a",W/"b",, "c,d"           | "a" W/"b" "c,d"
          "a" , x, "b"⏎"c"            | "a" "c"
          """)
  void the_members_are_read_in_their_order(String lines, String members) {
    EntityTagList list = EntityTagList.parse(Lines.of(lines));

    assertThat(
            list.any()
                ? "*"
                : String.join(" ", list.tags().stream().map(EntityTag::value).toList()))
        .isEqualTo(members);
    assertThat(list.any() && !list.tags().isEmpty()).isFalse();
  }

  private static boolean matches(String lines, String tag) {
    return EntityTagList.parse(Lines.of(lines)).matchesWeakly(EntityTag.parse(tag).orElseThrow());
  }
}
