package dev.larder.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.http.StoredResponse.Selecting;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which requests select the same response. */
class SelectionTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      ignoreLeadingAndTrailingWhitespace = false,
      textBlock =
          """
          1, 2|1⏎2
          1,2| 1, 2 |
          1,2|1\t,\t2
          1,2|1 ,2
          a b|a  b
          a b|a \t b
          a b| a b\t
          ``| \t
          "a, b"|"a, b"
          a "x  y"|a  "x  y"
          a,"x, y",b|a , "x, y" , b
          "a\\"  b"|"a\\"  b"
          a,,b|a, ,b
          """)
  void values_that_differ_only_in_how_they_are_written_are_the_same(String one, String other) {
    assertThat(select("foo", one)).isEqualTo(select("foo", other));
  }

  @Test
  void folded_lines_are_the_same_as_one_line() {
    assertThat(select("foo", "a\r\n b")).isEqualTo(select("foo", "a b"));
    assertThat(select("foo", "a,\r\n\tb")).isEqualTo(select("foo", "a, b"));
    assertThat(select("foo", "a\n b")).isEqualTo(select("foo", "a b"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      ignoreLeadingAndTrailingWhitespace = false,
      textBlock =
          """
          1|2
          1|1, 1
          1|(none)
          ``|(none)
          ``|1
          1, 2|2, 1
          1 2|12
          1 2|1, 2
          a|A
          a,|a
          ,a|a
          "a b"|"a  b"
          "a,b"|"a, b"
          "a\\" , b"|"a\\",b"
          "a\\\\" , b|"a\\\\ , b"
          "a  b|"a b
          a⏎b|b⏎a
          a\u00a0b|a b
          """)
  void values_that_may_mean_something_else_are_different(String one, String other) {
    assertThat(select("foo", one)).isNotEqualTo(select("foo", other));
  }

  @ParameterizedTest
  @CsvSource({"accept-language", "accept-encoding", "accept-charset"})
  void languages_codings_and_character_sets_have_no_letter_case(String name) {
    assertThat(select(name, "en, de")).isEqualTo(select(name, " eN ,   De"));
    assertThat(select(name, "en, de")).isNotEqualTo(select(name, "de, en"));
  }

  @Test
  void an_absent_field_is_null_and_an_empty_one_is_empty() {
    assertThat(Selection.of(List.of("foo"), HeaderFields.NONE))
        .containsExactly(new Selecting("foo", null));
    assertThat(Selection.of(List.of("foo"), HeaderFields.of("Foo", "")))
        .containsExactly(new Selecting("foo", ""));
  }

  @Test
  void the_order_of_fields_in_the_request_and_of_names_does_not_matter() {
    HeaderFields request = HeaderFields.of("B", "2", "a", "1", "C", "3", "A", "x");
    HeaderFields reordered = HeaderFields.of("A", "1", "c", "3", "a", "x", "b", "2");

    assertThat(Selection.of(List.of("a", "b"), request))
        .isEqualTo(Selection.of(List.of("b", "a", "b"), reordered))
        .containsExactly(new Selecting("a", "1,x"), new Selecting("b", "2"));
  }

  @Test
  void no_names_select_nothing() {
    assertThat(Selection.of(List.of(), HeaderFields.of("A", "1"))).isEmpty();
  }

  private static List<Selecting> select(String name, String lines) {
    return Selection.of(
        List.of(name),
        HeaderFields.of(
            Lines.of(lines).stream()
                .map(line -> new HeaderFields.Field("" + name, line))
                .toList()));
  }
}
