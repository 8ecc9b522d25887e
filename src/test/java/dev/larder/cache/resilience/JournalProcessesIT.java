package dev.larder.cache.resilience;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.testing.TestPlace;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Processes that share a data directory and are killed at any moment lose no removal accepted. */
class JournalProcessesIT {

  private static final String STORE = "redis://cache:6379/0";
  private static final int PROCESSES = 3;
  private static final int ROUNDS = 3;
  private static final int MOST = 8_000;

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private final Path data = TestPlace.newDirectory("journals");

  @Test
  void whatKilledProcessesHadAcceptedTheNextOneTakesOver() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      String what = "seed " + seed + ", round " + round;
      List<Process> processes = new ArrayList<>();
      List<Kept> accepted = new ArrayList<>();
      try {
        for (int i = 0; i < PROCESSES; i++) {
          processes.add(start("app:" + round + "-" + i + "-"));
        }
        for (Process process : processes) {
          assertThat(process.inputReader(UTF_8).readLine()).as(what).startsWith("took over ");
        }
        nobodyTakesOverWhatRuns(what);
        for (int i = 0; i < PROCESSES; i++) {
          BufferedReader lines = processes.get(i).inputReader(UTF_8);
          int last = -1;
          int until = random.nextInt(MOST);
          for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            // The last line may be cut.
            last = Math.max(last, Integer.parseInt(line));
            if (last == until) {
              kill(processes.get(i));
            }
          }
          for (int number = 0; number <= last; number++) {
            accepted.add(new Kept.Key("app:" + round + "-" + i + "-" + number));
          }
        }
      } finally {
        for (Process process : processes) {
          kill(process);
        }
      }
      Journal next = new Journal(data, STORE, List.of(), 1_000_000, 64 << 20);
      next.start();
      List<Kept> found = next.take(1_000_000);
      assertThat(new HashSet<>(found).containsAll(accepted)).as(what).isTrue();
      // What was written and not told any more is at most one for each process.
      assertThat(found).as(what).hasSizeBetween(accepted.size(), accepted.size() + PROCESSES);
      next.done(found);
      next.close();
      try (Stream<Path> left = Files.list(data.resolve("journal"))) {
        assertThat(left.map(path -> path.getFileName().toString())).containsExactly(".lock");
      }
    }
  }

  private void nobodyTakesOverWhatRuns(String what) throws IOException {
    Journal other = new Journal(data, STORE, List.of());
    other.start();
    other.done(other.take(Integer.MAX_VALUE));
    other.close();
    try (Stream<Path> left = Files.list(data.resolve("journal"))) {
      assertThat(left).as(what).hasSize(PROCESSES + 1);
    }
  }

  @Test
  void whatARunningProcessHasAcceptedAnotherThatStartsCarriesOutAsWell() throws Exception {
    Process process = start("app:");
    try {
      BufferedReader lines = process.inputReader(UTF_8);
      assertThat(lines.readLine()).isEqualTo("took over 0");
      for (int i = 0; i < 100; i++) {
        assertThat(lines.readLine()).isEqualTo(Integer.toString(i));
      }
      Journal other = new Journal(data, STORE, List.of());
      other.start();
      List<Kept> found = other.take(Integer.MAX_VALUE);
      for (int i = 0; i < 100; i++) {
        assertThat(found).contains(new Kept.Key("app:" + i));
      }
      other.done(found);
      other.close();
    } finally {
      kill(process);
    }
    Journal next = new Journal(data, STORE, List.of());
    next.start();
    assertThat(next.take(Integer.MAX_VALUE))
        .contains(new Kept.Key("app:0"), new Kept.Key("app:99"));
    next.close();
  }

  private Process start(String keys) throws IOException {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-classpath",
            classPath,
            JournalMain.class.getName(),
            data.toString(),
            STORE,
            keys)
        .redirectError(ProcessBuilder.Redirect.appendTo(data.resolve("errors.log").toFile()))
        .start();
  }

  private static void kill(Process process) throws InterruptedException {
    // By its handle, which leaves what it wrote to be read.
    boolean unused = process.toHandle().destroyForcibly();
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
  }
}
