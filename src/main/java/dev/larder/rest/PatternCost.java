package dev.larder.rest;

/**
 * What it costs to compare a pattern with one key: the text in front of the first wildcard is only
 * looked for, the rest may be tried again at each byte of the key, and in Redis servers older than
 * 7.0.9 and 6.2.11 once more for each star. It is pure.
 */
public final class PatternCost {

  /** The most stars; several in a row count as one. */
  static final int STARS = 16;

  private PatternCost() {}

  /**
   * Checks a pattern.
   *
   * @param most the most characters behind the first wildcard
   * @throws ProblemException {@link ProblemType#PATTERN_TOO_COSTLY} when it costs too much
   */
  public static void check(String glob, int most) {
    int first = glob.length();
    int stars = 0;
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      if (c == '\\') {
        i++;
        continue;
      }
      if ("*?[".indexOf(c) >= 0) {
        first = Math.min(first, i);
      }
      if (c == '*' && (i == 0 || glob.charAt(i - 1) != '*')) {
        stars++;
      }
    }
    if (glob.length() - first - 1 > most || stars > STARS) {
      throw new ProblemException(
          ProblemType.PATTERN_TOO_COSTLY,
          "a pattern has at most "
              + most
              + " characters behind its first wildcard, and at most "
              + STARS
              + " stars");
    }
  }
}
