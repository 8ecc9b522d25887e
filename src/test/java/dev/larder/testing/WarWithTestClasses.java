package dev.larder.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A copy of the built WAR with some classes of a test in it, to see it from inside. */
final class WarWithTestClasses {

  private WarWithTestClasses() {}

  static Path make(Path war, List<Class<?>> classes) {
    TestClasses added = new TestClasses();
    classes.forEach(added::add);
    Path copy = TestPlace.newDirectory("war").resolve("larder.war");
    try {
      Files.copy(war, copy);
      try (FileSystem zip = FileSystems.newFileSystem(copy)) {
        for (Map.Entry<String, Path> file : added.files().entrySet()) {
          Path target = zip.getPath("WEB-INF", "classes", file.getKey());
          Files.createDirectories(target.getParent());
          Files.copy(file.getValue(), target);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return copy;
  }
}
