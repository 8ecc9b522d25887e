package dev.larder.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.larder.cache.CacheModule;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TTLs, base64 and entity tags as requests write them. */
class ValueTextTest {

  @Test
  void aTtlIsADurationOrNoneOrAbsent() {
    assertThat(TtlText.parse(null)).isEqualTo(CacheModule.DEFAULT_TTL);
    assertThat(TtlText.parse("none")).isEqualTo(CacheModule.NO_EXPIRY);
    assertThat(TtlText.parse("5m")).isEqualTo(Duration.ofMinutes(5));
    assertThat(TtlText.parse("1ms")).isEqualTo(Duration.ofMillis(1));
    assertThat(TtlText.parse("PT0.5S")).isEqualTo(Duration.ofMillis(500));
    assertThat(TtlText.parse("36500d")).isEqualTo(Duration.ofDays(36500));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0",
        "0s",
        "0ms",
        "PT0S",
        "-1s",
        "PT-5M",
        "5",
        "5 m",
        " 5m",
        "5M",
        "1.5h",
        "36501d",
        "99999999999999999999d",
        "None",
        "forever",
        "5m5s",
        "٣m"
      })
  void aTtlThatIsNoneIsRefused(String text) {
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> TtlText.parse(text))
        .satisfies(e -> assertThat(e.type()).isEqualTo(ProblemType.BAD_TTL));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "QQ",
        "QQ=",
        "QQ===",
        "QR==",
        "QUJ=",
        "QUI",
        "Q",
        "=",
        "====",
        "QUJD=",
        "QU JD",
        "QUJD\n",
        "QUJD\r\nQUJD",
        "-_-_",
        "QQ==QQ==",
        "*"
      })
  void base64ThatIsNotCanonicalIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Base64Text.decode(text));
  }

  @Test
  void base64HasExactlyOneTextForEachValue() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    String alphabet = "ABQRgwxyz059+/==";
    int read = 0;
    for (int round = 0; round < 50_000; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(9); i > 0; i--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      byte[] bytes;
      try {
        bytes = Base64Text.decode(text.toString());
      } catch (IllegalArgumentException e) {
        continue;
      }
      read++;
      assertThat(Base64Text.of(bytes)).as("seed %d", seed).isEqualTo(text.toString());
    }
    assertThat(read).as("seed %d", seed).isPositive();
    assertThat(Base64Text.decode("")).isEmpty();
  }

  @Test
  void entityTagsAreComparedAsTheirFieldAsks() {
    EntityTags tags = EntityTags.parse(List.of("\"a\", W/\"b\"", "\"c,d\""));
    assertThat(tags).isEqualTo(new EntityTags(false, List.of("\"a\"", "W/\"b\"", "\"c,d\"")));
    assertThat(tags.matches("\"a\"")).isTrue();
    assertThat(tags.matches("\"b\"")).isFalse();
    assertThat(tags.matchesWeakly("\"b\"")).isTrue();
    assertThat(tags.matches("\"c,d\"")).isTrue();
    assertThat(tags.matchesWeakly("\"c\"")).isFalse();
    assertThat(EntityTags.parse(List.of("*")).matches("\"x\"")).isTrue();
    assertThat(EntityTags.parse(List.of())).isNull();
    assertThat(EntityTags.parse(null)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "a", "\"a", "w/\"a\"", "\"a\" \"b\"", "*, \"a\"", "W/", ",", "\"a\";"})
  void entityTagsThatAreNotValidAreRefusedAndNotPassedOver(String field) {
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> EntityTags.parse(List.of(field)))
        .satisfies(e -> assertThat(e.type()).isEqualTo(ProblemType.BAD_REQUEST));
  }
}
