package dev.larder.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The written forms of durations and sizes, and the bounds of TTLs. */
class DurationsTest {

  @ParameterizedTest
  @CsvSource({
    "300ms, PT0.3S",
    "30s, PT30S",
    "5m, PT5M",
    "1h, PT1H",
    "7d, PT168H",
    "0s, PT0S",
    "007s, PT7S",
    "PT5M, PT5M",
    "P1D, PT24H",
    "PT0.001S, PT0.001S",
    "36500d, PT876000H"
  })
  void short_and_iso_forms_are_read(String text, String iso) {
    assertThat(Durations.parse(text)).isEqualTo(Duration.parse(iso));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "5",
        "5 m",
        "5M",
        "-5m",
        "+5m",
        "5.5m",
        "5min",
        "m",
        "٣m",
        "5m\n",
        "1h30m",
        "PT",
        "P1Y",
        "pt5m",
        "-PT5M",
        "PT-5M",
        "36501d",
        "999999999999999999d",
        "P999999999D",
        "NaN"
      })
  void anything_else_is_refused_with_a_message(String text) {
    assertThatThrownBy(() -> Durations.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .isNotBlank();
  }

  @Test
  void a_ttl_is_rounded_up_to_a_millisecond_and_bounded() {
    assertThat(Ttl.of(Duration.ofNanos(1)).millis()).isEqualTo(1);
    assertThat(Ttl.of(Duration.ofNanos(1_000_001)).millis()).isEqualTo(2);
    assertThat(Ttl.of(Duration.ofMillis(5)).millis()).isEqualTo(5);
    assertThat(Ttl.of(CacheModule.NO_EXPIRY).isNone()).isTrue();
    assertThat(Ttl.of(Ttl.MAX).millis()).isEqualTo(Ttl.MAX.toMillis());
    for (Duration wrong :
        new Duration[] {
          Duration.ZERO,
          Duration.ofNanos(-1),
          Ttl.MAX.plusNanos(1),
          Duration.ofSeconds(Long.MIN_VALUE)
        }) {
      assertThatThrownBy(() -> Ttl.of(wrong)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "512B, 512", "64KB, 65536", "100MB, 104857600", "2GB, 2147483648"})
  void sizes_are_read(String text, long bytes) {
    assertThat(ByteSizes.parse(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "MB", "-1", "1.5GB", "1 MB", "1mb", "1TB", "999999999999999GB"})
  void other_sizes_are_refused(String text) {
    assertThatThrownBy(() -> ByteSizes.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
