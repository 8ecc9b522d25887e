package dev.larder.http;

import static dev.larder.http.Messages.NOW;
import static dev.larder.http.Messages.TARGET;

import dev.larder.http.HeaderFields.Field;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Random requests, responses, directives, options and times, from one seed. */
final class RandomMessages {

  private static final int[] STATUSES = {
    200, 200, 200, 204, 301, 302, 404, 500, 503, 599, 206, 304
  };

  private static final String[] DIRECTIVES = {
    "public",
    "max-age=60",
    "max-age=600",
    "max-age=0",
    "MAX-AGE=3600",
    "s-maxage=60",
    "s-maxage=600",
    "must-revalidate",
    "proxy-revalidate",
    "stale-while-revalidate=600",
    "stale-while-revalidate=30",
    "stale-if-error=600",
    "no-transform",
    "immutable",
    "foo",
    "foo=\"max-age=9999, no-store\"",
    "max-age=x"
  };

  private static final String[] OTHERS = {
    "ETag: \"a\"",
    "ETag: W/\"b\"",
    "Last-Modified: {-5000}",
    "Date: {+0}",
    "Date: {-30}",
    "Date: {+30}",
    "Age: 30",
    "Age: 5000",
    "Age: -1",
    "Expires: {+60}",
    "Expires: {-60}",
    "Expires: 0",
    "Vary: Foo",
    "Content-Type: text/plain",
    "Content-Length: 10",
    "X-Custom: y"
  };

  private static final String[] REQUESTS = {
    "(none)",
    "(none)",
    "Cache-Control: no-cache",
    "Cache-Control: max-age=60",
    "Cache-Control: max-stale",
    "Cache-Control: max-stale=600",
    "Cache-Control: min-fresh=30",
    "Cache-Control: stale-if-error=600",
    "Cache-Control: no-store",
    "Cache-Control: only-if-cached",
    "Pragma: no-cache",
    "Authorization: Basic eA==",
    "Cookie: a=b",
    "Range: bytes=0-1",
    "If-None-Match: \"a\"",
    "If-Modified-Since: {-10}"
  };

  private static final String[] NAMES =
      ("Cache-Control CDN-Cache-Control Expires Date Age Last-Modified ETag "
              + "Vary Set-Cookie Content-Encoding Access-Control-Allow-Origin "
              + "Connection Location Content-Location If-None-Match If-Modified-Since "
              + "If-Range Range Pragma Authorization Accept Content-Length")
          .split(" ");

  private static final String[] BITS = {
    "max-age",
    "s-maxage",
    "no-store",
    "private",
    "public",
    "must-understand",
    "=",
    "=",
    "\"",
    "\\",
    ",",
    ",",
    ";",
    " ",
    "\t",
    "*",
    "W/",
    "\"a\"",
    "bytes=",
    "0-1",
    "-",
    "5",
    "99999999999999999999",
    "Sun, 01 Mar 2026 11:00:00 GMT",
    "Sun Mar  1 11:00:00 2026",
    "Sunday, 01-Mar-26 11:00:00 GMT",
    "http://",
    "shop.example",
    "/",
    "..",
    "?",
    "#",
    ":",
    "\u00fc",
    "\u0000",
    "\r\n ",
    "\ud800",
    "gzip"
  };

  /**
   * What a response says.
   *
   * @param directives of {@code Cache-Control}, each valid; to be added to
   * @param others other fields
   */
  record Pieces(List<String> directives, List<String> others) {}

  private static final int RUNS = 4_000;

  private final Random random;

  /** Tries a property with many seeds; a failure names its seed. */
  static void forAll(Consumer<RandomMessages> property) {
    for (long seed = 1; seed <= RUNS; seed++) {
      try {
        property.accept(new RandomMessages(new Random(seed)));
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("with seed " + seed + ": " + e.getMessage(), e);
      }
    }
  }

  private RandomMessages(Random random) {
    this.random = random;
  }

  @SafeVarargs
  final <T extends @Nullable Object> T oneOf(T... values) {
    return values[random.nextInt(values.length)];
  }

  /** Returns a number from 0 on. */
  long upTo(int bound) {
    return random.nextInt(bound);
  }

  int status() {
    return STATUSES[random.nextInt(STATUSES.length)];
  }

  /** Returns a time after now, mostly when something ends. */
  Instant later() {
    long seconds = oneOf(0L, 1L, 29L, 30L, 59L, 60L, 61L, 300L, 600L, 630L, 1_200L, 100_000L);
    return NOW.plusSeconds(seconds).plusMillis(oneOf(0L, 0L, 1L, 999L));
  }

  CacheOptions options() {
    return new CacheOptions(
        random.nextBoolean(),
        Duration.ofSeconds(oneOf(0L, 60L, 86_400L)),
        Duration.ofSeconds(oneOf(0L, 0L, 60L)),
        Duration.ofSeconds(oneOf(0L, 600L)),
        Duration.ofSeconds(oneOf(60L, 604_800L)));
  }

  Directive directive() {
    return new Directive(
        oneOf(null, null, Duration.ZERO, Duration.ofSeconds(60), Duration.ofMinutes(5)),
        random.nextInt(4) == 0,
        null,
        List.of(),
        List.of(),
        random.nextInt(4) == 0,
        false);
  }

  CacheRequest request() {
    List<Field> fields = new ArrayList<>(Messages.fields(oneOf(REQUESTS)).lines());
    fields.addAll(Messages.fields(oneOf(REQUESTS)).lines());
    return new CacheRequest(
        "GET", TARGET, HeaderFields.of(fields), random.nextInt(5) == 0 ? "ada" : null);
  }

  Pieces pieces() {
    return new Pieces(some(DIRECTIVES, 4), some(OTHERS, 4));
  }

  private List<String> some(String[] pool, int most) {
    List<String> some = new ArrayList<>();
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      some.add(oneOf(pool));
    }
    return some;
  }

  ResponseHead head(Pieces pieces) {
    return new ResponseHead(status(), spelled(pieces));
  }

  StoredResponse stored(ResponseHead head) {
    return new StoredResponse(
        head, PolicyCache.bytes(Messages.BODY), NOW.minusMillis(upTo(3_000)), NOW, List.of(), 0);
  }

  /** Returns fields as everybody writes them. */
  HeaderFields plain(Pieces pieces) {
    List<Field> fields = new ArrayList<>();
    pieces.others().forEach(other -> fields.addAll(Messages.fields(other).lines()));
    if (!pieces.directives().isEmpty()) {
      fields.add(new Field("Cache-Control", String.join(", ", pieces.directives())));
    }
    return HeaderFields.of(fields);
  }

  /** Returns the same in other letters, with other white space, in other lines and orders. */
  HeaderFields spelled(Pieces pieces) {
    List<Field> fields = new ArrayList<>();
    pieces.others().forEach(other -> fields.addAll(Messages.fields(other).lines()));
    List<String> directives = new ArrayList<>(pieces.directives());
    Collections.shuffle(directives, random);
    StringBuilder line = new StringBuilder(oneOf("", " ", ",", " ,\t,"));
    for (String directive : directives) {
      line.append(cased(directive));
      if (random.nextInt(3) == 0) {
        fields.add(random.nextInt(fields.size() + 1), field(line));
        line = new StringBuilder();
      } else {
        line.append(oneOf(",", ", ", " ,", "\t, ,", ",,"));
      }
    }
    fields.add(random.nextInt(fields.size() + 1), field(line));
    return HeaderFields.of(fields);
  }

  private Field field(CharSequence value) {
    return new Field(cased("Cache-Control"), value.toString());
  }

  private String cased(String text) {
    StringBuilder cased = new StringBuilder(text);
    for (int i = 0; i < text.length(); i++) {
      if (random.nextInt(3) == 0) {
        String letter = text.substring(i, i + 1);
        cased.replace(i, i + 1, oneOf(letter.toUpperCase(Locale.ROOT), letter));
      }
    }
    return cased.toString();
  }

  /** Returns fields whose values are put together of bits, or of anything. */
  HeaderFields junkFields() {
    List<Field> fields = new ArrayList<>();
    for (int i = random.nextInt(8); i > 0; i--) {
      fields.add(new Field(cased(oneOf(NAMES)), junk()));
    }
    return HeaderFields.of(fields);
  }

  String junk() {
    StringBuilder junk = new StringBuilder();
    for (int i = random.nextInt(8); i > 0; i--) {
      junk.append(random.nextInt(9) == 0 ? (char) random.nextInt(0x10000) : oneOf(BITS));
    }
    return junk.toString();
  }
}
