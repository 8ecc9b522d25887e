package dev.larder.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code If-Range}: whether a range of a stored response may be sent. */
class IfRangeTest {

  private static final Instant NOW = Instant.parse("2026-11-22T06:40:00Z");

  private static final String STORED =
      "ETag: \"a\" ⏎ Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT ⏎ Date: Sun, 06 Nov 1994 08:49:38 GMT";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          (none)                                | true
          "a"                                   | true
          ` "a" `                               | true
          W/"a"                                 | false
          "b"                                   | false
          "a", "b"                              | false
          *                                     | false
          a                                     | false
          ``                                    | false
          "a"⏎"a"                               | false
          Sun, 06 Nov 1994 08:49:37 GMT         | true
          Sunday, 06-Nov-94 08:49:37 GMT        | true
          Sun Nov  6 08:49:37 1994              | true
          Sun, 06 Nov 1994 08:49:36 GMT         | false
          Sun, 06 Nov 1994 08:49:38 GMT         | false
          Sun, 06 Nov 1994 8:49:37 GMT          | false
          """)
  void it_is_the_strong_tag_or_exactly_the_date(String lines, boolean holds) {
    assertThat(IfRange.holds(Lines.of(lines), Lines.fields(STORED), NOW)).isEqualTo(holds);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "a"                           | A: 1
          "a"                           | ETag: W/"a"
          "a"                           | ETag: a
          "a"                           | ETag: "a" ⏎ ETag: "a"
          Sun, 06 Nov 1994 08:49:37 GMT | ETag: "a"
          Sun, 06 Nov 1994 08:49:37 GMT | Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT
          Sun, 06 Nov 1994 08:49:37 GMT | Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT ⏎ Date: Sun, 06 Nov 1994 08:49:37 GMT
          Sun, 06 Nov 1994 08:49:37 GMT | Last-Modified: x ⏎ Date: Sun, 06 Nov 1994 08:49:39 GMT
          x                             | Last-Modified: x ⏎ Date: Sun, 06 Nov 1994 08:49:39 GMT
          """)
  void a_weak_or_absent_validator_never_matches(String line, String stored) {
    assertThat(IfRange.holds(Lines.of(line), Lines.fields(stored), NOW)).isFalse();
  }
}
