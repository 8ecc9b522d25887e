package dev.larder.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the servers do differently is named where it is evened out, and listed for readers. */
class ServerDifferencesTest {

  /** Comments are broken into lines anywhere. */
  private static final Pattern NAMED =
      Pattern.compile("Server[\\s*/]+difference:[\\s*/]+([^.:]+?)\\.");

  private static final Pattern LISTED =
      Pattern.compile("(?m)^\\| ([^|]+) \\| [^|]+ \\| `[^|]+ \\|$");

  @Test
  void eachDifferenceThatTheCodeNamesIsOnThePageAndNoOther() throws IOException {
    Set<String> named = new TreeSet<>();
    try (Stream<Path> files = Files.walk(Path.of("src", "main"))) {
      for (Path file : files.filter(f -> f.toString().matches(".*\\.(java|xml)")).toList()) {
        Matcher matcher = NAMED.matcher(Files.readString(file));
        while (matcher.find()) {
          named.add(matcher.group(1).replaceAll("[\\s*/]+", " "));
        }
      }
    }
    Set<String> listed = new TreeSet<>();
    String page = Files.readString(Path.of("docs", "servers.md"));
    Matcher rows =
        LISTED.matcher(page.substring(page.indexOf("## What the servers do differently")));
    while (rows.find()) {
      listed.add(rows.group(1));
    }
    assertThat(named).isNotEmpty().isEqualTo(listed);
  }
}
