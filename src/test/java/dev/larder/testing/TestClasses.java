package dev.larder.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;

/** The class files of test classes, as a WAR below {@code WEB-INF/classes} needs them. */
final class TestClasses {

  private static final Path ROOT = Path.of("target", "test-classes");

  private final SortedMap<String, Path> files = new TreeMap<>();

  /** Adds a class and the classes in it. */
  TestClasses add(Class<?> type) {
    String name = type.getName().substring(type.getPackageName().length() + 1);
    Path folder = folder(type.getPackageName());
    addFile(folder.resolve(name + ".class"));
    addFiles(folder, name + "$*.class");
    return this;
  }

  /** Adds the classes of a package, not of those below it. */
  TestClasses addPackage(String name) {
    int before = files.size();
    addFiles(folder(name), "*.class");
    if (files.size() == before) {
      throw new IllegalArgumentException("no test classes in " + name);
    }
    return this;
  }

  /** The files by their names in the class path, such as {@code dev/larder/Some.class}. */
  SortedMap<String, Path> files() {
    return files;
  }

  private void addFiles(Path folder, String glob) {
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, glob)) {
      found.forEach(this::addFile);
    } catch (IOException e) {
      throw new UncheckedIOException("no test classes in " + folder, e);
    }
  }

  private void addFile(Path file) {
    files.put(ROOT.relativize(file).toString(), file);
  }

  private static Path folder(String packageName) {
    return ROOT.resolve(packageName.replace('.', '/'));
  }
}
