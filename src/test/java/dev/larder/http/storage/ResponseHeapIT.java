package dev.larder.http.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.testing.TestPlace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What stored responses take of the heap itself. */
@Tag("slow")
class ResponseHeapIT {

  private static final Pattern FIGURES =
      Pattern.compile("responses=(\\d+) fields=(\\d+) body=2000 counted=\\d+ heap=(\\d+) .*");

  @Test
  void a_response_of_2_kb_with_200_bytes_of_fields_takes_at_most_2600_bytes_of_live_heap()
      throws Exception {
    Path output = TestPlace.newDirectory("response-heap").resolve("probe.log");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                ResponseHeapProbe.class.getName())
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
    String last = lines.get(lines.size() - 1);
    System.out.println(last);
    Matcher figures = FIGURES.matcher(last);
    assertThat(figures.matches()).as(last).isTrue();
    assertThat(Integer.parseInt(figures.group(1))).as("found again").isEqualTo(20_000);
    assertThat(Integer.parseInt(figures.group(2))).as("bytes of fields").isEqualTo(200);
    assertThat(Integer.parseInt(figures.group(3))).as(last).isBetween(2_200, 2_600);
  }
}
