package dev.larder.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The field {@code Age}. */
class AgeTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0                | 0
          7200             | 7200
          007              | 7
          7200, 0          | 7200
          7200,0           | 7200
          0, 7200          | 0
          , 5              | 5
          7200⏎0           | 7200
          0⏎7200           | 0
          ⏎5               | 5
          0, 0             | 0
          3600⏎3600        | 3600
          5, abc           | 5
          2147483647       | 2147483647
          2147483648       | 2147483648
          2147483649       | 2147483648
          99999999999999999999999999 | 2147483648
          """)
  void the_first_number_is_the_age(String lines, long seconds) {
    assertThat(Age.parse(Lines.of(lines))).hasValue(seconds);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(none)",
        "",
        ",",
        "abc",
        "-7200",
        "+5",
        "7200.0",
        "7200;foo=bar",
        "7200;foo=111",
        "\"5\"",
        "'5'",
        "5 6",
        "0x5",
        "٣",
        "abc, 5",
        "abc⏎5",
        "-1, 5"
      })
  void what_is_not_a_number_first_is_no_age(String lines) {
    assertThat(Age.parse(Lines.of(lines))).isEqualTo(OptionalLong.empty());
  }

  @ParameterizedTest
  @ValueSource(strings = {" 5", "5 ", "\t5\t", " 5 , 6"})
  void white_space_around_it_does_not_matter(String line) {
    assertThat(Age.parse(List.of(line))).hasValue(5);
  }
}
