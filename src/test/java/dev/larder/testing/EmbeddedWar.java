package dev.larder.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Describes the WAR of an application that embeds Larder: the built embeddable jar with the
 * libraries that its POM names, classes of tests as the application's own, and files.
 */
public final class EmbeddedWar {

  private static final Path JAR = Path.of("target", "larder-embeddable.jar");
  private static final String BEANS =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <beans xmlns="https://jakarta.ee/xml/ns/jakartaee" version="4.0" bean-discovery-mode="annotated">
      </beans>
      """;

  private final String name;
  private final boolean withLarder;
  private final TestClasses classes = new TestClasses();
  private final Map<String, byte[]> files = new TreeMap<>();
  private final List<Path> libraries = new ArrayList<>();

  private EmbeddedWar(String name, boolean withLarder) {
    this.name = name;
    this.withLarder = withLarder;
    file("WEB-INF/beans.xml", BEANS);
  }

  /** Starts to describe {@code name.war}, which servers deploy at {@code /name}. */
  public static EmbeddedWar named(String name) {
    return new EmbeddedWar(name, true);
  }

  /** Starts to describe {@code name.war} without Larder and its libraries, to compare with. */
  public static EmbeddedWar withoutLarder(String name) {
    return new EmbeddedWar(name, false);
  }

  /** Adds test classes with the classes in them. */
  public EmbeddedWar classes(Class<?>... types) {
    for (Class<?> type : types) {
      classes.add(type);
    }
    return this;
  }

  /** Adds all test classes of packages, not of those below them. */
  public EmbeddedWar packages(String... names) {
    for (String each : names) {
      classes.addPackage(each);
    }
    return this;
  }

  /** Adds the jar in which a class is found here. */
  public EmbeddedWar library(Class<?> type) {
    try {
      libraries.add(Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()));
      return this;
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /**
   * Adds a text file in UTF-8, in the place of one with that path.
   *
   * @param path in the WAR, such as {@code WEB-INF/web.xml} or {@code
   *     WEB-INF/classes/META-INF/microprofile-config.properties}
   */
  public EmbeddedWar file(String path, String content) {
    files.put(path, content.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /** The same, unless there is one. */
  EmbeddedWar fileUnlessThere(String path, String content) {
    return files.containsKey(path) ? this : file(path, content);
  }

  /** Makes the WAR in a new directory below {@code target}. */
  public Path make() {
    if (withLarder && !Files.exists(JAR)) {
      throw new IllegalStateException(
          JAR + " is missing: run this test as ./mvnw verify -DskipUTs -Dit.test=…");
    }
    Path war = TestPlace.newDirectory("war").resolve(name + ".war");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(war))) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        write(zip, file.getKey(), file.getValue());
      }
      SortedMap<String, Path> parts = new TreeMap<>();
      classes.files().forEach((path, file) -> parts.put("WEB-INF/classes/" + path, file));
      if (withLarder) {
        parts.put("WEB-INF/lib/" + JAR.getFileName(), JAR);
        EmbeddableLibraries.jars()
            .forEach(jar -> parts.put("WEB-INF/lib/" + jar.getFileName(), jar));
      }
      libraries.forEach(jar -> parts.put("WEB-INF/lib/" + jar.getFileName(), jar));
      for (Map.Entry<String, Path> part : parts.entrySet()) {
        write(zip, part.getKey(), Files.readAllBytes(part.getValue()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make " + war, e);
    }
    return war;
  }

  private static void write(ZipOutputStream zip, String path, byte[] content) throws IOException {
    zip.putNextEntry(new ZipEntry(path));
    zip.write(content);
    zip.closeEntry();
  }
}
