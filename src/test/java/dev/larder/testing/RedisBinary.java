package dev.larder.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The redis-server executable of this platform, unpacked once per JVM from a test dependency. */
final class RedisBinary {

  private static final String VERSION = "7.0.15";

  private RedisBinary() {}

  static Path path() {
    return Unpacked.PATH;
  }

  private static String resource() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch");
    return "redis-server-%s-%s-%s"
        .formatted(
            VERSION,
            os.contains("mac") ? "darwin" : "linux",
            arch.equals("aarch64") ? "arm64" : "amd64");
  }

  /** Unpacked at first use; class initialisation makes this happen once. */
  private static final class Unpacked {

    static final Path PATH = unpack();

    private static Path unpack() {
      String resource = resource();
      try (InputStream in = RedisBinary.class.getResourceAsStream("/" + resource)) {
        if (in == null) {
          throw new IllegalStateException("no " + resource + " on the test class path");
        }
        Path file = TestPlace.newDirectory("redis-binary").resolve("redis-server");
        Files.copy(in, file);
        if (!file.toFile().setExecutable(true)) {
          throw new IllegalStateException("cannot make " + file + " executable");
        }
        return file;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
