package dev.larder.http.directives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Laws that hold whatever else is in a file, tried on random files. */
class CodeAiPropertyTest {

  private static final int FILES = 1_500;
  private static final int ENDPOINTS = 4;
  private static final List<String> HOSTILE =
      List.of(
          "{",
          "}",
          "\"",
          "'",
          "/*",
          "*/",
          "//",
          "#",
          "\n",
          "\r",
          ":",
          ",",
          "[",
          "]",
          "(",
          ")",
          "\\",
          "endpoint ",
          "GET ",
          "cache: ",
          "auth: ",
          "middleware ",
          "config ",
          "exec {",
          "env(",
          "5m",
          "/{",
          "\0",
          "\uD800",
          "😀",
          " ",
          "type ",
          "ttl: ",
          "vary_by: ");

  @Test
  void endpoints_are_found_and_mistakes_located_among_any_other_code() {
    for (int i = 0; i < FILES; i++) {
      long seed = 20_260_000L + i;
      try {
        check(new Random(seed));
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
    }
  }

  private static void check(Random random) {
    ForeignCode foreign = new ForeignCode(random);
    StringBuilder file = new StringBuilder();
    int[] lines = new int[ENDPOINTS];
    int[] durations = new int[ENDPOINTS];
    for (int n = 0; n < ENDPOINTS; n++) {
      file.append(foreign.gap());
      for (int i = random.nextInt(3); i > 0; i--) {
        file.append(foreign.declaration()).append(foreign.gap());
      }
      file.append("\n");
      lines[n] = line(file);
      file.append("endpoint GET /known/").append(n).append("/{id} {");
      file.append(foreign.properties(3)).append("auth:").append(foreign.gap()).append("required");
      file.append(foreign.properties(3)).append("cache:").append(foreign.gap());
      durations[n] = file.length();
      file.append("1").append(n).append("m");
      file.append("\n").append(foreign.properties(3)).append("}");
    }
    file.append(foreign.gap()).append(foreign.declaration()).append(foreign.gap());

    CodeAiFile parsed = CodeAiText.parse(file.toString());
    assertThat(parsed.endpoints()).extracting(Endpoint::line).isEqualTo(boxed(lines));
    assertThat(parsed.endpoints())
        .extracting(Endpoint::path)
        .isEqualTo(IntStream.range(0, ENDPOINTS).mapToObj(n -> "/known/" + n + "/{id}").toList());
    assertThat(parsed.endpoints())
        .allSatisfy(e -> assertThat(e.directive()).isNotNull())
        .allSatisfy(e -> assertThat(e.directive().perUser()).isTrue())
        .extracting(e -> e.directive().lifetime())
        .isEqualTo(
            IntStream.range(0, ENDPOINTS).mapToObj(n -> Duration.ofMinutes(10 + n)).toList());

    int wrong = durations[random.nextInt(ENDPOINTS)];
    file.setCharAt(wrong, 'x');
    Throwable mistake = catchThrowable(() -> CodeAiText.parse(file.toString()));
    CharSequence before = file.subSequence(0, wrong);
    int lineStart = Math.max(file.lastIndexOf("\n", wrong - 1), file.lastIndexOf("\r", wrong - 1));
    assertThat(mistake)
        .isInstanceOf(DirectivesException.class)
        .hasMessageStartingWith(
            "shop.cai:" + line(before) + ":" + (wrong - lineStart) + ": expected");
  }

  private static int line(CharSequence before) {
    return (int) before.chars().filter(c -> c == '\n').count() + 1;
  }

  private static List<Integer> boxed(int[] numbers) {
    return IntStream.of(numbers).boxed().toList();
  }

  @Test
  @Timeout(120)
  void a_spoilt_file_is_read_or_refused_at_a_place_of_it_and_nothing_else_happens() {
    String sample =
        """
        config { cache: redis { ttl: 5m url: "redis://u:p@r:1/2" prefix: env(P, "x") } }
        @deprecated
        endpoint GET /products/{id}/{n: [0-9]{3}} {   # } comment
            auth: required   // it's
            cache: 5m { vary_by: [Accept, "X-A"] tags: ["p:{id}"] parameters: page, limit }
            query { a: list(b), default("}") }  exec { echo '}' ${X} }
            middleware: [response_cache, audit] /* } */
        }
        middleware response_cache { type cache config { ttl: 300 vary_by: "Authorization" } }
        endpoint POST "/users/:id" { middleware audit  cache: off }
        """;
    for (int i = 0; i < 10_000; i++) {
      long seed = 7_000_000L + i;
      String text = spoilt(sample, new Random(seed));
      try {
        CodeAiText.directives(text).allBound();
      } catch (DirectivesException e) {
        List<String> lines = text.replace("\r\n", "\n").replace('\r', '\n').lines().toList();
        assertThat(e.line()).as("seed " + seed).isBetween(1, lines.size() + 1);
        int length =
            e.line() > lines.size() ? 0 : (int) lines.get(e.line() - 1).codePoints().count();
        assertThat(e.column()).as("seed " + seed).isBetween(1, length + 2);
      } catch (RuntimeException | StackOverflowError e) {
        throw new AssertionError("seed " + seed + ", " + text, e);
      }
    }
  }

  private static String spoilt(String sample, Random random) {
    StringBuilder text = new StringBuilder(sample);
    for (int n = 1 + random.nextInt(4); n > 0; n--) {
      int from = random.nextInt(text.length() + 1);
      int to = Math.min(text.length(), from + random.nextInt(1 + random.nextInt(40)));
      switch (random.nextInt(4)) {
        case 0 -> text.delete(from, to);
        case 1 -> text.insert(random.nextInt(text.length() + 1), text.substring(from, to));
        case 2 -> text.setLength(from);
        default -> text.insert(from, HOSTILE.get(random.nextInt(HOSTILE.size())));
      }
      if (text.isEmpty()) {
        text.append(sample);
      }
    }
    return text.toString();
  }

  /** Would take hours, or all of the stack, if anything were quadratic or recursive. */
  @ParameterizedTest
  @Timeout(120)
  @ValueSource(
      strings = {
        "{",
        "a{",
        "a:",
        "[",
        "(",
        "\"",
        "' ",
        "'\n",
        "/*",
        "exec{",
        "exec{'\"",
        "endpoint GET /{a",
        "endpoint GET /a{",
        "middleware m{",
        "config{",
        "config{cache:{",
        "\\",
        "a\r",
        "endpoint "
      })
  void a_huge_file_costs_time_and_memory_in_proportion(String piece) {
    String text = piece.repeat(300_000 / piece.length());
    for (String start : new String[] {"", "endpoint GET /a {", "endpoint GET /a { cache: 5m {"}) {
      Throwable end = catchThrowable(() -> CodeAiText.parse(start + text));
      if (end != null) {
        assertThat(end).isInstanceOf(DirectivesException.class);
        assertThat(end.getMessage()).hasSizeLessThan(500);
      }
    }
  }

  @Test
  @Timeout(120)
  void very_many_endpoints_are_read_in_proportion() {
    StringBuilder text = new StringBuilder("middleware m { type cache config { ttl: 5 } }\n");
    IntStream.range(0, 40_000)
        .forEach(n -> text.append("endpoint GET /").append(n).append(" { middleware m }\n"));
    assertThat(CodeAiText.parse(text.toString()).endpoints()).hasSize(40_000);
  }
}
