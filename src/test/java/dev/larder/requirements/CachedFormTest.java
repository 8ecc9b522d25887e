package dev.larder.requirements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CachedFormTest {

  private static final Requirements FLASK = Requirements.of("flask\n");

  @Test
  void theFormIsOneObjectWithContentAndHashInUtf8() {
    Requirements pair = Requirements.of("ü\t\"\\ \u2028\ud83d\ude00\n");
    assertThat(new String(CachedForm.write(pair), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"content\":\"ü\\t\\\"\\\\ \u2028\ud83d\ude00\\n\",\"hash\":\""
                + pair.hash()
                + "\"}");
  }

  @Test
  void anyContentComesBackAndOtherReadersUnderstandIt() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      StringBuilder content = new StringBuilder();
      for (int length = random.nextInt(40); length > 0; length--) {
        int c = 1 + random.nextInt(random.nextBoolean() ? 127 : 0x10ffff);
        content.appendCodePoint(c >= 0xd800 && c < 0xe000 ? 'x' : c);
      }
      Requirements pair = Requirements.of(content.toString());
      byte[] bytes = CachedForm.write(pair);
      assertThat(CachedForm.read(bytes)).as("seed %d", seed).contains(pair);
      JsonNode json = new ObjectMapper().readTree(bytes);
      assertThat(json.size()).isEqualTo(2);
      assertThat(json.get("content").textValue()).isEqualTo(content.toString());
    }
  }

  @Test
  void otherWritersSpacesEscapesAndOrderAreUnderstood() {
    String python = "{\"hash\": \"" + FLASK.hash() + "\", \"content\": \"\\u0066lask\\n\"}";
    assertThat(CachedForm.read(python.getBytes(StandardCharsets.UTF_8))).contains(FLASK);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "\"flask\"",
        "{}",
        "{\"content\":\"flask\\n\"}",
        "{\"content\":\"flask\\n\",\"hash\":null}",
        "{\"content\":\"flask\\n\",\"hash\":\"HASH\",\"more\":1}",
        "{\"content\":\"other\\n\",\"hash\":\"HASH\"}",
        "{\"content\":\"flask\\n\",\"hash\":\"HASH\"} x",
        "{\"content\":\"flask\\n\",\"hash\":\"HASH\",\"hash\":\"HASH\"}",
        "{\"content\":\"flask\\n\",\"hash\":\"HASH\"",
        "{\"content\":\"\\ud800\",\"hash\":\"HASH\"}"
      })
  void anythingElseIsNoCopy(String text) {
    byte[] bytes = text.replace("HASH", FLASK.hash()).getBytes(StandardCharsets.UTF_8);
    assertThat(CachedForm.read(bytes)).isEmpty();
  }

  @Test
  void bytesThatAreNoUtf8AreNoCopy() {
    byte[] bytes = CachedForm.write(FLASK);
    bytes[13] = (byte) 0xff;
    assertThat(CachedForm.read(bytes)).isEmpty();
  }

  @Test
  void thePairRefusesAHashThatIsNotTheContentsAndKeepsTheContentOutOfMessages() {
    assertThatThrownBy(() -> new Requirements("secret", FLASK.hash()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> new Requirements(FLASK.content(), FLASK.hash().toUpperCase()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(Requirements.of("secret").toString()).doesNotContain("secret");
    assertThat(Requirements.of("").hash())
        .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assertThat(Requirements.of("ü€😀").sizeBytes()).isEqualTo(9);
  }
}
