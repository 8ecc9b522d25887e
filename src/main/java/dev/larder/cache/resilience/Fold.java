package dev.larder.cache.resilience;

import dev.larder.cache.KeyScan;
import java.util.function.Predicate;

/**
 * Everything under one prefix: what single removals become when there are too many of them. It is
 * pure and immutable.
 */
final class Fold {

  /** Larder's own keys are within reach only of a prefix that is Larder's own as a whole. */
  private static final String OWN = "larder:";

  private final String prefix;
  private final Kept.Scan removal;
  private final Predicate<String> matcher;

  /**
   * Makes one.
   *
   * @param prefix the literal text that the keys begin with
   * @throws IllegalArgumentException when it is empty: that would be everybody's keys
   */
  Fold(String prefix) {
    if (prefix.isEmpty()) {
      throw new IllegalArgumentException("what a prefix of removals is folded into is not empty");
    }
    this.prefix = prefix;
    KeyScan scan = new KeyScan(prefix, "*", "", prefix.startsWith(OWN));
    this.removal = new Kept.Scan(scan);
    this.matcher = scan.matcher();
  }

  String prefix() {
    return prefix;
  }

  Kept.Scan removal() {
    return removal;
  }

  /** Returns whether carrying out the fold carries out this removal. */
  boolean covers(Kept kept) {
    if (kept instanceof Kept.Key key) {
      return matcher.test(key.key());
    }
    KeyScan scan = ((Kept.Scan) kept).scan();
    // What is out of reach depends on where the prefix ends, so only for the same one it is alike.
    boolean reached = removal.scan().own() || (!scan.own() && scan.literalPrefix().equals(prefix));
    return reached
        && ((scan.literalPrefix() + scan.required()).startsWith(prefix)
            || (scan.literalPrefix() + literalBegin(scan.glob())).startsWith(prefix));
  }

  /** Returns the text that whatever matches a glob begins with. */
  private static String literalBegin(String glob) {
    StringBuilder literal = new StringBuilder();
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      if (c == '\\' && i + 1 < glob.length()) {
        i++;
        c = glob.charAt(i);
      } else if (c == '*' || c == '?' || c == '[' || c == '\\') {
        break;
      }
      literal.append(c);
    }
    return literal.toString();
  }
}
