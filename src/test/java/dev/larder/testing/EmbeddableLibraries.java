package dev.larder.testing;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The libraries that come with the embeddable jar: what its own POM names, and what those name in
 * turn. They are taken from the class path of the tests, and so in the versions of this build.
 */
final class EmbeddableLibraries {

  private static final Path POM = Path.of("target", "embeddable", "pom.xml");

  private EmbeddableLibraries() {}

  static List<Path> jars() {
    List<Path> jars = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(MavenPom.read(POM).compileDependencies());
    while (!open.isEmpty()) {
      String coordinates = open.remove();
      if (seen.add(coordinates)) {
        Path jar = onClassPath(coordinates);
        jars.add(jar);
        open.addAll(MavenPom.ofJar(jar).compileDependencies());
      }
    }
    return jars;
  }

  private static Path onClassPath(String coordinates) {
    int colon = coordinates.indexOf(':');
    Path artifact =
        Path.of(
            coordinates.substring(0, colon).replace('.', '/'), coordinates.substring(colon + 1));
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(Path::of)
        .filter(path -> isBelow(path, artifact))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(coordinates + " is not on the class path"));
  }

  /** A local repository has {@code group/artifact/version/file}. */
  private static boolean isBelow(Path jar, Path artifact) {
    return Optional.ofNullable(jar.getParent())
        .map(Path::getParent)
        .filter(folder -> folder.endsWith(artifact))
        .isPresent();
  }
}
