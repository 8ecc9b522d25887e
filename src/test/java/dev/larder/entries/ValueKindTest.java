package dev.larder.entries;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.cache.EntryHead;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValueKindTest {

  @ParameterizedTest
  @ValueSource(strings = {"0", "7", "-1", "9223372036854775807", "-9223372036854775808"})
  void whatCountersTakeIsAnInteger(String text) {
    assertThat(kind(text)).isEqualTo(ValueKind.INTEGER);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "\"x\"",
        "null",
        "true",
        " {\"a\":[1,{\"b\":\"\u00e9\"}]}\r\n",
        "1.5",
        "-0",
        "9223372036854775808",
        " 1",
        "[\"\\u0000\"]"
      })
  void oneDocumentIsJson(String text) {
    assertThat(kind(text)).isEqualTo(ValueKind.JSON);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello",
        "007",
        "+1",
        "{",
        "{} {}",
        "{}x",
        "[1,]",
        "{'a':1}",
        "nul",
        "1 2",
        "\"x",
        "flask==3.0.0\r\n\tx\n",
        "日本語 😀"
      })
  void whatPeopleCanReadIsText(String text) {
    assertThat(kind(text)).isEqualTo(ValueKind.TEXT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\0", "a\u0007b", "\u001b[31m", "\u0085", "[\"\0\"]"})
  void controlCharactersMakeItBinary(String text) {
    assertThat(kind(text)).isEqualTo(ValueKind.BINARY);
  }

  @Test
  void whatIsNoUtf8IsBinary() {
    assertThat(kind(new byte[] {(byte) 0xff})).isEqualTo(ValueKind.BINARY);
    assertThat(kind(new byte[] {'a', (byte) 0xe6, (byte) 0x97})).isEqualTo(ValueKind.BINARY);
    // A surrogate as if it were a character.
    assertThat(kind(new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80}))
        .isEqualTo(ValueKind.BINARY);
  }

  @Test
  void nestingWithoutEndIsNoJson() {
    assertThat(kind("[".repeat(5_000) + "]".repeat(5_000))).isEqualTo(ValueKind.TEXT);
  }

  @Test
  void aLongValueIsJudgedByHowItBegins() {
    byte[] text = "日".repeat(171).getBytes(StandardCharsets.UTF_8);
    assertThat(text).hasSizeGreaterThan(EntryHead.BEGINNING);
    // The cut is within a character, which is no fault of the value.
    assertThat(cut(text)).isEqualTo(ValueKind.TEXT);
    byte[] digits = "1".repeat(EntryHead.BEGINNING).getBytes(StandardCharsets.UTF_8);
    assertThat(cut(digits)).isEqualTo(ValueKind.TEXT);
    text[100] = 0;
    assertThat(cut(text)).isEqualTo(ValueKind.BINARY);
  }

  private static ValueKind cut(byte[] value) {
    return ValueKind.of(new EntryHead(1_000_000, Arrays.copyOf(value, EntryHead.BEGINNING), null));
  }

  private static ValueKind kind(String text) {
    return kind(text.getBytes(StandardCharsets.UTF_8));
  }

  private static ValueKind kind(byte[] value) {
    return ValueKind.of(new EntryHead(value.length, value, null));
  }
}
