package dev.larder.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RawPathTest {

  private static final String API = "/larder/api";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a;b=c",
        ";",
        "a#b",
        "#",
        "a%2Fb",
        "a%2fb",
        "a\\b",
        "a%5Cb",
        "a%5cb",
        "a%00b",
        ".",
        "..",
        "%2e",
        "%2E.",
        ".%2e",
        "%2e%2E",
        "a//b",
        "",
        "/",
        "a/../b",
        "a/./b",
        "../entries/a",
        "é",
        "a b",
        "a/"
      })
  void aKeyThatServersReadDifferentlyIsToBeGivenInTheQuery(String key) {
    assertThat(RawPath.problem(API + "/entries/" + key, API))
        .hasValueSatisfying(
            problem -> assertThat(problem.type()).isEqualTo(ProblemType.KEY_NEEDS_QUERY));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "...",
        "a.",
        ".a",
        "a..b",
        "a%2e%2e",
        "%2e%2e%2e",
        "a+b",
        "a%20b",
        "%252F",
        "a:b",
        "*",
        "a%3Bb",
        "~",
        "%0A"
      })
  void aKeyThatEveryServerReadsAlikeIsTakenInAPath(String key) {
    assertThat(RawPath.problem(API + "/entries/" + key, API)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/larder/./api/entries/a",
        "/larder/x/../api/entries/a",
        "/larder;x/api/entries/a",
        "//larder/api/entries/a",
        "/%6Carder/api/entries/a",
        "/larder/apix",
        "/larder/api/health;x",
        "/larder/api/../api/health"
      })
  void aPathThatIsNotWrittenAsTheApiIsRefused(String path) {
    assertThat(RawPath.problem(path, API)).isPresent();
  }

  @ParameterizedTest
  @CsvSource({
    "a=%zz, application/x-www-form-urlencoded, true",
    "a=%4, Application/X-WWW-Form-Urlencoded;charset=utf-8, true",
    "%, application/x-www-form-urlencoded, true",
    "a=%2f&%41, application/x-www-form-urlencoded, false",
    ", application/x-www-form-urlencoded, false",
    "a=%zz, text/plain, false",
    "a=%zz, , false"
  })
  void aMalformedQueryOfAFormIsRefused(String query, String contentType, boolean refused) {
    assertThat(RawPath.queryProblem(query, contentType).isPresent()).isEqualTo(refused);
  }

  @ParameterizedTest
  @CsvSource({
    "/larder/api/entries/a%20b,/larder/api/entries/,'',a b",
    "/larder/api/counters/incr/incr,/larder/api/counters/,/incr,incr",
    "/larder/api/counters/a%2Bb/decr,/larder/api/counters/,/decr,a+b"
  })
  void theKeyIsTheDecodedSegment(String path, String before, String after, String key) {
    assertThat(RawPath.key(path, before, after)).isEqualTo(key);
  }

  @Test
  void aKeyOfSeveralSegmentsIsRefusedAndNotJoined() {
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> RawPath.key(API + "/entries/a/b", API + "/entries/", ""))
        .satisfies(e -> assertThat(e.type()).isEqualTo(ProblemType.KEY_NEEDS_QUERY));
  }

  @ParameterizedTest
  @ValueSource(strings = {"%ff", "%c0%af", "%", "%4"})
  void aKeyThatIsNotValidlyEncodedIsRefused(String key) {
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> RawPath.key(API + "/entries/" + key, API + "/entries/", ""))
        .satisfies(e -> assertThat(e.type()).isEqualTo(ProblemType.BAD_KEY));
  }
}
