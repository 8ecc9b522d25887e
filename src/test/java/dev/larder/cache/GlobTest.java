package dev.larder.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

  private static final char BACKTICK = '`';

  /** One row a rule; {@code ~} stands for nothing, so that blanks and quotes stay visible. */
  @ParameterizedTest(name = "{0} on {1}: {2}")
  @CsvSource(
      delimiter = ' ',
      quoteCharacter = '\u0001',
      value = {
        // Runs
        "* ~ true",
        "* a true",
        "* a/b:c true",
        "** a true",
        "a* a true",
        "a* abc true",
        "a* ba false",
        "*a ba true",
        "*a ab false",
        "*a* bab true",
        "a*b*c axbxc true",
        "a*b*c abxc true",
        "a*b*c axcxb false",
        "a**b ab true",
        "*ab aab true",
        "*aab aaab true",
        // One byte
        "? a true",
        "? ~ false",
        "? ab false",
        "?? ab true",
        "? é false",
        "?? é true",
        "??? € true",
        "???? 😀 true",
        "a?c abc true",
        "a?c a/c true",
        "?* a true",
        "?* ~ false",
        "*? ~ false",
        // Literals
        "~ ~ true",
        "~ a false",
        "a a true",
        "a A false",
        "a aa false",
        "é é true",
        "{a,b} a false",
        "{a,b} {a,b} true",
        ". a false",
        ". . true",
        "!a !a true",
        "^a ^a true",
        "a-c b false",
        "a-c a-c true",
        "] ] true",
        "a] a] true",
        // Escapes
        "\\* * true",
        "\\* a false",
        "\\? ? true",
        "\\? a false",
        "\\[a] [a] true",
        "\\a a true",
        "\\\\ \\ true",
        "\\\\ a false",
        "\\ \\ true",
        "a\\ a\\ true",
        "\\é é true",
        "\\] ] true",
        "\\\\* \\abc true",
        "\\\\\\* \\* true",
        // Classes
        "[abc] b true",
        "[abc] d false",
        "[abc] ~ false",
        "[abc] ab false",
        "[abc][abc] ab true",
        "[^abc] b false",
        "[^abc] d true",
        "[^abc] ~ false",
        "[!abc] ! true",
        "[!abc] d false",
        "[a^] ^ true",
        "[a^] a true",
        "[^^] ^ false",
        "[^^] a true",
        "x[ab]*y xbzzy true",
        "[é] é false",
        "[é][é] é true",
        "[^a] é false",
        "[^a][^a] é true",
        "[*] * true",
        "[*] a false",
        "[?] a false",
        "[?] ? true",
        "[[] [ true",
        "[[]] [] true",
        // Closed at once
        "[] ] false",
        "[] a false",
        "[] ~ false",
        "[]a] ]a] false",
        "[]a] a false",
        "[^] a true",
        "[^] ] true",
        "[^] ~ false",
        "[^]] a] true",
        "[^]] a false",
        // Never closed
        "[abc b true",
        "[abc d false",
        "[abc bc false",
        "[ a false",
        "[ [ false",
        "[^ a true",
        "[^ ^ true",
        "[^a a false",
        "[^a b true",
        "a[ a false",
        "*[ab xb true",
        // Escapes in classes
        "[\\]] ] true",
        "[\\]] \\ false",
        "[\\]a] a true",
        "[\\a-z] a true",
        "[\\a-z] - true",
        "[\\a-z] z true",
        "[\\a-z] m false",
        "[\\^a] ^ true",
        "[\\^a] b false",
        "[\\\\] \\ true",
        "[\\\\] a false",
        "[a\\] a true",
        "[a\\] ] true",
        "[a\\] \\ false",
        "[\\ \\ true",
        "[a\\ \\ true",
        "[^\\]] ] false",
        // Ranges
        "[a-c] a true",
        "[a-c] b true",
        "[a-c] c true",
        "[a-c] d false",
        "[a-c] - false",
        "[c-a] b true",
        "[c-a] d false",
        "[a-a] a true",
        "[^a-c] b false",
        "[^a-c] d true",
        "[a-] - false",
        "[a-] a true",
        "[a-] ] true",
        "[a-] ^ true",
        "[a-] _ true",
        "[a-] \\ false",
        "[a- a true",
        "[a- - true",
        "[a- b false",
        "[-a] - true",
        "[-a] a true",
        "[-a] b false",
        "[--/] . true",
        "[--/] / true",
        "[--/] , false",
        "[a-c-e] - true",
        "[a-c-e] e true",
        "[a-c-e] d false",
        "[a-c-e] b true",
        "[0-9][0-9] 42 true",
        "[!-/] # true",
        "[a-\\] b false",
        "[a-\\] ] true",
        "[a-\\] \\ true",
        "[a-\\] a true",
        "[a-\\] _ true",
        "[^-a] - false",
        "[^-a] b true",
        "[Z-a] [ true",
        "[A-z] _ true",
        "[]-a] ]-a] false"
      })
  void everyRuleOfRedisHolds(String pattern, String key, boolean matches) {
    assertThat(glob(pattern, key)).isEqualTo(matches);
  }

  @Test
  void controlCharactersAndBacktickAreBytesLikeOthers() {
    assertThat(glob("*", "a\nb\r\u0000")).isTrue();
    assertThat(glob("a?b", "a\nb")).isTrue();
    assertThat(glob("a[\n]b", "a\nb")).isTrue();
    assertThat(glob("\\\n", "\n")).isTrue();
    assertThat(glob("[a-]", String.valueOf(BACKTICK))).isTrue();
    assertThat(glob("\u0000", "\u0000")).isTrue();
  }

  @Test
  void nothingEscapedIsSpecial() {
    String special = "a*?[]\\^-b{}!é\n";
    assertThat(glob(KeyPattern.escape(special), special)).isTrue();
    for (char other : "a*?[]\\^-b".toCharArray()) {
      assertThat(glob(KeyPattern.escape(String.valueOf(other)), "x")).isFalse();
      assertThat(glob(KeyPattern.escape(String.valueOf(other)), String.valueOf(other))).isTrue();
    }
  }

  @Test
  void anyPatternMatchesAsTheRulesReadWordByWordSay() {
    long seed = Long.getLong("larder.test.seed", 42);
    Random random = new Random(seed);
    String[] patternParts = "* ? [ ] \\ ^ - a b c z é { ! [a-c] [^ \\] ` ".split(" ");
    String[] keyParts = "a b c z - ] ^ [ \\ * ? ` _ é d y".split(" ");
    int matched = 0;
    for (int i = 0; i < 300_000; i++) {
      String pattern = some(random, patternParts, 9);
      String key = some(random, keyParts, 6);
      boolean expected = SlowGlob.matches(utf8(pattern), 0, utf8(key), 0);
      matched += expected ? 1 : 0;
      assertThat(Glob.compile(pattern).matches(key))
          .as("'%s' on '%s', run %d of seed %d", pattern, key, i, seed)
          .isEqualTo(expected);
    }
    assertThat(matched).as("both outcomes occur").isBetween(5_000, 290_000);
  }

  @Test
  void manyStarsOnALongKeyStayCloseToLinear() {
    Glob glob = Glob.compile("a*".repeat(20) + "b");
    byte[] small = utf8("a".repeat(16_000));
    byte[] large = utf8("a".repeat(16 * 16_000));
    long smallTime = fastest(glob, small);
    long largeTime = fastest(glob, large);
    // Sixteen times the key: linear takes 16 times as long, quadratic 256 times.
    assertThat(largeTime).isLessThan(Math.max(smallTime, 1) * 80);
    assertThat(glob.matches(utf8("a".repeat(100_000) + "b"))).isTrue();
    assertThat(glob.matches(utf8("a".repeat(19) + "b"))).isFalse();
  }

  private static long fastest(Glob glob, byte[] key) {
    long best = Long.MAX_VALUE;
    for (int i = 0; i < 30; i++) {
      long start = System.nanoTime();
      assertThat(glob.matches(key)).isFalse();
      best = Math.min(best, System.nanoTime() - start);
    }
    return best;
  }

  private static boolean glob(String pattern, String key) {
    String glob = pattern.replace("~", "");
    return Glob.compile(glob).matches(key.replace("~", ""));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String some(Random random, String[] parts, int most) {
    StringBuilder text = new StringBuilder();
    for (int n = random.nextInt(most + 1); n > 0; n--) {
      text.append(parts[random.nextInt(parts.length)]);
    }
    return text.toString();
  }
}
