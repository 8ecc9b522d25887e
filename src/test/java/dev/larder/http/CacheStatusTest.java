package dev.larder.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@code Cache-Status} says. */
class CacheStatusTest {

  @Test
  void a_hit_tells_how_long_it_stays_fresh() {
    assertThat(CacheStatus.hit(376).value()).isEqualTo("Larder; hit; ttl=376");
    assertThat(CacheStatus.hit(-5).value()).isEqualTo("Larder; hit; ttl=-5");
  }

  @ParameterizedTest
  @EnumSource(ForwardReason.class)
  void a_forwarded_request_tells_why(ForwardReason reason) {
    assertThat(CacheStatus.forwarded(reason).value())
        .isEqualTo("Larder; fwd=" + reason.name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }

  @Test
  void it_tells_what_became_of_a_forwarded_request() {
    CacheStatus status = CacheStatus.forwarded(ForwardReason.STALE).forwardStatus(304);

    assertThat(status.stored().collapsed().ttl(60).value())
        .isEqualTo("Larder; fwd=stale; fwd-status=304; stored; collapsed; ttl=60");
    assertThat(status).hasToString("Larder; fwd=stale; fwd-status=304");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      ignoreLeadingAndTrailingWhitespace = false,
      textBlock =
          """
          abc|"abc"
          ``|""
          a "b" \\c|"a \\"b\\" \\\\c"
           !~|" !~"
          a\tb|"a%09b"
          ü€|"%C3%BC%E2%82%AC"
          a\u007fb|"a%7Fb"
          """)
  void the_key_is_a_string_of_printable_characters(String key, String string) {
    assertThat(CacheStatus.hit(1).key(key).value()).isEqualTo("Larder; hit; ttl=1; key=" + string);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          no-store     | no-store
          a            | a
          Set-Cookie   | Set-Cookie
          1st          | "1st"
          -x           | "-x"
          two words    | "two words"
          ``           | ""
          a"b          | "a\\"b"
          """)
  void the_detail_is_a_token_where_it_can_be(String detail, String written) {
    assertThat(CacheStatus.hit(1).detail(detail).value())
        .isEqualTo("Larder; hit; ttl=1; detail=" + written);
  }

  @Test
  void no_detail_adds_nothing() {
    assertThat(CacheStatus.hit(1).detail(null).value()).isEqualTo("Larder; hit; ttl=1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          (none)                        | Larder; hit; ttl=1
          ``                            | Larder; hit; ttl=1
          ` ⏎`                          | Larder; hit; ttl=1
          Origin; hit                   | Origin; hit, Larder; hit; ttl=1
          A; hit, B; fwd=miss⏎C; hit    | A; hit, B; fwd=miss, C; hit, Larder; hit; ttl=1
          """)
  void it_follows_what_caches_nearer_to_the_resource_said(String lines, String value) {
    assertThat(CacheStatus.hit(1).after(Lines.of(lines))).isEqualTo(value);
  }
}
