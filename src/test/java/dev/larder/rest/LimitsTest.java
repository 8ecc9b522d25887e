package dev.larder.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitsTest {

  private static final Map<String, String> DEFAULTS =
      Map.of(
          "larder.limits.key", "4KB",
          "larder.limits.value", "8MB",
          "larder.limits.body", "16MB",
          "larder.limits.bulk", "1000",
          "larder.limits.page", "1000",
          "larder.limits.pattern", "256",
          "larder.limits.scans", "8",
          "larder.limits.headers", "32KB");

  @Test
  void limitsAreReadAsSizesAndCounts() {
    assertThat(read(DEFAULTS))
        .isEqualTo(new Limits(4096, 8 << 20, 16 << 20, 1000, 1000, 256, 8, 32 << 10));
  }

  @ParameterizedTest
  @CsvSource({
    "larder.limits.key,0",
    "larder.limits.key,4KiB",
    "larder.limits.key,2MB",
    "larder.limits.value,-1",
    "larder.limits.value,99GB",
    "larder.limits.body,1B",
    "larder.limits.body,2GB",
    "larder.limits.bulk,0",
    "larder.limits.bulk,many",
    "larder.limits.bulk,1000000000",
    "larder.limits.page,''",
    "larder.limits.page,1KB",
    "larder.limits.pattern,0",
    "larder.limits.pattern,5000",
    "larder.limits.scans,0",
    "larder.limits.headers,100B"
  })
  void aWrongLimitIsRefusedWithItsKeyAndWhatIsAllowed(String key, String value) {
    Map<String, String> settings = new HashMap<>(DEFAULTS);
    settings.put(key, value);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(settings))
        .withMessageContaining(key)
        .withMessageMatching(".*(allowed|write a whole number|has no value).*");
  }

  private static Limits read(Map<String, String> settings) {
    return Limits.read(new Settings(key -> Optional.ofNullable(settings.get(key))));
  }
}
