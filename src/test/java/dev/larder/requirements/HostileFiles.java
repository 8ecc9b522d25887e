package dev.larder.requirements;

import java.util.List;
import java.util.Random;

/** Random files made of pieces that have led editors of requirements files astray. */
final class HostileFiles {

  private static final List<String> NAMES =
      List.of("foo", "Foo", "foo-bar", "Foo_Bar", "bar", "zope.interface", "a", "x1");

  private static final List<String> LINE_BREAKS =
      List.of(
          "\n", "\n", "\n", "\r\n", "\r\n", "\r", "\u000B", "\f", "\u001C", "\u0085", "\u2028",
          "\n\r", "");

  private static final String HASH = "--hash=sha256:" + "0".repeat(8);

  private static final List<String> PIECES =
      List.of(
          "==1.0",
          ">=1,<2",
          " (>=1) ",
          "===x",
          "[x]",
          "[x, y]",
          " ; m",
          ";",
          "#c",
          " # c",
          "\t#",
          "#",
          "\\",
          "\\\\",
          " \\\n",
          " \\\r\n    " + HASH,
          " " + HASH,
          " --hash x",
          " -C a=b",
          " -e git+https://h/x#egg=foo",
          "-e git+https://h/x#egg=bar",
          "-r other.txt",
          " @ https://h/x",
          "https://h/foo-1-py3-none-any.whl",
          "git+https://h/x#egg=a",
          "./x",
          "foo.zip",
          "${X}",
          " ",
          "\t",
          "\f",
          "\u001F",
          "\u00A0",
          "\u0000",
          "\uFEFF",
          "\uD800",
          "'",
          "\"",
          ",",
          "@",
          "-",
          "=",
          "\n    # via x",
          "\n# c \\\n",
          "\n\\\n",
          " foo",
          " junk",
          "\n \n");

  static String file(Random random) {
    StringBuilder text = new StringBuilder();
    for (int line = random.nextInt(8); line > 0; line--) {
      if (random.nextInt(3) > 0) {
        text.append(pick(random, NAMES));
      }
      for (int piece = random.nextInt(4); piece > 0; piece--) {
        text.append(pick(random, PIECES));
      }
      text.append(pick(random, LINE_BREAKS));
    }
    return text.toString();
  }

  static PackageSpec spec(Random random) {
    String extras = random.nextInt(4) == 0 ? "[x,z]" : "";
    List<String> versions = List.of("1", "==2.0", ">=1,<2", "===q", "~=1.0", "==1.*", "");
    String version = pick(random, versions);
    return PackageSpec.parse(pick(random, NAMES) + extras, version.isEmpty() ? null : version);
  }

  private static String pick(Random random, List<String> from) {
    return from.get(random.nextInt(from.size()));
  }

  private HostileFiles() {}
}
