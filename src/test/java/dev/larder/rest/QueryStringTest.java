package dev.larder.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryStringTest {

  @Test
  void parametersAreDecodedAsOfAForm() {
    QueryString query = QueryString.parse("key=a%2Fb+c%2B%26&ttl=5m", "key", "ttl");
    assertThat(query.require("key")).isEqualTo("a/b c+&");
    assertThat(query.get("ttl")).contains("5m");
  }

  @Test
  void aParameterWithoutAValueIsEmptyAndAnAbsentOneIsAbsent() {
    assertThat(QueryString.parse("key=", "key").get("key")).contains("");
    assertThat(QueryString.parse("key", "key").get("key")).contains("");
    assertThat(QueryString.parse("key=a=b", "key").get("key")).contains("a=b");
    assertThat(QueryString.parse("", "key").get("key")).isEmpty();
    assertThat(QueryString.parse(null, "key").get("key")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "key=a&key=a, BAD_PARAMETER",
    "key=a&k%65y=b, BAD_PARAMETER",
    "kex=a, BAD_PARAMETER",
    "key=%ff, BAD_KEY",
    "key=%c0%af, BAD_KEY",
    "key=%, BAD_KEY",
    "key=é, BAD_KEY",
    "key=a#b, BAD_PARAMETER",
    "#, BAD_PARAMETER",
    "%ff=a, BAD_PARAMETER"
  })
  void whatIsTwiceUnknownOrNotValidIsRefused(String raw, ProblemType type) {
    assertProblem(type, () -> QueryString.parse(raw, "key"));
  }

  @Test
  void aMissingParameterIsNamed() {
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> QueryString.parse("", "pattern").require("pattern"))
        .withMessageContaining("pattern");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "yes", "TRUE", "false ", "tru"})
  void aFlagIsTrueOrFalseAndNothingElse(String value) {
    QueryString query = QueryString.parse("dryRun=" + value.replace(" ", "%20"), "dryRun");
    assertProblem(ProblemType.BAD_PARAMETER, () -> query.flag("dryRun"));
  }

  @Test
  void flagsAreRead() {
    assertThat(QueryString.parse("dryRun=true", "dryRun").flag("dryRun")).isTrue();
    assertThat(QueryString.parse("dryRun=false", "dryRun").flag("dryRun")).isFalse();
    assertThat(QueryString.parse(null, "dryRun").flag("dryRun")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-1", "1.5", "abc", "9999999999", "%D9%A3", "+1", "01"})
  void aCountIsAPlainWholeNumber(String value) {
    QueryString query = QueryString.parse("limit=" + value, "limit");
    assertProblem(ProblemType.BAD_PARAMETER, () -> query.count("limit"));
  }

  private static void assertProblem(
      ProblemType type, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(call)
        .satisfies(e -> assertThat(e.type()).isEqualTo(type));
  }
}
