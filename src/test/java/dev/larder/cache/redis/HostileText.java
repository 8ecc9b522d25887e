package dev.larder.cache.redis;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Random keys and globs from few characters, so that rules are hit and matches are frequent. */
final class HostileText {

  private static final String[] LETTERS = {
    "a", "b", "c", "z", "A", "0", "9", "-", "^", "]", "[", "*", "?", "\\", "!", "{", "}", ",", ".",
    "/", ":", "\n", "\0", "_", "`", "é", "日", "😀", "\u007f", "\u0080", "\u07ff"
  };

  private static final String[] PIECES = {
    "*", "**", "?", "??", "[", "[^", "[!", "]", "[]", "[^]", "[]a]", "\\", "\\\\", "\\*", "\\[",
    "[a-c]", "[^a-c]", "[c-a]", "[a-]", "[-a]", "[a-c-e]", "[\\a-z]", "[a-\\]", "[\\]]", "[a-",
    "[\\", "[^\\", "[^-", "[a-b-c]", "[*?]", "{a,b}", "[é]", "[^é]", "a*", "*a", "[--/]", "[^^]",
    "[0-9]", "[b-]a]", "[[-]]"
  };

  private final Random random;

  HostileText(Random random) {
    this.random = random;
  }

  String key() {
    return switch (random.nextInt(12)) {
      case 0 -> "";
      case 1 -> "larder:" + letters(2);
      case 2 -> Integer.toString(random.nextInt(20));
      case 3 -> "a:" + random.nextInt(10);
      default -> letters(4);
    };
  }

  String letters(int most) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      text.append(LETTERS[random.nextInt(random.nextBoolean() ? 6 : LETTERS.length)]);
    }
    return text.toString();
  }

  /** A glob; some are made from a key, so that long ones match too. */
  String glob(List<String> keys) {
    String glob;
    do {
      StringBuilder text = new StringBuilder();
      if (random.nextInt(3) == 0) {
        keys.get(random.nextInt(keys.size())).codePoints().forEach(c -> text.append(masked(c)));
      } else {
        for (int i = random.nextInt(5); i > 0; i--) {
          text.append(random.nextInt(3) == 0 ? letters(2) : PIECES[random.nextInt(PIECES.length)]);
        }
      }
      glob = random.nextInt(20) == 0 ? "*" : text.toString();
    } while (isMixedRange(glob));
    return glob;
  }

  private String masked(int c) {
    String letter = Character.toString(c);
    return switch (random.nextInt(6)) {
      case 0 -> "?".repeat(letter.getBytes(StandardCharsets.UTF_8).length);
      case 1 -> "*";
      case 2 -> "\\" + letter;
      case 3 -> "[" + letter + "]";
      case 4 -> "[^" + letter + "]";
      default -> letter;
    };
  }

  /** Ranges from ASCII to beyond depend on the platform that Redis was compiled on. */
  private static boolean isMixedRange(String glob) {
    byte[] bytes = glob.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i + 2 < bytes.length; i++) {
      if (bytes[i + 1] == '-' && bytes[i] < 0 != bytes[i + 2] < 0) {
        return true;
      }
    }
    return false;
  }

  static String shown(String text) {
    StringBuilder shown = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c >= 0x7f) {
        shown.append(String.format("\\u%04x", (int) c));
      } else if (c == '"' || c == '\\') {
        shown.append('\\').append(c);
      } else {
        shown.append(c);
      }
    }
    return shown.append('"').toString();
  }
}
