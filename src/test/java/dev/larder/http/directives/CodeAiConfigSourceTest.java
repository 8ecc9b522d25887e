package dev.larder.http.directives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The settings that Larder takes from the platform's environment and from the file. */
class CodeAiConfigSourceTest {

  private static final String CONFIG =
      "config { cache: redis { ttl: 10m  url: \"redis://file:1\"  prefix: \"file\" } }";

  @TempDir Path directory;
  private final Map<String, String> properties = new HashMap<>();
  private final Map<String, String> environment = new HashMap<>();

  @Test
  void it_stands_above_the_defaults_and_an_applications_file_and_below_an_operators_settings()
      throws IOException {
    Properties defaults = new Properties();
    try (var in = getClass().getResourceAsStream("/META-INF/microprofile-config.properties")) {
      defaults.load(in);
    }
    int larder = Integer.parseInt(defaults.getProperty(ConfigSource.CONFIG_ORDINAL));
    assertThat(source().getOrdinal())
        .isEqualTo(110)
        .isGreaterThan(larder)
        .isGreaterThan(ConfigSource.DEFAULT_ORDINAL)
        .isLessThan(300);
    assertThat(source().getValue(ConfigSource.CONFIG_ORDINAL)).isNull();
  }

  @Test
  void a_server_finds_it_and_may_make_it_without_anything_being_read() {
    assertThat(ServiceLoader.load(ConfigSource.class))
        .hasAtLeastOneElementOfType(CodeAiConfigSource.class);
    AtomicInteger asked = new AtomicInteger();
    CodeAiConfigSource source =
        new CodeAiConfigSource(
            environment::get,
            () -> {
              asked.incrementAndGet();
              return read();
            });
    assertThat(source.getValue("some.other.key")).isNull();
    assertThat(source.getName()).isNotBlank();
    assertThat(asked).hasValue(0);
  }

  @Test
  void it_gives_nothing_when_nothing_is_set() {
    assertThat(source().getProperties()).isEmpty();
    assertThat(source().getPropertyNames()).isEmpty();
  }

  @Test
  void it_knows_the_names_of_the_platforms_environment() {
    environment.put("CODEAI_CACHE_TYPE", " redis ");
    environment.put("CODEAI_REDIS_URL", "redis://env:1");
    environment.put("CODEAI_CACHE_PREFIX", "env");
    environment.put("CODEAI_CACHE_DEFAULT_TTL", "1h");
    assertThat(source().getProperties())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "larder.cache.type", "redis",
                "larder.cache.url", "redis://env:1",
                "larder.cache.prefix", "env",
                "larder.cache.default-ttl", "1h"));
  }

  @Test
  void it_gives_what_the_config_block_of_the_file_says() throws IOException {
    name(file(CONFIG));
    assertThat(source().getProperties())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "larder.cache.type", "redis",
                "larder.cache.url", "redis://file:1",
                "larder.cache.prefix", "file",
                "larder.cache.default-ttl", "PT10M"));
  }

  @Test
  void the_environment_wins_over_the_file_key_by_key() throws IOException {
    name(file(CONFIG));
    environment.put("CODEAI_CACHE_TYPE", "memory");
    environment.put("CODEAI_CACHE_PREFIX", " ");
    assertThat(source().getValue("larder.cache.type")).isEqualTo("memory");
    assertThat(source().getValue("larder.cache.prefix")).isEqualTo("file");
    assertThat(source().getValue("larder.cache.default-ttl")).isEqualTo("PT10M");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"larder.http.directives", "larder_http_directives", "LARDER_HTTP_DIRECTIVES"})
  void the_file_is_named_by_the_environment_or_before_it_by_a_system_property(String variable)
      throws IOException {
    environment.put(variable, file("config { cache: redis }").toString());
    assertThat(source().getValue("larder.cache.type")).isEqualTo("redis");
    name(file("config { cache: memory }"));
    assertThat(source().getValue("larder.cache.type")).isEqualTo("memory");
  }

  @Test
  void a_file_that_cannot_be_used_gives_no_settings_and_leaves_the_environments()
      throws IOException {
    name(file("config { cache: redis { ttl: soon } }"));
    environment.put("CODEAI_CACHE_PREFIX", "env");
    assertThat(source().getProperties())
        .containsExactlyInAnyOrderEntriesOf(Map.of("larder.cache.prefix", "env"));
    assertThatThrownBy(() -> read().get())
        .isInstanceOf(DirectivesException.class)
        .hasMessageContaining(".cai:1:30: expected a duration but found 'soon'");
  }

  @Test
  void a_file_that_is_not_there_is_reported_with_its_name_and_the_setting() {
    name(directory.resolve("none.cai"));
    assertThatThrownBy(() -> read().get())
        .isInstanceOf(DirectivesException.class)
        .hasMessageStartingWith(directory.resolve("none.cai") + ": ")
        .hasMessageContaining("larder.http.directives")
        .hasMessageContaining("does not exist");
    name(directory);
    assertThatThrownBy(() -> read().get()).hasMessageContaining("is no file");
    properties.put("larder.http.directives", "a\0b");
    assertThatThrownBy(() -> read().get())
        .isInstanceOf(DirectivesException.class)
        .hasMessageContaining("cannot be read");
  }

  @Test
  void a_file_that_is_no_text_or_far_too_large_is_refused() throws IOException {
    byte[] latin = "# ok\nendpoint GET /caf\u00e9 {}".getBytes(StandardCharsets.ISO_8859_1);
    name(Files.write(directory.resolve("latin.cai"), latin));
    assertThatThrownBy(() -> read().get())
        .hasMessageContaining("latin.cai:2:18: expected text in UTF-8");
    name(Files.write(directory.resolve("large.cai"), new byte[DirectivesFile.LIMIT + 1]));
    assertThatThrownBy(() -> read().get()).hasMessageContaining("larger than 4 MB");
  }

  @Test
  void a_byte_order_mark_is_no_mistake() throws IOException {
    name(file("\uFEFFconfig { cache: redis }"));
    assertThat(source().getValue("larder.cache.type")).isEqualTo("redis");
  }

  @Test
  void no_name_or_a_blank_one_means_no_file() {
    assertThat(read().get()).isEmpty();
    properties.put("larder.http.directives", "  ");
    assertThat(read().get()).isEmpty();
  }

  private Path file(String text) throws IOException {
    return Files.writeString(Files.createTempFile(directory, "app", ".cai"), text);
  }

  private void name(Path file) {
    properties.put("larder.http.directives", file.toString());
  }

  private DirectivesFile read() {
    return DirectivesFile.read(properties::get, environment::get);
  }

  private CodeAiConfigSource source() {
    return new CodeAiConfigSource(environment::get, this::read);
  }
}
