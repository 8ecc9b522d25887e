package dev.larder.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Dates in the three forms of HTTP. */
class HttpDateTest {

  private static final Instant NOW = Instant.parse("2026-11-22T06:40:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Sun, 06 Nov 1994 08:49:37 GMT       | 1994-11-06T08:49:37Z
          Sunday, 06-Nov-94 08:49:37 GMT      | 1994-11-06T08:49:37Z
          Sun Nov  6 08:49:37 1994            | 1994-11-06T08:49:37Z
          Sun Nov 06 08:49:37 1994            | 1994-11-06T08:49:37Z
          Wed Nov 16 08:49:37 1994            | 1994-11-16T08:49:37Z
          Thu, 01 Jan 1970 00:00:00 GMT       | 1970-01-01T00:00:00Z
          Tue, 19 Jan 2038 14:14:08 GMT       | 2038-01-19T14:14:08Z
          Sun, 21 Nov 2286 04:46:39 GMT       | 2286-11-21T04:46:39Z
          Fri, 31 Dec 9999 23:59:59 GMT       | 9999-12-31T23:59:59Z
          Sat, 01 Jan 0000 00:00:00 GMT       | 0000-01-01T00:00:00Z
          Thursday, 18-Aug-50 02:01:18 GMT    | 2050-08-18T02:01:18Z
          Saturday, 01-Jan-50 00:00:00 GMT    | 2050-01-01T00:00:00Z
          Sat Jan  1 00:00:00 2050            | 2050-01-01T00:00:00Z
          Thu Aug  8 02:01:18 2050            | 2050-08-08T02:01:18Z
          Thu, 29 Feb 2024 12:00:00 GMT       | 2024-02-29T12:00:00Z
          Tue, 29 Feb 2000 12:00:00 GMT       | 2000-02-29T12:00:00Z
          Sat, 31 Dec 2016 23:59:60 GMT       | 2017-01-01T00:00:00Z
          Mon, 30 Apr 2001 20:00:00 GMT       | 2001-04-30T20:00:00Z
          """)
  void the_three_forms_are_read(String text, Instant date) {
    assertThat(HttpDate.parse(text, NOW)).hasValue(date);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          THU, 18 Aug 2050 02:01:18 GMT       | 2050-08-18T02:01:18Z
          thu, 18 aug 2050 02:01:18 gmt       | 2050-08-18T02:01:18Z
          Thu, 18 AUG 2050 02:01:18 GMT       | 2050-08-18T02:01:18Z
          Thu, 18 Aug 2050 02:01:18 gMT       | 2050-08-18T02:01:18Z
          thURsday, 18-aUG-50 02:01:18 gmT    | 2050-08-18T02:01:18Z
          THU AUG  8 02:01:18 2050            | 2050-08-08T02:01:18Z
          """)
  void letter_case_does_not_matter(String text, Instant date) {
    assertThat(HttpDate.parse(text, NOW)).hasValue(date);
  }

  @ParameterizedTest
  @CsvSource({
    "Mon, Monday, Mon, Jan, 01",
    "Tue, Tuesday, Tue, Feb, 02",
    "Wed, Wednesday, Wed, Mar, 03",
    "Thu, Thursday, Thu, Apr, 04",
    "Fri, Friday, Fri, May, 05",
    "Sat, Saturday, Sat, Jun, 06",
    "Sun, Sunday, Sun, Jul, 07",
    "Mon, Monday, Mon, Aug, 08",
    "Mon, Monday, Mon, Sep, 09",
    "Mon, Monday, Mon, Oct, 10",
    "Mon, Monday, Mon, Nov, 11",
    "Mon, Monday, Mon, Dec, 12"
  })
  void every_day_and_month_is_known(
      String day, String longDay, String asctimeDay, String month, String number) {
    Instant date = Instant.parse("2030-" + number + "-03T10:20:30Z");

    assertThat(HttpDate.parse(day + ", 03 " + month + " 2030 10:20:30 GMT", NOW)).hasValue(date);
    assertThat(HttpDate.parse(longDay + ", 03-" + month + "-30 10:20:30 GMT", NOW)).hasValue(date);
    assertThat(HttpDate.parse(asctimeDay + " " + month + "  3 10:20:30 2030", NOW)).hasValue(date);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2026-11-22T06:40:00Z | Sunday, 22-Nov-76 06:40:00 GMT | 2076-11-22T06:40:00Z
          2026-11-22T06:40:00Z | Sunday, 22-Nov-76 06:40:01 GMT | 1976-11-22T06:40:01Z
          2026-11-22T06:40:00Z | Sunday, 23-Nov-76 06:40:00 GMT | 1976-11-23T06:40:00Z
          2026-11-22T06:40:00Z | Sunday, 22-Nov-26 06:40:00 GMT | 2026-11-22T06:40:00Z
          2026-11-22T06:40:00Z | Sunday, 22-Nov-99 06:40:00 GMT | 1999-11-22T06:40:00Z
          2026-11-22T06:40:00Z | Sunday, 22-Nov-00 06:40:00 GMT | 2000-11-22T06:40:00Z
          2099-06-01T00:00:00Z | Sunday, 22-Nov-01 06:40:00 GMT | 2101-11-22T06:40:00Z
          1994-06-01T00:00:00Z | Sunday, 06-Nov-94 08:49:37 GMT | 1994-11-06T08:49:37Z
          1994-06-01T00:00:00Z | Sunday, 06-Nov-43 08:49:37 GMT | 2043-11-06T08:49:37Z
          1994-06-01T00:00:00Z | Sunday, 06-Nov-44 08:49:37 GMT | 1944-11-06T08:49:37Z
          """)
  void a_two_digit_year_is_at_most_50_years_in_the_future(Instant now, String text, Instant date) {
    assertThat(HttpDate.parse(text, now)).hasValue(date);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0",
        "-1",
        "5",
        "never",
        ",",
        "Thu,",
        "Thu, 18 Aug 2050 02:01:18 UTC",
        "Thu, 18 Aug 2050 02:01:18 AEST",
        "Thu, 18 Aug 2050 02:01:18 +0000",
        "Thu, 18 Aug 2050 02:01:18 EST",
        "Thu, 18 Aug 2050 02:01:18",
        "Thu, 18 Aug 2050 02:01:18 GM",
        "Thu, 18 Aug 2050 02:01:18 GMTX",
        "Thu, 18 Aug 2050 02:01:18 GMT, Thu, 18 Aug 2050 02:01:18 GMT",
        "Thu, 18 Aug 50 02:01:18 GMT",
        "Thu 18 Aug 2050 02:01:18 GMT",
        "Tue 19 Jan 2038 14:14:08 GMT",
        "Thu, 18  Aug  2050 02:01:18 GMT",
        "Thu,  18 Aug 2050 02:01:18 GMT",
        "Thu,18 Aug 2050 02:01:18 GMT",
        "Thu, 18-Aug-2050 02:01:18 GMT",
        "Thu, 18 Aug 2050 02.01.18 GMT",
        "Thu, 18 Aug 2050 02:01.18 GMT",
        "Thu, 18 Aug 2050 02.01:18 GMT",
        "Thu, 18 Aug 2050 2:01:18 GMT",
        "Thu, 18 Aug 2050  2:01:18 GMT",
        "Thu, 8 Aug 2050 02:01:18 GMT",
        "Thu,  8 Aug 2050 02:01:18 GMT",
        "Thu, 18 Aug 2050 02:01 GMT",
        "Thu, 18 Aug 2050 02:01:18GMT ",
        "Thu, 18 Aug 2050T02:01:18 GMT",
        "Thu, 18\tAug 2050 02:01:18 GMT",
        "Thu, 18 Aug\t2050 02:01:18 GMT",
        "Thu, 18 Aug 2050\t02:01:18 GMT",
        "Thu, 18 Aug 12050 02:01:18 GMT",
        "Thursday, 18 Aug 2050 02:01:18 GMT",
        "Xxx, 18 Aug 2050 02:01:18 GMT",
        "Thu, 18 Xxx 2050 02:01:18 GMT",
        "Thu, xx Aug 2050 02:01:18 GMT",
        "Thu, 18 Aug x050 02:01:18 GMT",
        "Thu, 18 Aug 2050 xx:01:18 GMT",
        "Thu, 18 Aug 2050 02:xx:18 GMT",
        "Thu, 18 Aug 2050 02:01:xx GMT",
        "Thu, -1 Aug 2050 02:01:18 GMT",
        "Thu, 18 Aug 2050 24:00:00 GMT",
        "Thu, 18 Aug 2050 02:60:18 GMT",
        "Thu, 18 Aug 2050 02:01:61 GMT",
        "Thu, 00 Aug 2050 02:01:18 GMT",
        "Thu, 32 Aug 2050 02:01:18 GMT",
        "Thu, 31 Apr 2050 02:01:18 GMT",
        "Thu, 29 Feb 2023 02:01:18 GMT",
        "Thu, 29 Feb 2100 02:01:18 GMT",
        "Thu, 30 Feb 2024 02:01:18 GMT",
        "\u017fun, 06 Nov 1994 08:49:37 GMT",
        "Thu, ١٨ Aug 2050 02:01:18 GMT",
        "2050-08-18T02:01:18Z",
        "1668000000"
      })
  void what_is_not_exactly_a_date_is_none(String text) {
    assertThat(HttpDate.parse(text, NOW)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Thu, 18-Aug-50 02:01:18 GMT",
        "Thursday, 18-Aug-2050 02:01:18 GMT",
        "Thursday, 18 Aug 50 02:01:18 GMT",
        "Thursday, 18-Aug 50 02:01:18 GMT",
        "Thursday, 18 Aug-50 02:01:18 GMT",
        "Thursday,18-Aug-50 02:01:18 GMT",
        "Thursday, 8-Aug-50 02:01:18 GMT",
        "Thursday, 18-Aug-5 02:01:18 GMT",
        "Thursday, 18-Aug-50T02:01:18 GMT",
        "Thursday, 18-Aug-50 02:01:18 UTC",
        "Thursday, 18-Aug-50 02:01:18GMT ",
        "Thursday, 18-Aug-50 2:01:18 GMT",
        "Thursday, 18-Aug-50 24:01:18 GMT",
        "Thursday, 18-Xxx-50 02:01:18 GMT",
        "Thursday, xx-Aug-50 02:01:18 GMT",
        "Thursday, 18-Aug-xx 02:01:18 GMT",
        "Thursday, 00-Aug-50 02:01:18 GMT",
        "Thursday, 30-Feb-50 02:01:18 GMT",
        "Thurs, 18-Aug-50 02:01:18 GMT",
        "Xxxxxday, 18-Aug-50 02:01:18 GMT",
        "Thursday, 18-Aug-50 02:01:18 GMT x",
        "Thu Aug 8 02:01:18 2050",
        "Thu Aug  8 02:01:18 50",
        "Thu Aug  8 02:01:18 2050 GMT",
        "Thu Aug  8 02:01:18  2050",
        "Thu Aug  8  2:01:18 2050",
        "Thu\tAug  8 02:01:18 2050",
        "Thu Aug\t 8 02:01:18 2050",
        "Thu Aug  8\t02:01:18 2050",
        "Thu Aug  8 02:01:18\t2050",
        "Thu Aug   8 02:01:18 205",
        "Thu Aug  0 02:01:18 2050",
        "Thu Aug  x 02:01:18 2050",
        "Thu Aug 32 02:01:18 2050",
        "Thu Xxx  8 02:01:18 2050",
        "Xxx Aug  8 02:01:18 2050",
        "Thu Aug  8 24:01:18 2050",
        "Thu Aug  8 02:01:18 x050",
        "Thu Feb 29 02:01:18 2023"
      })
  void nor_is_what_mixes_or_bends_the_forms(String text) {
    assertThat(HttpDate.parse(text, NOW)).isEmpty();
  }

  @Test
  void white_space_around_it_does_not_matter() {
    assertThat(HttpDate.parse(" \tSun, 06 Nov 1994 08:49:37 GMT\t ", NOW)).isPresent();
  }

  @Test
  void a_field_on_several_lines_has_no_date() {
    String date = "Thu, 18 Aug 2050 02:01:18 GMT";

    assertThat(HttpDate.parse(List.of(date), NOW)).isPresent();
    assertThat(HttpDate.parse(List.of(date, date), NOW)).isEmpty();
    assertThat(HttpDate.parse(List.of(), NOW)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1994-11-06T08:49:37Z        | Sun, 06 Nov 1994 08:49:37 GMT
          1994-11-06T08:49:37.999Z    | Sun, 06 Nov 1994 08:49:37 GMT
          1970-01-01T00:00:00Z        | Thu, 01 Jan 1970 00:00:00 GMT
          1969-12-31T23:59:59.5Z      | Wed, 31 Dec 1969 23:59:59 GMT
          2024-02-29T12:01:02Z        | Thu, 29 Feb 2024 12:01:02 GMT
          2286-11-21T04:46:39Z        | Sun, 21 Nov 2286 04:46:39 GMT
          0000-01-01T00:00:00Z        | Sat, 01 Jan 0000 00:00:00 GMT
          0033-05-01T00:00:00Z        | Sun, 01 May 0033 00:00:00 GMT
          9999-12-31T23:59:59Z        | Fri, 31 Dec 9999 23:59:59 GMT
          +10000-01-01T00:00:00Z      | Fri, 31 Dec 9999 23:59:59 GMT
          -0001-12-31T23:59:59Z       | Sat, 01 Jan 0000 00:00:00 GMT
          +1000000000-12-31T23:59:59Z | Fri, 31 Dec 9999 23:59:59 GMT
          """)
  void a_date_is_sent_in_one_form(Instant date, String text) {
    assertThat(HttpDate.format(date)).isEqualTo(text);
  }

  @Test
  void the_language_and_the_zone_of_the_server_do_not_matter() {
    Locale locale = Locale.getDefault();
    TimeZone zone = TimeZone.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("tr-TR-u-nu-arab"));
      TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kathmandu"));
      Instant date = Instant.parse("2030-07-05T10:20:30Z");

      assertThat(HttpDate.format(date)).isEqualTo("Fri, 05 Jul 2030 10:20:30 GMT");
      assertThat(HttpDate.parse("FRIDAY, 05-JUL-30 10:20:30 GMT", NOW)).hasValue(date);
    } finally {
      Locale.setDefault(locale);
      TimeZone.setDefault(zone);
    }
  }
}
