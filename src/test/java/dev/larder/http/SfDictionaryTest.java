package dev.larder.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Dictionaries of structured fields. */
class SfDictionaryTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      ignoreLeadingAndTrailingWhitespace = false,
      textBlock =
          """
          ``|``
             |``
          a|a=true
          a, b|a=true b=true
          a,b\t,\tc|a=true b=true c=true
            a=1  |a=1
          a=1⏎b=2|a=1 b=2
          a=1, b=2, a=3|a=3 b=2
          *a_b-c.d*9|*a_b-c.d*9=true
          a=1;x;y=2;z="q"|a=1
          a;x=?0|a=true
          a=1;  x|a=1
          a \t|a=true
          a;*x_-.*9=1|a=true
          """)
  void members_are_read_from_all_lines(String lines, String members) {
    assertThat(read(Lines.of(lines))).isEqualTo(members);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      ignoreLeadingAndTrailingWhitespace = false,
      textBlock =
          """
          0|0
          -0|0
          42|42
          -42|-42
          007|7
          999999999999999|999999999999999
          -999999999999999|-999999999999999
          1.0|DECIMAL
          -1.123|DECIMAL
          123456789012.123|DECIMAL
          ?1|true
          ?0|false
          ""|''
          "a b"|'a b'
          "a\\"\\\\b"|'a"\\b'
          " !~"|' !~'
          abc|'abc'
          A*|'A*'
          *foo:bar/baz|'*foo:bar/baz'
          a!#$%&'*+-.^_~9|'a!#$%&'*+-.^_~9'
          ::|BYTES
          :aGVsbG8=:|BYTES
          :aGVsbG8:|BYTES
          :+/+/:|BYTES
          @0|DATE
          @-62135596800|DATE
          %""|DISPLAY_STRING
          %"a b ~"|DISPLAY_STRING
          %"f%c3%bc"|DISPLAY_STRING
          %"%22%25%f0%9f%92%a9"|DISPLAY_STRING
          ()|INNER_LIST
          (  )|INNER_LIST
          (1)|INNER_LIST
          ( 1 "b"   c )|INNER_LIST
          (1;a;b=2 c);d|INNER_LIST
          """)
  void values_of_every_type_are_read(String item, String value) {
    assertThat(read(List.of("a=" + item + ", b=1;p=" + (item.startsWith("(") ? "1" : item))))
        .isEqualTo("a=" + value + " b=1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "A",
        "1",
        "-a",
        "_a",
        "a b",
        "a;",
        "a; ",
        "a;B",
        "a;1",
        "a,",
        "a, ",
        "a,,b",
        ",a",
        "⏎a",
        "a⏎",
        "a=",
        "a= 1",
        "a =1",
        "a=1 b",
        "a=1;x=",
        "a=1;x= 1",
        "a;x y",
        "\ta",
        "a é",
        "é",
        "a=1;;b",
        "a=1 ;b",
        "a=&",
        "a={",
        "a=\u0000",
        "a==1",
        "a\u0000"
      })
  void what_is_no_dictionary_is_refused(String lines) {
    assertThat(SfDictionary.parse(Lines.of(lines))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-",
        "--1",
        "+1",
        "1000000000000000",
        "-1000000000000000",
        "1.",
        ".5",
        "-.5",
        "1.1234",
        "1234567890123.1",
        "1.1.1",
        "1e5",
        "٣",
        "?",
        "?2",
        "?true",
        "?10",
        "\"",
        "\"a",
        "\"a\\\"",
        "\"a\\b\"",
        "\"\\",
        "\"é\"",
        "\"\t\"",
        "\"\u007f\"",
        "\"\u001f\"",
        "\"\\\u0000\"",
        "'a'",
        "a\"",
        ":",
        ":a",
        ":a:",
        ":a=b:",
        ":é:",
        ":a b:",
        ":aGVsbG8==:",
        ":-_:",
        "@",
        "@a",
        "@1.5",
        "@-",
        "@ 1",
        "@\"1\"",
        "%",
        "%a",
        "%a\"b\"",
        "%\"",
        "%\"a",
        "%\"%\"",
        "%\"%a\"",
        "%\"%GG\"",
        "%\"%C3%BC\"",
        "%\"%c3\"",
        "%\"%ff\"",
        "%\"%g0\"",
        "%\"%0g\"",
        "%\"é\"",
        "%\"\u007f\"",
        "%\"\t\"",
        "%\"%ed%a0%80\"",
        "(",
        "(1",
        "(1 ",
        "(1,2)",
        "(1\"a\")",
        "(1\t2)",
        "((1))",
        "(1 2",
        "(1;)",
        "(1));",
        ")"
      })
  void what_is_no_value_is_refused(String item) {
    assertThat(SfDictionary.parse(List.of("a=" + item))).isEmpty();
    assertThat(SfDictionary.parse(List.of("a;x=" + item))).isEmpty();
    assertThat(SfDictionary.parse(List.of("a=(" + item + ")"))).isEmpty();
  }

  private static String read(List<String> lines) {
    Map<String, SfValue> members = SfDictionary.parse(lines).orElseThrow();
    return members.entrySet().stream()
        .map(member -> member.getKey() + "=" + text(member.getValue()))
        .collect(Collectors.joining(" "));
  }

  private static String text(SfValue value) {
    if (value instanceof SfValue.Int number) {
      return Long.toString(number.value());
    }
    if (value instanceof SfValue.Bool flag) {
      return Boolean.toString(flag.value());
    }
    return value instanceof SfValue.Text text ? "'" + text.value() + "'" : value.toString();
  }
}
