package dev.larder.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be written as a tag. */
class TagTemplateTest {

  @Test
  void parameters_are_filled_in_as_they_are_given() {
    TagTemplate template = TagTemplate.parse("product:{id}/{ locale }");
    assertThat(template.names()).containsExactly("id", "locale");
    assertThat(template.expand(Map.of("id", List.of("a b/{x}"), "locale", List.of("de", "en"))))
        .isEqualTo("product:a b/{x}/de");
    assertThat(TagTemplate.parse("{a}{a}").expand(Map.of("a", List.of("$1")))).isEqualTo("$1$1");
    assertThat(TagTemplate.parse("{a.b-c_1}").names()).containsExactly("a.b-c_1");
  }

  @Test
  void a_text_without_braces_is_itself() {
    TagTemplate template = TagTemplate.parse("products");
    assertThat(template.names()).isEmpty();
    assertThat(template.expand(Map.of())).isEqualTo("products");
    assertThat(template).hasToString("products");
  }

  @Test
  void what_begins_with_a_slash_is_a_path() {
    assertThat(TagTemplate.parse("/products/{id}").isPath()).isTrue();
    assertThat(TagTemplate.parse("products/{id}").isPath()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "}", "a{b", "a}b", "{}", "{ }", "{a b}", "{id: [0-9]+}", "{-a}"})
  void what_is_no_template_is_refused_with_its_text(String text) {
    assertThatThrownBy(() -> TagTemplate.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(text.isEmpty() ? "a tag is not empty" : "'" + text + "'");
  }

  @Test
  void a_parameter_without_a_value_is_named() {
    TagTemplate template = TagTemplate.parse("product:{id}");
    assertThatThrownBy(() -> template.expand(Map.of("name", List.of("x"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'product:{id}' needs the path parameter 'id'");
    assertThatThrownBy(() -> template.expand(Map.of("id", List.of())))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
