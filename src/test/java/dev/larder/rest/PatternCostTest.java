package dev.larder.rest;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

class PatternCostTest {

  @Test
  void textInFrontOfTheFirstWildcardCostsNothing() {
    allowed("k".repeat(4_000) + "*");
    allowed("\\*".repeat(2_000));
    allowed("");
  }

  @Test
  void whatIsBehindTheFirstWildcardIsBounded() {
    for (String first : new String[] {"*", "?", "["}) {
      allowed(first + "a".repeat(256));
      refused(first + "a".repeat(257));
      refused("k" + first + "a".repeat(257));
    }
  }

  @Test
  void starsAreCountedAndThoseInARowAsOne() {
    allowed("*a".repeat(16));
    refused("*a".repeat(17));
    allowed("*".repeat(100));
  }

  private static void allowed(String glob) {
    assertThatCode(() -> PatternCost.check(glob, 256)).doesNotThrowAnyException();
  }

  private static void refused(String glob) {
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> PatternCost.check(glob, 256));
  }
}
