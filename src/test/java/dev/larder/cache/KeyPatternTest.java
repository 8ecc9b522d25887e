package dev.larder.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class KeyPatternTest {

  @Test
  void theEmptyKeyIsMatchedByTheEmptyPatternAndByOneStar() {
    assertThat(KeyPattern.glob("").matches("")).isTrue();
    assertThat(KeyPattern.glob("*").matches("")).isTrue();
    assertThat(KeyPattern.glob("**").matches("")).isFalse();
    assertThat(KeyPattern.glob("?*").matches("")).isFalse();
    assertThat(KeyPattern.glob("").matches("a")).isFalse();
  }

  @Test
  void behindALiteralPrefixEveryRunOfStarsMatchesTheEmptyRest() {
    assertThat(KeyScan.of("p:", "**").matcher().test("p:")).isTrue();
    assertThat(KeyScan.of("p:", "").matcher().test("p:")).isTrue();
    assertThat(KeyScan.of("p:", "?").matcher().test("p:")).isFalse();
    assertThat(KeyScan.of("p:", "*").matcher().test("")).isFalse();
  }

  @Test
  void literalTextBecomesAPatternOfItself() {
    for (String literal : StoreRules.HOSTILE_KEYS) {
      KeyPattern pattern = KeyPattern.startingWith(literal);
      assertThat(pattern.matches(literal + "x")).as(literal).isTrue();
      assertThat(KeyPattern.glob(KeyPattern.escape(literal)).matches(literal)).as(literal).isTrue();
      assertThat(KeyPattern.glob(KeyPattern.escape(literal)).matches(literal + "x")).isFalse();
    }
    assertThat(KeyPattern.startingWith("a*").matches("ab")).isFalse();
    assertThat(KeyPattern.escape("a*?[]\\^-b")).isEqualTo("a\\*\\?\\[\\]\\\\\\^\\-b");
  }

  @Test
  void aConfinedPatternMatchesOnlyBelowItsText() {
    KeyPattern confined = KeyPattern.glob("*:x").under("t[1]:");
    assertThat(confined.matches("t[1]:x")).isTrue();
    assertThat(confined.matches("t1:x")).isFalse();
    assertThat(confined.matches("t[1]:y")).isFalse();
    assertThat(confined.under("t[1]:a").matches("t[1]:a:x")).isTrue();
    assertThatThrownBy(() -> confined.under("t[2]:")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> confined.under("")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aScanIsOneRedisPatternWithTheTextEscaped() {
    assertThat(KeyScan.of("cache[ab]*?\\^-:", "u*").redisPattern())
        .isEqualTo("cache\\[ab\\]\\*\\?\\\\\\^\\-:u*");
    for (String prefix : List.of("p:", "cache[ab]*?\\^-:")) {
      String whole = KeyScan.of(prefix, "a?[bc]*").redisPattern();
      assertThat(Glob.compile(whole).matches(prefix + "axbz")).isTrue();
      assertThat(Glob.compile(whole).matches(prefix + "axdz")).isFalse();
    }
  }
}
