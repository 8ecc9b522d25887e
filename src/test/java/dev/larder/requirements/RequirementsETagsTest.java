package dev.larder.requirements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.rest.EntityTags;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RequirementsETagsTest {

  private static EntityTags tags(String field) {
    return EntityTags.parse(List.of(field));
  }

  @Test
  void bothTagsOfARepresentationMeanTheSameContent() {
    assertThat(RequirementsETags.condition(tags("\"a\", \"b-json\""), null))
        .isEqualTo(SaveCondition.hashIn(Set.of("a", "b")));
  }

  @Test
  void weakTagsNeverMatch() {
    assertThat(RequirementsETags.condition(tags("W/\"a\""), null))
        .isEqualTo(SaveCondition.hashIn(Set.of()));
  }

  @Test
  void aStarAsksForSomethingOrNothingToBeThere() {
    assertThat(RequirementsETags.condition(null, null)).isEqualTo(SaveCondition.none());
    assertThat(RequirementsETags.condition(tags("*"), null)).isEqualTo(SaveCondition.present());
    assertThat(RequirementsETags.condition(null, tags("*"))).isEqualTo(SaveCondition.absent());
  }

  @Test
  void conditionsThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> RequirementsETags.condition(null, tags("\"a\"")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> RequirementsETags.condition(tags("*"), tags("*")))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
