package dev.larder.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultFiguresTest {

  @Test
  void theTableShowsEveryRecordInTheOrderOfNames(@TempDir Path directory) throws Exception {
    Files.write(directory.resolve("b.txt"), List.of("rounds=50", "a formula=x=y"));
    Files.write(directory.resolve("a.txt"), List.of("lost=0"));
    assertThat(FaultTable.table(directory))
        .isEqualTo(
            """

            Figures under faults

            a
              lost  0

            b
              rounds     50
              a formula  x=y

            """);
  }

  @Test
  void withoutFiguresTheTableIsEmpty(@TempDir Path directory) throws Exception {
    assertThat(FaultTable.table(directory.resolve("none"))).doesNotContain("=");
  }

  @Test
  void whatWouldNotFitTheTableIsRefused() {
    assertThatThrownBy(() -> FaultFigures.record("../x", "a", 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> FaultFigures.record("x", "a"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> FaultFigures.record("x", "a", "1\n2"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
