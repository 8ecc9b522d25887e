package dev.larder.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.larder.testing.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be said of the files in {@code server-config} without a server. */
class ServerScriptsTest {

  private static final Path FOLDER = Path.of("server-config").toAbsolutePath();
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir Path directory;

  static List<Path> scripts() throws IOException {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".sh")).toList();
    }
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void everyScriptIsBashAndStopsAtTheFirstError(Path script) throws IOException {
    Command.run(FOLDER, PATIENCE, Map.of(), List.of("bash", "-n", script.toString()));
    if (!script.endsWith("common.sh")) {
      assertThat(script).isExecutable();
      assertThat(Files.readAllLines(script)).contains("set -euo pipefail");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"payara-micro", "payara-server", "wildfly"})
  void systemdReadsTheUnits(String server) throws IOException {
    assumeTrue(Command.find("systemd-analyze").isPresent(), "needs systemd-analyze");
    // It looks for the program, which is not on this machine.
    String unit = Files.readString(FOLDER.resolve(server).resolve("larder.service"));
    assertThat(unit).containsPattern("(?m)^ExecStart=/opt/.*/larder/run\\.sh$");
    Path file =
        Files.writeString(
            directory.resolve("larder.service"),
            unit.replaceAll("(?m)^ExecStart=.*$", "ExecStart=/bin/sh"));
    Path errors = directory.resolve("errors");
    String verify = "systemd-analyze verify '" + file + "' 2>'" + errors + "'";
    Command.run(directory, PATIENCE, Map.of(), List.of("bash", "-c", verify));
    assertThat(errors).content().doesNotContain("larder.service");
  }

  @Test
  void settingsAreDataThatIsNotRunOrExpanded() throws IOException {
    String value = "a $HOME `id` $(id) & ; # ' \" %41";
    Path file = Files.writeString(directory.resolve("larder.env"), "# not this\n\nX_Y=" + value);
    String script =
        "chmod 600 '%s'; . '%s'; read_settings '%s'; printf %%s \"$X_Y\""
            .formatted(file, FOLDER.resolve("common.sh"), file);
    assertThat(Command.run(directory, PATIENCE, Map.of(), List.of("bash", "-euc", script)))
        .isEqualTo(value);
  }
}
