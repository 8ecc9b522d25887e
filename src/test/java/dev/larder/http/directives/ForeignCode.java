package dev.larder.http.directives;

import java.util.List;
import java.util.Random;

/** Random parts of a CodeAI file that have nothing to do with caching, full of traps. */
final class ForeignCode {

  private static final List<String> STRINGS =
      List.of(
          "\"\"",
          "\"}\"",
          "\"{{{\"",
          "\"endpoint GET /trap { cache: 1s }\"",
          "\"a \\\" } b\"",
          "\"\\\\\"",
          "\"# no comment // nor this /* nor this\"",
          "\"over\n{ lines\"",
          "'}'",
          "\"*/\"");
  private static final List<String> COMMENTS =
      List.of(
          "# } it's \"open\n",
          "// { cache: 1s\n",
          "/* } \" { */",
          "/* over\n } lines */",
          "#\n",
          "// endpoint GET /trap { cache: 1s }\r\n",
          "/***/");
  private static final List<String> VALUES =
      List.of(
          "uuid, primary, auto",
          "decimal(10,2)",
          "list(string, cache)",
          "item.quantity >= 10",
          "every 1h",
          "3 times with exponential_backoff",
          "[a, [\"}\"], (b)]",
          "env(NAME, \"x\")",
          "price * 1.1 + 7.days",
          "cache",
          "auth");
  private static final List<String> NAMES =
      List.of("entity", "workflow", "steps", "cache", "auth", "config", "middleware", "do", "data");

  private final Random random;

  ForeignCode(Random random) {
    this.random = random;
  }

  /** White space, with or without comments. */
  String gap() {
    StringBuilder gap = new StringBuilder(pick(List.of(" ", "\n", "\r\n", "\t", "\n\n  ")));
    while (random.nextInt(4) == 0) {
      gap.append(pick(COMMENTS)).append(pick(List.of(" ", "\n", "\t")));
    }
    return gap.toString();
  }

  /** Properties and blocks for within a block, none of which has the name of a known property. */
  String properties(int depth) {
    StringBuilder code = new StringBuilder();
    for (int i = random.nextInt(4); i > 0; i--) {
      code.append(gap());
      switch (random.nextInt(depth > 0 ? 4 : 3)) {
        case 0 -> code.append("foreign").append(gap()).append(":").append(gap()).append(value());
        case 1 -> code.append("other ").append(pick(STRINGS));
        case 2 -> code.append("\nflag");
        default -> code.append(block("foreign", depth - 1));
      }
    }
    return code.append("\n").toString();
  }

  /** A block for the top of a file. */
  String declaration() {
    return block(
        "entity " + pick(List.of("Product", "cache", "\"quoted\"", "")), 1 + random.nextInt(5));
  }

  private String block(String name, int depth) {
    StringBuilder code = new StringBuilder(name).append(pick(List.of(" ", ": ", "\n"))).append("{");
    for (int i = random.nextInt(4); i > 0; i--) {
      code.append(gap());
      switch (random.nextInt(depth > 0 ? 5 : 3)) {
        case 0 -> code.append(pick(NAMES)).append(": ").append(value());
        case 1 -> code.append(pick(STRINGS)).append(": ").append(pick(STRINGS));
        case 2 -> code.append(pick(VALUES)).append(pick(List.of(",", ";", " @x")));
        case 3 -> code.append("endpoint GET /trap {").append(gap()).append("cache: 1s }");
        default -> code.append(block(pick(NAMES), depth - 1));
      }
    }
    return code.append(gap()).append("}").toString();
  }

  private String value() {
    return random.nextBoolean() ? pick(VALUES) : pick(STRINGS);
  }

  private <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
