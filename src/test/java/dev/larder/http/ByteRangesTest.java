package dev.larder.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code Range} over a stored response of some length. */
class ByteRangesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          bytes=0-1                        | 11 | bytes 0-1/11
          bytes=1-                         | 11 | bytes 1-10/11
          bytes=-1                         | 11 | bytes 10-10/11
          bytes=0-0                        | 11 | bytes 0-0/11
          bytes=0-                         | 11 | bytes 0-10/11
          bytes=10-10                      | 11 | bytes 10-10/11
          bytes=10-11                      | 11 | bytes 10-10/11
          bytes=5-99                       | 11 | bytes 5-10/11
          bytes=5-9999999999999999999999   | 11 | bytes 5-10/11
          bytes=-11                        | 11 | bytes 0-10/11
          bytes=-12                        | 11 | bytes 0-10/11
          bytes=-99999999999999999999999   | 11 | bytes 0-10/11
          bytes=007-08                     | 11 | bytes 7-8/11
          BYTES=3-4                        | 11 | bytes 3-4/11
          bytes=3-4,                       | 11 | bytes 3-4/11
          bytes=,3-4                       | 11 | bytes 3-4/11
          bytes=, 3-4 ,                    | 11 | bytes 3-4/11
          bytes=0-2147483647               | 2147483647 | bytes 0-2147483646/2147483647
          """)
  void one_range_is_answered_with_that_part(String range, int length, String contentRange) {
    ByteRanges.Selected selected = ByteRanges.select(Lines.of(range), length);

    assertThat(selected).isInstanceOf(ByteRanges.Part.class);
    ByteRanges.Part part = (ByteRanges.Part) selected;
    assertThat(part.contentRange(length)).isEqualTo(contentRange);
    assertThat(part.first() + part.length()).isLessThanOrEqualTo(length);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          bytes=11-                        | 11
          bytes=11-12                      | 11
          bytes=99999999999999999999999-   | 11
          bytes=9223372036854775808-       | 11
          bytes=-0                         | 11
          bytes=-0                         | 0
          bytes=0-                         | 0
          bytes=0-0                        | 0
          bytes=11-12, 20-30               | 11
          bytes=-0, 20-                    | 11
          """)
  void a_range_beyond_the_end_cannot_be_satisfied(String range, int length) {
    assertThat(ByteRanges.select(Lines.of(range), length))
        .isEqualTo(ByteRanges.Unsatisfiable.UNSATISFIABLE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(none)",
        "",
        "bytes",
        "bytes=",
        "bytes=,",
        "bytes= ",
        "bytes=-",
        "bytes=0",
        "bytes=a-b",
        "bytes=0-b",
        "bytes=a-",
        "bytes=-b",
        "bytes=1-0",
        "bytes=20-12",
        "bytes=0--1",
        "bytes=--1",
        "bytes=-1-2",
        "bytes=0-1-2",
        "bytes=0 - 1",
        "bytes=0-1 2-3",
        "bytes=0-1;2-3",
        "bytes=0-1, x",
        "bytes=99-, x",
        "bytes=+0-1",
        "bytes=0.0-1",
        "bytes=٠-١",
        "bytes =0-1",
        "byte=0-1",
        "lines=0-1",
        "0-1",
        "bytes=0-1⏎bytes=0-1",
        "bytes=0-1⏎"
      })
  void what_is_no_range_of_bytes_is_ignored(String lines) {
    assertThat(ByteRanges.select(Lines.of(lines), 11)).isEqualTo(ByteRanges.Whole.WHOLE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"bytes=0-1,3-4", "bytes=0-1, 99-", "bytes=99-, 0-1", "bytes=0-,-1", "bytes=-0,-1"})
  void several_ranges_are_answered_in_full(String line) {
    assertThat(ByteRanges.select(Lines.of(line), 11)).isEqualTo(ByteRanges.Whole.WHOLE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=-1", "bytes=-99"})
  void the_end_of_nothing_is_nothing(String line) {
    assertThat(ByteRanges.select(Lines.of(line), 0)).isEqualTo(ByteRanges.Whole.WHOLE);
  }
}
