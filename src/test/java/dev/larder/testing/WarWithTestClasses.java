package dev.larder.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A copy of the built WAR with some classes of a test in it, to see it from inside. */
final class WarWithTestClasses {

  private WarWithTestClasses() {}

  static Path make(Path war, List<Class<?>> classes) {
    Path copy = TestPlace.newDirectory("war").resolve("larder.war");
    try {
      Files.copy(war, copy);
      try (FileSystem zip = FileSystems.newFileSystem(copy)) {
        for (Class<?> type : classes) {
          String name = type.getName().replace('.', '/') + ".class";
          Path target = zip.getPath("WEB-INF", "classes", name);
          Files.createDirectories(target.getParent());
          try (InputStream in = type.getResourceAsStream("/" + name)) {
            Files.write(target, in.readAllBytes());
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return copy;
  }
}
