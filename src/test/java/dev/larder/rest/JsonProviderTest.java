package dev.larder.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedHashMap;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonProviderTest {

  /** A body like those of the API. */
  public record Body(List<String> keys, Map<String, String> items, String ttl) {}

  @Test
  void aBodyIsReadAsItsType() throws IOException {
    assertThat(read("{\"keys\":[\"a\",\"\\u0000é\"],\"items\":{\"\":\"QQ==\"}}"))
        .isEqualTo(new Body(List.of("a", "\u0000é"), Map.of("", "QQ=="), null));
    assertThat(read("{\"ttl\":\"" + "x".repeat(21_000_000) + "\"}")).isInstanceOf(Body.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "{",
        "{\"keys\":[}",
        "[]",
        "\"text\"",
        "{\"keys\":\"a\"}",
        "{\"keys\":[1]}",
        "{\"keys\":[true]}",
        "{\"keys\":[[\"a\"]]}",
        "{\"ttl\":5}",
        "{\"ttl\":{}}",
        "{\"kexs\":[]}",
        "{\"keys\":[],\"keys\":[]}",
        "{\"items\":{\"a\":\"QQ==\",\"a\":\"QUE=\"}}",
        "{\"items\":{\"a\":\"QQ==\",\"\\u0061\":\"QUE=\"}}",
        "{\"keys\":[]} x",
        "{\"keys\":[]}{}",
        "{'keys':[]}",
        "{keys:[]}",
        "{\"keys\":[],}",
        "/**/{}",
        "{\"ttl\":\"a\nb\"}",
        "NaN"
      })
  void aBodyThatIsNotStrictlyWhatIsAskedForIsRefused(String json) {
    assertRefused(json.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aBodyThatIsNotUtf8IsRefused() {
    String json = "{\"ttl\":\"é\"}";
    assertRefused(json.getBytes(StandardCharsets.ISO_8859_1));
    assertRefused(json.getBytes(StandardCharsets.UTF_16));
    assertRefused(
        new byte[] {'{', '"', 't', 't', 'l', '"', ':', '"', (byte) 0xc0, (byte) 0xaf, '"', '}'});
  }

  @Test
  void aBodyThatIsNestedDeeplyIsRefused() {
    assertRefused("{\"items\":".repeat(50_000).getBytes(StandardCharsets.UTF_8));
    assertRefused("[".repeat(1_000_000).getBytes(StandardCharsets.UTF_8));
  }

  private static void assertRefused(byte[] body) {
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> read(body))
        .satisfies(e -> assertThat(e.type()).isEqualTo(ProblemType.BAD_JSON))
        .satisfies(e -> assertThat(e.detail()).doesNotContain("dev.larder", "java.", "Jackson"));
  }

  private static Object read(String json) throws IOException {
    return read(json.getBytes(StandardCharsets.UTF_8));
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // the signature that JAX-RS prescribes
  private static Object read(byte[] body) throws IOException {
    return new JsonProvider()
        .readFrom(
            (Class) Body.class,
            Body.class,
            new Annotation[0],
            MediaType.APPLICATION_JSON_TYPE,
            new MultivaluedHashMap<>(),
            new ByteArrayInputStream(body));
  }
}
