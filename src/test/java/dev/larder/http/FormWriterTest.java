package dev.larder.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The bytes in which the parts of a stored response are written, which other nodes read. */
class FormWriterTest {

  @ParameterizedTest
  @CsvSource({
    "0, 00",
    "1, 01",
    "127, 7f",
    "128, 8001",
    "2147483647, ffffffff07",
    "9223372036854775807, ffffffffffffffff7f"
  })
  void numbers_take_seven_bits_in_a_byte(long number, String bytes) {
    FormWriter writer = new FormWriter();
    writer.number(number);

    assertThat(hex(writer)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 00",
    "-1, 01",
    "1, 02",
    "-2, 03",
    "64, 8001",
    "9223372036854775807, feffffffffffffffff01",
    "-9223372036854775808, ffffffffffffffffff01"
  })
  void numbers_of_either_sign_are_short_when_they_are_small(long number, String bytes) {
    FormWriter writer = new FormWriter();
    writer.signed(number);

    assertThat(hex(writer)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @CsvSource({
    "'', 00",
    "a, 0261",
    "ä, 02e4",
    "ÿ, 02ff",
    "Ā, 030100",
    "☺, 03263a",
    "aĀ, 0500610100",
    "Āa, 0501000061"
  })
  void characters_take_one_byte_unless_one_needs_two(String text, String bytes) {
    FormWriter writer = new FormWriter();
    writer.text(text);

    assertThat(hex(writer)).isEqualTo(bytes);
  }

  @Test
  void a_name_of_the_table_takes_a_byte_and_another_its_text() {
    FormWriter writer = new FormWriter();
    writer.name("Content-Type");
    writer.name("X-A");
    writer.optional(null);
    writer.optional("");
    writer.optional("b");

    assertThat(hex(writer)).isEqualTo("01" + "0006582d41" + "00" + "0100" + "010262");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 254, 255, 256, 257, 505, 510, 511, 512, 513, 1023, 1024, 1025, 3000})
  void nothing_is_lost_whatever_the_length(int count) throws DamagedFormException {
    FormWriter numbers = new FormWriter();
    FormWriter names = new FormWriter();
    FormWriter options = new FormWriter();
    FormWriter texts = new FormWriter();
    for (int i = 0; i < count; i++) {
      numbers.number(i % 128);
      names.name("Content-Type");
      options.optional(null);
    }
    texts.text("a".repeat(count));
    texts.text("☺".repeat(count));
    texts.text("b".repeat(count));

    assertThat(hex(names)).isEqualTo("01".repeat(count));
    assertThat(hex(options)).isEqualTo("00".repeat(count));
    FormReader reader = new FormReader(content(numbers), 0);
    for (int i = 0; i < count; i++) {
      assertThat(reader.number()).isEqualTo(i % 128);
    }
    assertThat(reader.remaining()).isZero();
    FormReader text = new FormReader(content(texts), 0);
    assertThat(text.text()).isEqualTo("a".repeat(count));
    assertThat(text.text()).isEqualTo("☺".repeat(count));
    assertThat(text.text()).isEqualTo("b".repeat(count));
    assertThat(text.remaining()).isZero();
  }

  private static byte[] content(FormWriter writer) {
    return Arrays.copyOf(writer.array(), writer.length());
  }

  private static String hex(FormWriter writer) {
    return HexFormat.of().formatHex(content(writer));
  }
}
