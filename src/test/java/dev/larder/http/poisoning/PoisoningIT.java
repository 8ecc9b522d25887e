package dev.larder.http.poisoning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.http.sample.MirrorResource;
import dev.larder.testing.Feature;
import dev.larder.testing.RawAnswer;
import dev.larder.testing.RawConnection;
import dev.larder.testing.SharedSample;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What one client sends never shows in what the response cache gives another. */
@Feature("Poisoning of the response cache")
class PoisoningIT {

  @RegisterExtension static final SharedSample sample = SharedSample.memory();

  private static Mirrors mirrors;

  @BeforeAll
  static void findTheMirrors() {
    mirrors = new Mirrors(sample.server());
    assertThat(mirrors.plain(Mirrors.newId(), "whole").status())
        .as(MirrorResource.class.getSimpleName())
        .isEqualTo(200);
  }

  static Stream<Poison> poisons() {
    return Poison.all();
  }

  @ParameterizedTest
  @MethodSource("poisons")
  void aPlainRequestGetsWhatItWouldHaveGotWithoutThePoison(Poison poison) {
    String resource = poison.resource();
    String alone = Mirrors.newId();
    String expected = Mirrors.seen(mirrors.plain(alone, resource), alone);

    String first = Mirrors.newId();
    mirrors.take(poison, first);
    assertThat(Mirrors.seen(mirrors.plain(first, resource), first)).isEqualTo(expected);
    assertThat(Mirrors.seen(mirrors.plain(first, resource), first)).isEqualTo(expected);

    String between = Mirrors.newId();
    mirrors.plain(between, resource);
    mirrors.take(poison, between);
    mirrors.take(poison, between);
    RawAnswer after = mirrors.plain(between, resource);
    assertThat(Mirrors.seen(after, between)).isEqualTo(expected);
    assertThat(after.headers("X-Cache")).containsExactly("HIT");
  }

  @Test
  void twoTargetsShareAnEntryOnlyIfTheyDecodeToTheSame() {
    List<String> ends = ends();
    Map<String, String> alone = new LinkedHashMap<>();
    for (String end : ends) {
      String id = Mirrors.newId();
      alone.put(end, Mirrors.seen(mirrors.get(id, "decoded" + end), id));
    }
    String id = Mirrors.newId();
    int hits = 0;
    for (int round = 0; round < 2; round++) {
      for (String end : ends) {
        RawAnswer answer = mirrors.get(id, "decoded" + end);
        assertThat(Mirrors.seen(answer, id)).as(end).isEqualTo(alone.get(end));
        hits += answer.headers("X-Cache").equals(List.of("HIT")) ? 1 : 0;
      }
    }
    assertThat(hits).isGreaterThan(ends.size());
  }

  /** Each character in a query and in a path, as it is and encoded; and what is not well-formed. */
  private static List<String> ends() {
    List<String> ends =
        new ArrayList<>(List.of("", "?", "/", "//", ";", ";a=1", "??", "?&", "?&&"));
    for (char c = 0x21; c < 0x7f; c++) {
      ends.add("?a=1" + c + "1");
      ends.add(String.format("?a=1%%%02x1", (int) c));
      ends.add(String.format("?a=1%%%02X1", (int) c));
      ends.add("/" + c + "1");
      ends.add(String.format("/%%%02X1", (int) c));
    }
    for (String text :
        List.of(
            "%",
            "%25",
            "%6",
            "%256",
            "%zz",
            "%25zz",
            "%%25",
            "%25%25",
            "%u0041",
            "\u00e9",
            "%E9",
            "\u00c3\u00a9",
            "%C3%A9",
            "%c3%a9",
            "%C0%AF",
            "%2F",
            "%252F",
            "%0a",
            "%0A",
            "\u007f",
            "%7F",
            "+",
            "%20",
            "%2B",
            "%ED%A0%80",
            "%EF%BF%BD",
            "\u00ff",
            "%FF",
            "{x}",
            "%7Bx%7D",
            "a=",
            "a",
            "%3D",
            "a&a",
            "a%26a",
            "#a",
            "%23a")) {
      ends.add("?a=" + text);
      ends.add("?" + text + "=1");
      ends.add("?" + text);
      ends.add("/" + text);
    }
    return ends;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x%0d%0aSet-Cookie:%20evil=1",
        "x%0aSet-Cookie:%20evil=1",
        "x%0dSet-Cookie:%20evil=1",
        "x%0d%0a%0d%0a%3Cscript%3Eevil%3C/script%3E",
        "x%0d%0aContent-Length:%200%0d%0a%0d%0aHTTP/1.1%20200%20OK%0d%0a%0d%0aevil",
        "x%C4%8D%C4%8ASet-Cookie:%20evil=1",
        "x%E5%98%8D%E5%98%8ASet-Cookie:%20evil=1",
        "x%00%0bSet-Cookie:%20evil=1",
        "%0d%0aSet-Cookie:%20evil=1"
      })
  void aLineBreakInAFieldOfAnApplicationSplitsNoAnswerOfTheCache(String value) {
    String id = Mirrors.newId();
    List<String> caches = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      try (RawConnection connection = sample.server().connect()) {
        RawAnswer answer = connection.get(Mirrors.path(id, "field?a=" + value));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("field\n");
        assertThat(answer.headers("Set-Cookie")).isEmpty();
        assertThat(answer.headers("X-Mirror")).hasSize(1);
        caches.addAll(answer.headers("X-Cache"));
        // Nothing is left on the connection that the next request would take for its answer.
        assertThat(connection.get(Mirrors.path(id, "one?a=2")).text()).contains("[2]");
      }
    }
    assertThat(caches).containsExactly("MISS", "HIT");
    assertThat(mirrors.get(id, "field?a=y").headers("X-Mirror")).containsExactly("y");
  }

  /** This is what the tests above would see; and why an application must say what it reads. */
  @Test
  void anApplicationThatReadsAFieldAndDoesNotSayItInVaryIsPoisoned() {
    String id = Mirrors.newId();
    mirrors.take(
        new Poison(
            "careless", "GET {t} HTTP/1.1\r\nHost: {h}\r\nX-Forwarded-Host: evil.example\r\n\r\n"),
        id);
    assertThat(mirrors.plain(id, "careless").text()).isEqualTo("host evil.example\n");
  }
}
