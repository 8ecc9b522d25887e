package dev.larder.http.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.http.rules.app.Bodies;
import dev.larder.http.rules.app.Plan;
import dev.larder.testing.Feature;
import dev.larder.testing.RawAnswer;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules 16 and 17: parts of a stored response, and its head. */
@Feature("Response cache: ranges and HEAD")
abstract class RangeAndHeadRules extends Rules {

  private static final String MODIFIED = "Sat, 01 Jan 2022 12:00:00 GMT";
  private static final byte[] BODY = Bodies.bytes(1, 1000);

  @BeforeEach
  void planBytes() {
    plan(
        Plan.cacheControl("max-age=60")
            .bytes(Plan.Entity.BYTES, 1000)
            .with("ETag: \"tag\"", "Last-Modified: " + MODIFIED, "X-Field: 1"));
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 0, 0",
    "bytes=0-99, 0, 99",
    "bytes=100-, 100, 999",
    "bytes=990-2000, 990, 999",
    "bytes=-10, 990, 999",
    "bytes=-5000, 0, 999",
    "Bytes=5-6, 5, 6"
  })
  @DisplayName("a part of a stored response is served with its fields")
  void rule16_aRange(String range, int first, int last) {
    miss("five");
    RawAnswer part = hit("five", "Range: " + range);
    assertThat(part.status()).isEqualTo(206);
    assertThat(part.headers("Content-Range"))
        .containsExactly("bytes " + first + "-" + last + "/1000");
    assertThat(part.headers("Content-Length")).containsExactly(Integer.toString(last - first + 1));
    assertThat(part.body()).isEqualTo(Arrays.copyOfRange(BODY, first, last + 1));
    assertThat(part.headers("ETag")).containsExactly("\"tag\"");
    assertThat(part.headers("X-Field")).containsExactly("1");
    assertThat(part.headers("Cache-Control")).containsExactly("max-age=60");
    assertThat(part.header("Date")).isPresent();
    assertThat(hit("five").body()).isEqualTo(BODY);
    assertThat(runs().count()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=5-2", "bytes=a-b", "bytes=", "lines=0-5", "bytes", "bytes=1-2x"})
  @DisplayName("what is no range is ignored")
  void rule16_noRange(String range) {
    miss("five");
    RawAnswer answer = hit("five", "Range: " + range);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(BODY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=1000-", "bytes=1000-1001", "bytes=-0"})
  @DisplayName("a range behind the end cannot be satisfied")
  void rule16_behindTheEnd(String range) {
    miss("five");
    RawAnswer answer = get("five", "Range: " + range);
    assertThat(answer.status()).isEqualTo(416);
    assertThat(answer.headers("Content-Range")).containsExactly("bytes */1000");
    assertThat(hit("five").body()).isEqualTo(BODY);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "\"tag\"; 206",
        "\"other\"; 200",
        "W/\"tag\"; 200",
        MODIFIED + "; 206",
        "Sat, 01 Jan 2022 12:00:01 GMT; 200",
        "Sat, 01 Jan 2000 12:00:00 GMT; 200",
        "nonsense; 200"
      })
  @DisplayName("If-Range lets a part be served only of the response that it names")
  void rule16_ifRange(String validator, int status) {
    miss("five");
    RawAnswer answer = hit("five", "Range: bytes=0-9", "If-Range: " + validator);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.body()).isEqualTo(status == 206 ? Arrays.copyOf(BODY, 10) : BODY);
  }

  @Test
  @DisplayName("If-None-Match that matches beats Range")
  void rule16_conditionsComeFirst() {
    miss("five");
    assertThat(hit("five", "Range: bytes=0-9", "If-None-Match: \"tag\"").status()).isEqualTo(304);
  }

  @Test
  @DisplayName("a request with Range that the resource answers leaves no part as the whole")
  void rule16_aMissWithARange() {
    RawAnswer first = get("five", "Range: bytes=0-9");
    assertThat(first.status()).isIn(200, 206);
    RawAnswer whole = get("five");
    assertThat(whole.status()).isEqualTo(200);
    assertThat(whole.body()).hasSize(1000);
  }

  @Test
  @DisplayName("HEAD is answered from a stored GET, without a body")
  void rule17_headFromAStoredGet() {
    miss("five");
    RawAnswer get = hit("five");
    RawAnswer head = send("HEAD", "five");
    assertHit(head);
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.headers("Content-Length")).containsExactly("1000");
    for (String name : new String[] {"ETag", "Last-Modified", "X-Field", "Content-Type", "Date"}) {
      assertThat(head.headers(name)).as(name).isEqualTo(get.headers(name)).isNotEmpty();
    }
    assertThat(head.header("Age")).isPresent();
    assertThat(send("HEAD", "five", "If-None-Match: \"tag\"").status()).isEqualTo(304);
    assertThat(runs().count()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"five", "own-head"})
  @DisplayName("HEAD never creates an entry")
  void rule17_headStoresNothing(String directive) {
    for (int i = 0; i < 3; i++) {
      RawAnswer head = send("HEAD", directive);
      assertMiss(head);
      assertThat(head.status()).isEqualTo(200);
    }
    RawAnswer get = miss(directive);
    assertThat(get.body()).hasSize(1000);
    assertThat(hit(directive).body()).isEqualTo(get.body());
  }

  @Test
  @DisplayName("HEAD of a method of its own is answered from a stored GET, too")
  void rule17_anOwnHeadMethod() {
    miss("own-head");
    assertHit(send("HEAD", "own-head"));
    assertThat(runs().count()).isEqualTo(1);
    assertThat(hit("own-head").body()).isEqualTo(BODY);
  }

  @Test
  @DisplayName("HEAD of a stale entry does not spoil it")
  void rule17_headOfAStaleEntry() {
    plan(
        Plan.cacheControl("max-age=60").with("Age: 100", "ETag: \"tag\""),
        Plan.cacheControl("max-age=60").with("ETag: \"tag\""));
    String path = "preconditions/" + id;
    assertMiss(app.get(path));
    RawAnswer head = app.send("HEAD", path);
    assertThat(head.status()).isEqualTo(200);
    RawAnswer get = app.get(path);
    assertThat(get.status()).isEqualTo(200);
    assertThat(get.text()).isEqualTo("run 1");
  }
}
