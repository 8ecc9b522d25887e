package dev.larder.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Entity tags that are made of a body. */
class StrongEtagTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``      | "47DEQpj8HBSa-_TImW-5JA"
          abc     | "ungWv48Bz-pBQUDeXa4iIw"
          """)
  void they_are_the_first_half_of_the_sha_256(String body, String tag) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);

    assertThat(StrongEtag.fieldValue(bytes)).isEqualTo(tag);
    assertThat(StrongEtag.of(bytes)).isEqualTo(EntityTag.parse(tag).orElseThrow());
  }

  @Test
  void they_are_strong_and_differ_with_one_bit() {
    byte[] body = new byte[2048];
    EntityTag tag = StrongEtag.of(body);
    body[2047] = 1;

    assertThat(tag.matchesStrongly(StrongEtag.of(new byte[2048]))).isTrue();
    assertThat(tag.matchesWeakly(StrongEtag.of(body))).isFalse();
  }
}
