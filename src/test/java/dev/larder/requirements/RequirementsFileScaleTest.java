package dev.larder.requirements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The worst that a body's limit lets through cannot hold a thread or overflow its stack. The bound
 * is no measure of speed: what is linear needs a fraction of a second, what is quadratic minutes.
 */
final class RequirementsFileScaleTest {

  private static final int SIZE = 400_000;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\\\n",
        "\\",
        "\n",
        "\r",
        " ",
        "#",
        " #",
        "a\\\n",
        "foo \\\n",
        "foo==1\n",
        "1.",
        "a-",
        "[a,",
        "a[a,",
        ",",
        ">=1,",
        "==1.1",
        "(",
        ";",
        "; ",
        "@",
        "egg=",
        "#egg=",
        "-",
        " -",
        " --hash=a",
        "'",
        "' ",
        "\"\\",
        "${A}",
        "\u2028",
        "--h ",
        "-e ",
        "%",
        "\uFEFF",
        "\uD800",
        "foo==1 \\\n --hash=a \\\n",
        " \t",
        "\\ ",
      })
  void aHostileFileIsEditedInLinearTime(String piece) {
    for (String start :
        new String[] {"", "foo", "foo==1", "foo==1 --hash=a", "-e ", "foo[", "# "}) {
      String text = start + piece.repeat(SIZE / piece.length());
      assertTimeoutPreemptively(
          Duration.ofSeconds(20),
          () -> {
            RequirementsFile file = RequirementsFile.parse(text);
            assertThat(file.remove(PackageName.parse("foo")).file().requirements())
                .noneMatch(r -> r.name().equals(PackageName.parse("foo")));
            try {
              assertThat(file.add(PackageSpec.parse("foo[x]", "2")).changed()).isTrue();
            } catch (PackageConflictException e) {
              assertThat(e).hasMessageContaining("foo");
            }
          });
    }
  }
}
