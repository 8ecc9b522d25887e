package dev.larder.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What people and programs read of a rule. */
class RuleTest {

  @ParameterizedTest
  @EnumSource
  void aRuleHasATokenForPrograms(Rule rule) {
    assertThat(rule.token()).matches("[a-z]+(-[a-z]+)*");
    assertThat(rule.token().replace('-', '_')).isEqualToIgnoringCase(rule.name());
  }

  @ParameterizedTest
  @EnumSource
  void aRuleIsOneSentenceAndSaysWhereItIsWritten(Rule rule) {
    assertThat(rule.sentence()).matches("[A-Z][^.]*\\.").hasSizeLessThan(160);
    assertThat(rule.source())
        .matches(
            "(Larder(; )?)?(RFC (9110|9111|5861), sections? [0-9]+(\\.[0-9]+)*"
                + "((, | and )[0-9]+(\\.[0-9]+)*)*)?")
        .isNotEmpty();
  }

  @Test
  void everyRuleIsInAListAndNoneTwiceInOne() {
    Set<Rule> listed = EnumSet.of(Rule.SAME_ORIGIN, Rule.OTHER_ORIGIN);
    for (List<Rule> list :
        List.of(Rule.forReuse(), Rule.forCandidates(), Rule.forStoring(), Rule.forInvalidation())) {
      assertThat(list).doesNotHaveDuplicates();
      listed.addAll(list);
    }
    assertThat(listed).isEqualTo(EnumSet.allOf(Rule.class));
  }

  @Test
  void theTokensOfStoringAreThoseThatCacheStatusHasAlwaysHad() {
    List<String> tokens = new ArrayList<>();
    Rule.forStoring().forEach(rule -> tokens.add(rule.token()));
    assertThat(tokens)
        .containsExactly(
            "needs-resource",
            "method",
            "request-no-store",
            "connection",
            "status",
            "malformed-cache-control",
            "must-understand",
            "no-store",
            "private",
            "set-cookie",
            "authorization",
            "vary",
            "no-freshness",
            "stale",
            "stored");
  }
}
