package dev.larder.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** It is clear where each request ends and whom it addresses, or it is refused. */
class FramingFilterTest {

  private static final List<String> NONE = List.of();
  private static final List<String> HOST = List.of("a");

  private static Optional<String> problem(List<String> lengths, List<String> codings) {
    return FramingFilter.problem(HOST, lengths, codings);
  }

  @Test
  void oneLengthOrChunksOrNeitherAreClear() {
    assertThat(problem(NONE, NONE)).isEmpty();
    assertThat(problem(List.of("5"), NONE)).isEmpty();
    assertThat(problem(NONE, List.of("chunked"))).isEmpty();
    assertThat(problem(NONE, List.of("CHUNKED"))).isEmpty();
    assertThat(FramingFilter.problem(NONE, NONE, NONE)).isEmpty();
  }

  @Test
  void severalHostsLengthsOrBothFramingsAreNot() {
    assertThat(FramingFilter.problem(List.of("a", "a"), NONE, NONE))
        .hasValueSatisfying(text -> assertThat(text).contains("Host"));
    assertThat(problem(List.of("1", "1"), NONE))
        .hasValueSatisfying(text -> assertThat(text).contains("Content-Length"));
    assertThat(problem(List.of("1"), List.of("chunked")))
        .hasValueSatisfying(text -> assertThat(text).contains("not both"));
    assertThat(problem(NONE, List.of("chunked", "chunked"))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "+5", "5, 5", "0x5", "1e3", "9223372036854775807", " 5"})
  void aLengthThatIsNoNumberOfBytesIsRefused(String length) {
    assertThat(problem(List.of(length), NONE))
        .hasValueSatisfying(text -> assertThat(text).contains("Content-Length"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "xchunked", "gzip", "gzip, chunked", "chunked, gzip", "identity"})
  void aTransferCodingThatServersReadOverIsRefused(String coding) {
    assertThat(problem(NONE, List.of(coding)))
        .hasValueSatisfying(text -> assertThat(text).contains("chunked"));
  }
}
