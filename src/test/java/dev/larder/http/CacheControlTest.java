package dev.larder.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code Cache-Control} by its grammar. */
class CacheControlTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          (none)                                     | -
          ``                                         | -
          ,                                          | -
          max-age=60                                 | max-age=60
          max-age=0                                  | max-age=0
          s-maxage=60                                | s-maxage=60 SHARES-AUTHORIZED
          s-maxage=0                                 | s-maxage=0 SHARES-AUTHORIZED
          max-age=1, s-maxage=2                      | max-age=1 s-maxage=2 SHARES-AUTHORIZED
          no-store                                   | no-store
          no-cache                                   | no-cache
          private                                    | private
          public                                     | public SHARES-AUTHORIZED
          must-revalidate                            | must-revalidate SHARES-AUTHORIZED
          proxy-revalidate                           | proxy-revalidate
          must-understand                            | must-understand
          no-store, must-understand                  | no-store must-understand
          no-transform                               | no-transform
          stale-while-revalidate=30                  | stale-while-revalidate=30
          stale-if-error=600                         | stale-if-error=600
          max-age=0, only-if-cached                  | only-if-cached max-age=0
          min-fresh=20                               | min-fresh=20
          max-stale=30                               | max-stale=30
          max-stale                                  | max-stale=2147483648
          immutable, max-age=60                      | max-age=60
          """)
  void every_directive_of_a_shared_cache_is_read(String lines, String directives) {
    assertThat(read(lines)).isEqualTo(directives);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          nO-StOrE                                   | no-store
          No-Cache                                   | no-cache
          PRIVATE                                    | private
          MaX-aGe=3600                               | max-age=3600
          S-MAXAGE="60"                              | s-maxage=60 SHARES-AUTHORIZED
          """)
  void the_letter_case_of_names_does_not_matter(String lines, String directives) {
    assertThat(read(lines)).isEqualTo(directives);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      ignoreLeadingAndTrailingWhitespace = false,
      textBlock =
          """
          max-age=60,no-store|no-store max-age=60
          max-age=60 , no-store|no-store max-age=60
          max-age=60\t,\tno-store|no-store max-age=60
            max-age=60  |max-age=60
          ,,max-age=60,,no-store,|no-store max-age=60
           , , max-age=60 , , |max-age=60
          max-age=60⏎no-store|no-store max-age=60
          ⏎max-age=60⏎⏎private|private max-age=60
          """)
  void white_space_empty_members_and_lines_do_not_matter(String lines, String directives) {
    assertThat(read(lines)).isEqualTo(directives);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          extension="max-age=3600", max-age=1        | max-age=1
          max-age=1, extension="max-age=3600"        | max-age=1
          a="no-store", max-age=5                    | max-age=5
          a="x, no-store, y", max-age=5              | max-age=5
          a="\\", no-store, \\"", max-age=5          | max-age=5
          a="\\\\", no-store                         | no-store
          a="", no-store                             | no-store
          a=b, no-store                              | no-store
          xno-store, no-storex, no_store, max-age=5  | max-age=5
          """)
  void text_in_the_argument_of_another_directive_is_no_directive(String lines, String directives) {
    assertThat(read(lines)).isEqualTo(directives);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          003600                    | 3600
          "3600"                    | 3600
          "0"                       | 0
          "36\\00"                  | 3600
          0                         | 0
          00                        | 0
          2147483647                | 2147483647
          2147483648                | 2147483648
          2147483649                | 2147483648
          99999999999               | 2147483648
          18446744073709551617      | 2147483648
          99999999999999999999999999999999999999999999 | 2147483648
          """)
  void seconds_may_have_leading_zeros_quotes_and_any_size(String written, long seconds) {
    assertThat(parse("max-age=" + written).maxAge()).hasValue(seconds);
    assertThat(parse("s-maxage=" + written).sMaxAge()).hasValue(seconds);
    assertThat(parse("stale-if-error=" + written).staleIfError()).hasValue(seconds);
    assertThat(parse("stale-while-revalidate=" + written).staleWhileRevalidate()).hasValue(seconds);
    assertThat(parse("min-fresh=" + written).minFresh()).hasValue(seconds);
    assertThat(parse("max-stale=" + written).maxStale()).hasValue(seconds);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "=", "=-1", "=-3600", "=+5", "='3600'", "=3600.0", "=3600.5", "=a3600", "=3600a",
        "=1e3", "=0x10", "=\"\"", "=\" 5\"", "=\"-5\"", "=\"5s\"", " =3600", "= 3600", " = 3600",
        "=\t5", "\t=5"
      })
  void a_lifetime_that_is_no_number_is_stale(String written) {
    CacheControl directives =
        parse(
            String.join(
                ", ",
                "max-age" + written,
                "s-maxage" + written,
                "stale-while-revalidate" + written,
                "stale-if-error" + written,
                "min-fresh" + written));

    assertThat(directives.maxAge()).hasValue(0);
    assertThat(directives.sMaxAge()).hasValue(0);
    assertThat(directives.staleWhileRevalidate()).hasValue(0);
    assertThat(directives.staleIfError()).hasValue(0);
    assertThat(directives.minFresh()).isEmpty();
    assertThat(directives.sharesAuthorized()).isFalse();
    assertThat(directives.malformed()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"max-age=٣", "max-age=３６００", "s-maxage=5 6", "max-age=5;x", "max-age=5\u00a0"})
  void a_lifetime_of_characters_that_no_argument_has_is_stale_and_not_stored(String line) {
    CacheControl directives = parse(line);

    assertThat(directives.noStore()).isTrue();
    assertThat(Math.min(directives.maxAge().orElse(0), directives.sMaxAge().orElse(0))).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          max-age=1, max-age=1800                    | max-age=1
          max-age=1800, max-age=1                    | max-age=1
          max-age=1800⏎max-age=1                     | max-age=1
          max-age=60, max-age=x                      | max-age=0
          max-age=x, max-age=60                      | max-age=0
          s-maxage=9, s-maxage=7                     | s-maxage=7 SHARES-AUTHORIZED
          stale-if-error=9, stale-if-error=7         | stale-if-error=7
          stale-while-revalidate=9, stale-while-revalidate=7 | stale-while-revalidate=7
          min-fresh=7, min-fresh=9                   | min-fresh=9
          min-fresh=9, min-fresh=x, min-fresh=7      | min-fresh=9
          max-stale, max-stale=5                     | max-stale=5
          max-stale=5, max-stale                     | max-stale=5
          max-stale=5, max-stale=x                   | max-stale=0
          public, private                            | private public SHARES-AUTHORIZED
          no-store, max-age=60, no-store             | no-store max-age=60
          """)
  void of_duplicates_the_strictest_counts(String lines, String directives) {
    assertThat(read(lines)).isEqualTo(directives);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          no-cache="a"                               | no-cache
          no-cache="a, b", max-age=5                 | no-cache max-age=5
          no-cache=a                                 | no-cache
          no-cache=                                  | no-cache
          private="x"                                | private
          private = x                                | private
          no-store=0                                 | no-store
          no-store="x"                               | no-store
          proxy-revalidate=1                         | proxy-revalidate
          no-transform=1                             | no-transform
          only-if-cached=1                           | only-if-cached
          must-revalidate=1                          | must-revalidate
          """)
  void directives_that_restrict_count_with_any_argument(String lines, String directives) {
    assertThat(read(lines)).isEqualTo(directives);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          public=1                                   | -
          public=                                    | -
          public = yes                               | -
          public="x"                                 | -
          must-understand=1                          | MALFORMED no-store must-understand
          """)
  void directives_that_permit_count_without_an_argument_only(String lines, String directives) {
    assertThat(read(lines)).isEqualTo(directives);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          max-age=60, a="b                           | MALFORMED no-store max-age=60
          a="b, max-age=60                           | MALFORMED no-store max-age=60
          a="b\\                                     | MALFORMED no-store
          a="b\\", max-age=60                        | MALFORMED no-store max-age=60
          a="b⏎no-store, c"                          | MALFORMED no-store
          max-age="60                                | MALFORMED no-store max-age=0
          max-age="60"x                              | MALFORMED no-store max-age=60
          "no-store", max-age=60                     | MALFORMED no-store max-age=60
          public no-store, max-age=60                | MALFORMED no-store public max-age=60 SHARES-AUTHORIZED
          max-age=60; no-store                       | MALFORMED no-store max-age=60
          max-age=60 private                         | MALFORMED no-store max-age=60
          max-age==60                                | MALFORMED no-store max-age=0
          =60                                        | MALFORMED no-store
          no-störe, max-age=60                       | MALFORMED no-store max-age=60
          {}, max-age=60                             | MALFORMED no-store max-age=60
          max-age=60, (no-store)                     | MALFORMED no-store max-age=60
          """)
  void what_cannot_be_told_to_be_directives_is_not_stored(String lines, String directives) {
    assertThat(read(lines)).isEqualTo(directives);
  }

  @Test
  void a_line_of_a_million_characters_is_read() {
    String line = "a=\"" + "\\\"".repeat(500_000) + "\", " + ",".repeat(500_000) + "no-store";

    assertThat(DirectivesText.of(parse(line))).isEqualTo("no-store");
  }

  private static String read(String lines) {
    return DirectivesText.of(CacheControl.parse(Lines.of(lines)));
  }

  private static CacheControl parse(String line) {
    return CacheControl.parse(List.of(line));
  }
}
