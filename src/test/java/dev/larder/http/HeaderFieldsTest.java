package dev.larder.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.http.HeaderFields.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The lines of a message. */
class HeaderFieldsTest {

  private static final HeaderFields FIELDS =
      HeaderFields.of("A", "1", "b", "2", "a", "3", "C", "", "A", "1");

  @ParameterizedTest
  @CsvSource({"A, 1/3/1, 1", "a, 1/3/1, 1", "B, 2, 2", "c, '', ''"})
  void names_are_found_in_any_letter_case(String name, String values, String first) {
    assertThat(FIELDS.has(name)).isTrue();
    assertThat(String.join("/", FIELDS.values(name))).isEqualTo(values);
    assertThat(FIELDS.first(name)).hasValue(first);
  }

  @Test
  void absent_names_are_not_found() {
    assertThat(FIELDS.has("AA")).isFalse();
    assertThat(FIELDS.values("AA")).isEmpty();
    assertThat(FIELDS.first("AA")).isEmpty();
    assertThat(HeaderFields.NONE.has("A")).isFalse();
  }

  @Test
  void lines_stay_in_their_order_and_spelling() {
    assertThat(Lines.text(FIELDS)).isEqualTo("A: 1 ⏎ b: 2 ⏎ a: 3 ⏎ C:  ⏎ A: 1");
  }

  @Test
  void they_are_made_of_maps_and_lists() {
    Map<String, List<String>> map = new LinkedHashMap<>();
    map.put("A", List.of("1", "2"));
    map.put("B", List.of());
    map.put("C", List.of("3"));

    assertThat(HeaderFields.of(map)).isEqualTo(HeaderFields.of("A", "1", "A", "2", "C", "3"));
    assertThat(HeaderFields.of(List.of())).isSameAs(HeaderFields.NONE);
    assertThat(HeaderFields.of(Map.of()).lines()).isEmpty();
  }

  @Test
  void a_name_without_a_value_is_refused() {
    assertThatThrownBy(() -> HeaderFields.of("A", "1", "B"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a name without a value");
  }

  @Test
  void later_changes_of_the_list_they_were_made_of_do_not_show() {
    List<Field> lines = new ArrayList<>(List.of(new Field("A", "1")));
    HeaderFields fields = HeaderFields.of(lines);
    lines.add(new Field("B", "2"));

    assertThat(fields.has("B")).isFalse();
  }

  @Test
  void names_can_be_left_out() {
    assertThat(Lines.text(FIELDS.without(Set.of("a", "x")))).isEqualTo("b: 2 ⏎ C: ");
    assertThat(FIELDS.without(Set.of())).isEqualTo(FIELDS);
    assertThat(Lines.text(FIELDS.only(field -> field.value().equals("1"))))
        .isEqualTo("A: 1 ⏎ A: 1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          A: 1 ⏎ B: 2             | A | 9 | A: 9 ⏎ B: 2
          A: 1 ⏎ B: 2 ⏎ a: 3      | a | 9 | A: 9 ⏎ B: 2
          A: 1                    | B | 9 | A: 1 ⏎ B: 9
          A: 1 ⏎ b: 2 ⏎ C: 3      | B | 9 | A: 1 ⏎ b: 9 ⏎ C: 3
          """)
  void a_line_takes_the_place_of_all_of_its_name(
      String fields, String name, String value, String changed) {
    assertThat(Lines.text(Lines.fields(fields).with(name, value))).isEqualTo(changed);
  }

  @Test
  void they_are_equal_when_all_lines_are() {
    HeaderFields fields = HeaderFields.of("A", "1", "B", "2");

    assertThat(fields)
        .isEqualTo(HeaderFields.of("A", "1", "B", "2"))
        .hasSameHashCodeAs(HeaderFields.of("A", "1", "B", "2"))
        .isNotEqualTo(HeaderFields.of("B", "2", "A", "1"))
        .isNotEqualTo(HeaderFields.NONE)
        .isNotEqualTo("A");
    assertThat(fields.hashCode()).isNotEqualTo(HeaderFields.NONE.hashCode());
    assertThat(fields.toString()).contains("A", "1", "B", "2");
  }
}
