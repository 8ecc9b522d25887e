package dev.larder.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code CDN-Cache-Control}, which replaces {@code Cache-Control} and {@code Expires}. */
class CdnCacheControlTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          max-age=3600                        | max-age=3600
          max-age=2147483648                  | max-age=2147483648
          max-age=99999999999                 | max-age=2147483648
          max-age=0                           | max-age=0
          max-age=003600                      | max-age=3600
          max-age=-5                          | max-age=0
          s-maxage=60                         | s-maxage=60 SHARES-AUTHORIZED
          stale-while-revalidate=5, stale-if-error=7 | stale-while-revalidate=5 stale-if-error=7
          no-store                            | no-store
          no-cache                            | no-cache
          no-cache="a, b"                     | no-cache
          private                             | private
          private="x"                         | private
          private=x                           | private
          public                              | public SHARES-AUTHORIZED
          must-revalidate                     | must-revalidate SHARES-AUTHORIZED
          proxy-revalidate                    | proxy-revalidate
          no-store, must-understand           | no-store must-understand
          no-store=?1                         | no-store
          """)
  void every_directive_is_read(String lines, String directives) {
    assertThat(read(lines)).isEqualTo(directives);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          foobar, max-age=3600                | max-age=3600
          foobar                              | -
          a=1.5, b=:YQ==:, c=(1 2);x, d=@5, e=%"x", max-age=5 | max-age=5
          max-age=60;a;b=1                    | max-age=60
          no-store;x="max-age=60"             | no-store
          max-age=60⏎no-store                 | no-store max-age=60
          max-age=60, max-age=90              | max-age=90
          max-age=90, max-age=60              | max-age=60
          only-if-cached, min-fresh=5, max-stale="x", no-transform=1 | -
          """)
  void parameters_and_unknown_directives_have_no_effect(String lines, String directives) {
    assertThat(read(lines)).isEqualTo(directives);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(none)",
        "",
        " ",
        "⏎",
        "max-age=10000, &&&&&",
        "max-age =100",
        "max-age= 100",
        "MaX-aGe=3600",
        "max-age=60,",
        "max-age=60;",
        "max-age=60 no-store",
        "max-age='60'",
        "max-age=",
        "a=\"x, no-store"
      })
  void what_is_no_dictionary_or_empty_is_ignored(String lines) {
    assertThat(CdnCacheControl.parse(Lines.of(lines))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "max-age=\"10000\"",
        "max-age=10000.0",
        "max-age",
        "max-age=?1",
        "max-age=x",
        "max-age=(60)",
        "max-age=@60",
        "s-maxage=\"5\"",
        "s-maxage",
        "stale-if-error=1.0",
        "stale-while-revalidate",
        "no-store=1",
        "no-store=?0",
        "no-store=\"x\"",
        "no-cache=1",
        "no-cache=?0",
        "private=(\"a\")",
        "private=5",
        "public=1",
        "public=x",
        "must-revalidate=1",
        "proxy-revalidate=x",
        "must-understand=1.0",
        "max-age=60, no-store=1"
      })
  void a_directive_of_a_wrong_type_makes_all_of_it_ignored(String lines) {
    assertThat(CdnCacheControl.parse(Lines.of(lines))).isEmpty();
  }

  private static String read(String lines) {
    return DirectivesText.of(CdnCacheControl.parse(Lines.of(lines)).orElseThrow());
  }
}
