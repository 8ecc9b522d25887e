package dev.larder.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is digested into a key: it may never change, since the keys of other nodes must fit. */
class KeyDigestTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``                  | 01
          a                   | 0261
          abc                 | 04616263
          \u007f             | 027f
          \u0080             | 02c280
          ä                   | 02c3a4
          \u07ff             | 02dfbf
          \u0800             | 02e0a080
          ☺                   | 02e298ba
          \uffff             | 02efbfbf
          \ud83d\ude00      | 03eda0bdedb880
          """)
  void a_part_is_its_length_and_one_after_the_other_its_characters(String part, String bytes) {
    assertThat(new KeyDigest().part(part).text()).isEqualTo(sha256(bytes));
  }

  @Test
  void keys_made_at_once_are_the_same_as_one_after_the_other() {
    List<String> expected = IntStream.range(0, 200_000).mapToObj(KeyDigestTest::text).toList();
    List<String> made =
        IntStream.range(0, 200_000).parallel().mapToObj(KeyDigestTest::text).toList();
    assertThat(made).isEqualTo(expected);
  }

  private static String text(int number) {
    return new KeyDigest().part("part " + number).text();
  }

  @Test
  void a_lone_surrogate_is_like_no_other() {
    assertThat(new KeyDigest().part("\ud800").text()).isEqualTo(sha256("02eda080"));
    assertThat(new KeyDigest().part("\udfff").text()).isEqualTo(sha256("02edbfbf"));
  }

  @Test
  void no_part_is_not_an_empty_one() {
    assertThat(new KeyDigest().part(null).text()).isEqualTo(sha256("00"));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 00",
    "1, 01",
    "127, 7f",
    "128, 8001",
    "300, ac02",
    "16383, ff7f",
    "16384, 808001",
    "2147483647, ffffffff07"
  })
  void a_count_is_written_seven_bits_in_a_byte(int count, String bytes) {
    assertThat(new KeyDigest().count(count).text()).isEqualTo(sha256(bytes));
  }

  @Test
  void parts_marks_and_counts_follow_each_other() {
    assertThat(new KeyDigest().mark(5).count(2).part("a").part(null).mark(127).text())
        .isEqualTo(sha256("05" + "02" + "0261" + "00" + "7f"));
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        1, 100, 105, 106, 107, 310, 314, 315, 316, 317, 318, 319, 320, 321, 639, 640, 641, 5000
      })
  void nothing_is_lost_whatever_the_length(int length) {
    String wide = "☺".repeat(length);
    String narrow = "a".repeat(length);
    String count = HexFormat.of().formatHex(varint(length + 1));

    assertThat(new KeyDigest().part(wide).text())
        .isEqualTo(sha256(count + "e298ba".repeat(length)));
    assertThat(new KeyDigest().part(narrow).mark(1).text())
        .isEqualTo(sha256(count + "61".repeat(length) + "01"));
    KeyDigest counts = new KeyDigest();
    KeyDigest marks = new KeyDigest();
    for (int i = 0; i < length; i++) {
      counts.count(128);
      marks.mark(2);
    }
    assertThat(counts.text()).isEqualTo(sha256("8001".repeat(length)));
    assertThat(marks.text()).isEqualTo(sha256("02".repeat(length)));
  }

  private static byte[] varint(int number) {
    return number < 128
        ? new byte[] {(byte) number}
        : new byte[] {(byte) (number & 0x7f | 0x80), (byte) (number >> 7)};
  }

  private static String sha256(String hex) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(HexFormat.of().parseHex(hex));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
