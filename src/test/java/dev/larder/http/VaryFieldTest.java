package dev.larder.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The field {@code Vary}. */
class VaryFieldTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          (none)                    | ``
          ``                        | ``
          ,                         | ``
          Foo                       | foo
          Foo, Bar                  | bar foo
          Bar,Foo                   | bar foo
          Foo⏎Bar, Baz              | bar baz foo
          ,Foo,,Bar,                | bar foo
          ACCEPT-Encoding, accept-encoding | accept-encoding
          *x                        | *x
          """)
  void names_are_read_from_all_lines_in_any_case_and_order(String lines, String names) {
    VaryField vary = VaryField.parse(Lines.of(lines));

    assertThat(vary.any()).isFalse();
    assertThat(String.join(" ", vary.names())).isEqualTo(names);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\tCookie", "Cookie\t", " \t Cookie \t ", "Cookie\t, "})
  void tabs_and_spaces_around_names_do_not_matter(String line) {
    assertThat(VaryField.parse(List.of(line))).isEqualTo(new VaryField(false, List.of("cookie")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        "*, *",
        "*⏎*",
        ", *",
        "⏎*",
        "*, Foo",
        "Foo, *",
        "Foo⏎Bar,*",
        " * ",
        "\t*",
        "Foo,* ,Bar"
      })
  void a_star_in_any_place_matches_nothing(String lines) {
    assertThat(VaryField.parse(Lines.of(lines)).any()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Foo Bar",
        "\"Cookie\"",
        "Cookie;q=1",
        "Cookie\u000b",
        "Cookie\u00a0",
        "Kookie\u0000",
        "Cöökie",
        "(x)"
      })
  void what_is_no_field_name_matches_nothing(String line) {
    assertThat(VaryField.parse(List.of("Accept", line)).any()).isTrue();
  }

  @Test
  void further_names_can_be_added() {
    VaryField vary = VaryField.parse(List.of("Foo"));

    assertThat(vary.and(List.of())).isEqualTo(vary);
    assertThat(vary.and(List.of("foo", "accept")))
        .isEqualTo(new VaryField(false, List.of("accept", "foo")));
    assertThat(VaryField.parse(List.of("*")).and(List.of("accept")).any()).isTrue();
  }
}
