package dev.larder.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.cache.CacheModule;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The public API of the embeddable jar against the file that lists it, so that no change of it goes
 * unnoticed. The listing has nullness in it, since that is part of a signature here.
 */
class PublicApiTest {

  private static final Path GOLDEN = Path.of("src", "test", "resources", "public-api.txt");
  private static final String HOW =
      "To accept this: ./mvnw test -Dtest=PublicApiTest -Dlarder.api.update=true, and commit the"
          + " changed "
          + GOLDEN;

  @Test
  void thePublicApiIsTheOneThatWasAgreedOn() throws Exception {
    List<String> now = ApiListing.of(publicClasses());
    if (Boolean.getBoolean("larder.api.update")) {
      Files.write(GOLDEN, now);
    }
    List<String> agreed = Files.readAllLines(GOLDEN);
    assertThat(now)
        .as(
            "The public API changed.\nGone:\n%s\nNew:\n%s\n%s",
            difference(agreed, now), difference(now, agreed), HOW)
        .isEqualTo(agreed);
  }

  private static String difference(List<String> all, List<String> without) {
    List<String> rest = new ArrayList<>();
    String type = "";
    for (String line : all) {
      if (!line.startsWith(" ")) {
        type = line;
      }
      if (!without.contains(line)) {
        rest.add("  " + (line.startsWith(" ") ? type + ":" : "") + line);
      }
    }
    return String.join("\n", rest);
  }

  private static List<Class<?>> publicClasses()
      throws IOException, URISyntaxException, ClassNotFoundException {
    Path root =
        Path.of(CacheModule.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<Class<?>> classes = new ArrayList<>();
    for (String api : List.of("cache", "http")) {
      Path directory = root.resolve(Path.of("dev", "larder", api));
      if (!Files.exists(directory)) {
        continue;
      }
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
          String name = root.relativize(file).toString().replace('/', '.');
          classes.add(
              Class.forName(
                  name.substring(0, name.length() - ".class".length()),
                  false,
                  PublicApiTest.class.getClassLoader()));
        }
      }
    }
    return classes;
  }
}
