package dev.larder.cache.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.testing.TestPlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The limit holds in the heap itself, whatever is written, and by every way to write. */
@Tag("slow")
class MemoryBoundIT {

  private static final Pattern MOMENT =
      Pattern.compile("moment .* bytes=([0-9.]+) MB heap=(-?[0-9.]+) MB ratio=(-?[0-9.]+)");
  private static final Pattern CLOSED = Pattern.compile("after close heap=(-?[0-9.]+) MB");

  /** 1 GB in one way; in the others what the system property says. */
  private static String written(LiveHeapProbe.Way way) {
    return way == LiveHeapProbe.Way.PUT
        ? "1GB"
        : System.getProperty("larder.heap.written", "250MB");
  }

  @ParameterizedTest
  @EnumSource
  void theStoreTakesNoMoreHeapThanItsLimitAndAFifth(LiveHeapProbe.Way way)
      throws IOException, InterruptedException {
    List<String> lines = run(way);
    lines.forEach(line -> System.out.println(way + ": " + line));
    int moments = 0;
    double fullest = 0;
    for (String line : lines) {
      Matcher moment = MOMENT.matcher(line);
      if (moment.matches()) {
        moments++;
        fullest = Math.max(fullest, Double.parseDouble(moment.group(1)));
        assertThat(Double.parseDouble(moment.group(3))).as(line).isLessThan(1.2);
      }
    }
    assertThat(moments).isEqualTo(6);
    assertThat(fullest).as("MB held: the limit was reached").isBetween(48.0, 64.0);
    Matcher closed = CLOSED.matcher(lines.get(lines.size() - 1));
    assertThat(closed.matches()).isTrue();
    assertThat(Double.parseDouble(closed.group(1))).as("MB after close").isLessThan(4);
  }

  private static List<String> run(LiveHeapProbe.Way way) throws IOException, InterruptedException {
    Path output = TestPlace.newDirectory("live-heap").resolve(way + ".log");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                LiveHeapProbe.class.getName(),
                way.name(),
                written(way))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("ended in time, see %s", output).isTrue();
    } finally {
      process.destroyForcibly();
    }
    List<String> lines = Files.readAllLines(output);
    assertThat(process.exitValue()).as("%s", lines).isZero();
    return lines;
  }
}
