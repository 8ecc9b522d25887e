package dev.larder.management;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ResponseHitsTest {

  @Test
  void hitsAreCountedByEntryAlsoAtTheSameTime() {
    ResponseHits hits = new ResponseHits(100);
    IntStream.range(0, 10_000).parallel().forEach(i -> hits.add("k" + i % 10));
    IntStream.range(0, 10).forEach(i -> assertThat(hits.of("k" + i)).isEqualTo(1_000));
    assertThat(hits.of("never")).isZero();
  }

  @Test
  void whatIsAskedForStaysAndWhatMayBeForgottenIsNotTakenForZero() {
    ResponseHits hits = new ResponseHits(100);
    hits.add("once");
    for (int i = 0; i < 1_000; i++) {
      hits.add("often");
      hits.add("k" + i);
    }
    assertThat(hits.of("often")).isEqualTo(1_000);
    assertThat(hits.of("once")).isNull();
    assertThat(hits.of("never")).isNull();
    long known = IntStream.range(0, 1_000).filter(i -> hits.of("k" + i) != null).count();
    assertThat(known).isBetween(49L, 100L);
  }
}
