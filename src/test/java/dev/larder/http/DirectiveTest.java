package dev.larder.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an endpoint may ask for. */
class DirectiveTest {

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT1S", "P36500D"})
  void a_lifetime_is_between_nothing_and_a_hundred_years(Duration lifetime) {
    assertThat(directive(lifetime, null).lifetime()).isEqualTo(lifetime);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT-1S", "P36501D"})
  void another_lifetime_is_refused(Duration lifetime) {
    assertThatThrownBy(() -> directive(lifetime, null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void all_parameters_and_none_are_not_the_same() {
    assertThat(directive(null, null).parameters()).isNull();
    assertThat(directive(null, List.of()).parameters()).isEmpty();
  }

  @Test
  void later_changes_of_the_lists_it_was_made_of_do_not_show() {
    List<String> names = new ArrayList<>(List.of("a"));
    Directive directive = new Directive(null, false, names, names, names, false, false);
    names.add("b");

    assertThat(directive.parameters()).containsExactly("a");
    assertThat(directive.varyBy()).containsExactly("a");
    assertThat(directive.tags()).containsExactly("a");
  }

  @Test
  void a_source_says_nothing_of_endpoints_that_it_does_not_know() {
    assertThat(DirectiveSource.NONE.directive("GET", "/a")).isEmpty();
    assertThat(DirectiveSource.NONE.switchesOff("GET", "/a")).isFalse();
    assertThat(DirectiveSource.NONE.origin("GET", "/a")).contains("DirectiveSource");
  }

  private static Directive directive(Duration lifetime, List<String> parameters) {
    return new Directive(lifetime, false, parameters, List.of(), List.of(), false, false);
  }
}
