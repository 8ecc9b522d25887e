package dev.larder.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.http.HeaderFields.Field;
import dev.larder.http.StoredResponse.Selecting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random lines of every field: no exception, and no more is cacheable than what is sure. */
class HeaderParsersFuzzTest {

  private static final Instant NOW = Instant.parse("2026-11-22T06:40:00Z");

  private static final String[] VALID = {
    "max-age=3600, s-maxage=\"60\", no-cache=\"a, b\"",
    "no-store, private=\"x\", must-revalidate, stale-if-error=5",
    "a=1;b=2, c=(1 \"x\" ?1);d, e=:YQ==:, f=%\"a%c3%bc\", g=@5, h=1.5",
    "Sun, 06 Nov 1994 08:49:37 GMT",
    "Sunday, 06-Nov-94 08:49:37 GMT",
    "Sun Nov  6 08:49:37 1994",
    "\"abc\", W/\"d,e\", *",
    "bytes=0-1, 5-, -7",
    "Accept-Language, *, Cookie",
    "en;q=0.5, de;q=\"1,0\"",
    "7200, 0",
    "close, X-Foo",
    ""
  };

  private static final String MARKS = "\",;=\\ \t*-()?:@%'/\r\n\0\u007f\u00a0é٣\ud800ı\u017f0aZ";

  @ParameterizedTest
  @ValueSource(longs = {1, 20, 300, 4_000})
  void no_input_makes_a_parser_throw(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 5_000; round++) {
      List<String> lines = lines(random);
      try {
        readAll(lines, random.nextInt(100));
      } catch (RuntimeException | StackOverflowError e) {
        throw new AssertionError("seed " + seed + ", round " + round + ": " + lines, e);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {7, 77, 777})
  void whatever_surrounds_them_in_a_list_restrictions_are_seen(long seed) {
    Random random = new Random(seed);
    String[] restrictions = {"no-store", "private", "no-cache"};
    for (int round = 0; round < 5_000; round++) {
      String restriction = restrictions[random.nextInt(3)];
      String written = anyCase(restriction, random);
      List<String> lines = new ArrayList<>();
      if (random.nextBoolean()) {
        lines.add(mutated(random));
      }
      // A member of its own on a line: what comes before it on that line is a whole list.
      lines.add(
          space(random) + "," + space(random) + written + space(random) + "," + mutated(random));
      if (random.nextBoolean()) {
        lines.add(mutated(random));
      }
      CacheControl read = CacheControl.parse(lines);

      boolean seen =
          switch (restriction) {
            case "no-store" -> read.noStore();
            case "private" -> read.isPrivate();
            default -> read.noCache();
          };
      if (!seen) {
        throw new AssertionError("seed " + seed + ", round " + round + ": " + lines);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {3, 33, 333})
  void another_line_never_makes_a_response_more_cacheable(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 5_000; round++) {
      List<String> lines = lines(random);
      CacheControl before = CacheControl.parse(lines);
      List<String> more = new ArrayList<>(lines);
      more.add(random.nextInt(lines.size() + 1), mutated(random));
      CacheControl after = CacheControl.parse(more);

      boolean stricter =
          (!before.noStore() || after.noStore())
              && (!before.noCache() || after.noCache())
              && (!before.isPrivate() || after.isPrivate())
              && (!before.mustRevalidate() || after.mustRevalidate())
              && isNotLonger(after.maxAge(), before.maxAge())
              && isNotLonger(after.sMaxAge(), before.sMaxAge())
              && isNotLonger(after.staleIfError(), before.staleIfError());
      if (!stricter) {
        throw new AssertionError("seed " + seed + ", round " + round + ": " + more);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {5, 55, 555})
  void what_was_formatted_is_read_again(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 5_000; round++) {
      long second = random.nextLong(-62_167_219_200L, 253_402_300_800L);
      Instant date = Instant.ofEpochSecond(second);

      assertThat(HttpDate.parse(HttpDate.format(date), NOW))
          .as("seed %d, round %d", seed, round)
          .hasValue(date);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {9, 99, 999})
  void normalising_a_selection_again_changes_nothing(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 5_000; round++) {
      List<Selecting> once = select(lines(random));
      String value = once.get(0).value();
      if (value != null) {
        assertThat(select(List.of(value))).as("seed %d, round %d", seed, round).isEqualTo(once);
      }
    }
  }

  @Test
  void lines_of_a_hundred_thousand_characters_are_read_in_linear_time() {
    for (String part :
        new String[] {
          ",", "\"", "\\\"", "a=", "(", " ", "\t,", "a,", "W/", "a=\"", "0", "*,", ";a"
        }) {
      String line = part.repeat(100_000 / part.length());
      readAll(List.of(line), 10);
      readAll(List.of("a=\"" + line, line), 10);
      readAll(List.of("bytes=" + line), 10);
    }
  }

  private static void readAll(List<String> lines, int length) {
    CacheControl.parse(lines);
    CdnCacheControl.parse(lines);
    HttpDate.parse(lines, NOW);
    Age.parse(lines);
    VaryField.parse(lines);
    select(lines);
    EntityTagList list = EntityTagList.parse(lines);
    list.matchesWeakly(new EntityTag("abc", false));
    for (String line : lines) {
      EntityTag.parse(line);
      HttpDate.parse(line, NOW);
      CacheStatus.hit(1).key(line).detail(line);
    }
    ByteRanges.select(lines, length);
    CacheStatus.hit(1).after(lines);
    List<Field> fields = new ArrayList<>();
    for (String line : lines) {
      fields.add(new Field("Connection", line));
      fields.add(new Field("ETag", line));
      fields.add(new Field("Last-Modified", line));
      fields.add(new Field("Date", line));
    }
    HeaderFields stored = HeaderFields.of(fields);
    HopByHop.endToEnd(stored);
    IfRange.holds(lines, stored, NOW);
  }

  private static List<Selecting> select(List<String> lines) {
    return Selection.of(
        List.of("foo"),
        HeaderFields.of(lines.stream().map(line -> new Field("Foo", line)).toList()));
  }

  private static boolean isNotLonger(OptionalLong after, OptionalLong before) {
    return before.isEmpty() || (after.isPresent() && after.getAsLong() <= before.getAsLong());
  }

  private static List<String> lines(Random random) {
    List<String> lines = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      lines.add(random.nextInt(4) == 0 ? noise(random) : mutated(random));
    }
    return lines;
  }

  private static String noise(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(40); i > 0; i--) {
      text.append(random.nextBoolean() ? mark(random) : (char) random.nextInt(256));
    }
    return text.toString();
  }

  private static String mutated(Random random) {
    StringBuilder text = new StringBuilder(VALID[random.nextInt(VALID.length)]);
    for (int i = random.nextInt(4); i > 0 && text.length() > 0; i--) {
      int at = random.nextInt(text.length());
      switch (random.nextInt(4)) {
        case 0 -> text.deleteCharAt(at);
        case 1 -> text.insert(at, mark(random));
        case 2 -> text.setCharAt(at, mark(random));
        default -> text.insert(at, VALID[random.nextInt(VALID.length)]);
      }
    }
    return text.toString();
  }

  private static char mark(Random random) {
    return MARKS.charAt(random.nextInt(MARKS.length()));
  }

  private static String space(Random random) {
    return new String[] {"", " ", "\t", "  "}[random.nextInt(4)];
  }

  private static String anyCase(String text, Random random) {
    return random.nextBoolean() ? text.toUpperCase(Locale.ROOT) : text;
  }
}
