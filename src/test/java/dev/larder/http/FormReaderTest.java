package dev.larder.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The steps through stored bytes: each ends within them, or says that they are damaged. */
class FormReaderTest {

  @ParameterizedTest
  @CsvSource({
    "00, 0",
    "01, 1",
    "7f, 127",
    "8001, 128",
    "ffffffff07, 2147483647",
    "8000, 0",
    "808080808000, 0"
  })
  void numbers_are_read(String bytes, int number) throws DamagedFormException {
    assertThat(reader(bytes).number()).isEqualTo(number);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "80", "8080", "8080808008", "80808080808080808001", "8080808080808080808000"})
  void what_is_no_number_of_this_size_is_damage(String bytes) {
    assertThatThrownBy(() -> reader(bytes).number()).isInstanceOf(DamagedFormException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "00, 0",
    "01, -1",
    "02, 1",
    "03, -2",
    "feffffffffffffffff01, 9223372036854775807",
    "ffffffffffffffffff01, -9223372036854775808"
  })
  void signed_numbers_are_read(String bytes, long number) throws DamagedFormException {
    assertThat(reader(bytes).signed()).isEqualTo(number);
  }

  @Test
  void a_count_is_no_larger_than_what_can_follow() throws DamagedFormException {
    assertThat(reader("0200000000").count(2)).isEqualTo(2);
    assertThat(reader("0000").count(9)).isZero();
    assertThatThrownBy(() -> reader("02000000").count(2)).isInstanceOf(DamagedFormException.class);
    assertThatThrownBy(() -> reader("0300000000").count(2))
        .isInstanceOf(DamagedFormException.class);
  }

  @ParameterizedTest
  @CsvSource({"00, ''", "0261, a", "0462e4, bä", "0120, ''", "03263a, ☺", "05006126 3a, a☺"})
  void texts_are_read_to_the_last_byte(String bytes, String text) throws DamagedFormException {
    FormReader reader = reader(bytes.replace(" ", ""));

    assertThat(reader.text()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "02", "0461", "0300", "05006126", "ffffffff0f61"})
  void a_text_that_is_cut_off_is_damage(String bytes) {
    assertThatThrownBy(() -> reader(bytes).text()).isInstanceOf(DamagedFormException.class);
  }

  @Test
  void a_number_that_no_name_has_is_damage() throws DamagedFormException {
    int last = FieldNames.size();

    assertThat(new FormReader(new byte[] {(byte) last}, 0).name()).isNotEmpty();
    assertThatThrownBy(() -> new FormReader(new byte[] {(byte) (last + 1)}, 0).name())
        .isInstanceOf(DamagedFormException.class);
    assertThatThrownBy(() -> reader("80").name()).isInstanceOf(DamagedFormException.class);
  }

  private static FormReader reader(String bytes) {
    return new FormReader(HexFormat.of().parseHex(bytes), 0);
  }
}
