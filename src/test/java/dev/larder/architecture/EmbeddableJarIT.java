package dev.larder.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.larder.testing.MavenPom;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The embeddable jar as an application gets it: complete, and with a POM that names what it needs
 * and nothing else.
 */
class EmbeddableJarIT {

  private static final Path JAR = Path.of("target", "larder-embeddable.jar");
  private static final Path POM = Path.of("target", "embeddable", "pom.xml");

  private static JavaClasses classes;

  @BeforeAll
  static void readTheJar() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      classes = new ClassFileImporter().importJar(jar);
    }
  }

  @Test
  void thePomNamesEveryLibraryThatTheJarUsesAndNoOther() {
    Set<String> named = MavenPom.read(POM).compileDependencies();
    Map<String, MavenPom> used = new TreeMap<>();
    Map<String, String> example = new TreeMap<>();
    for (String name : foreignClasses()) {
      MavenPom.ofClass(name)
          .filter(pom -> !isPlatform(pom.coordinates()))
          .ifPresent(
              pom -> {
                used.put(pom.coordinates(), pom);
                example.put(pom.coordinates(), name);
              });
    }
    Set<String> brought = new TreeSet<>(named);
    used.forEach(
        (name, pom) -> {
          if (named.contains(name)) {
            brought.addAll(pom.compileDependencies());
          }
        });
    assertThat(used.keySet())
        .as("libraries that the jar uses, each with one class: %s", example)
        .isSubsetOf(brought);
    assertThat(named).as("libraries that the POM names").isSubsetOf(used.keySet());
  }

  @Test
  void thePomHasItsOwnNameAndRealVersions() {
    assertThat(MavenPom.read(POM).coordinates()).isEqualTo("dev.larder:larder-embeddable");
    assertThat(POM).content().doesNotContain("${");
  }

  @Test
  void theJarUsesNoClassOfTheServiceThatItDoesNotContain() {
    assertThat(classes.stream().map(JavaClass::getName)).contains("dev.larder.cache.CacheModule");
    Set<String> missing =
        dependencies().filter(name -> name.startsWith("dev.larder.")).collect(Collectors.toSet());
    classes.forEach(type -> missing.remove(type.getName()));
    assertThat(missing).isEmpty();
  }

  @Test
  void theJarHoldsTheLicenceTheDefaultsAndWhatCdiLooksFor() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      assertThat(jar.stream().map(entry -> entry.getName()).filter(name -> !name.endsWith("/")))
          .contains("META-INF/LICENSE", "META-INF/beans.xml")
          .contains("META-INF/microprofile-config.properties")
          .allMatch(
              name ->
                  name.startsWith("META-INF/")
                      || name.startsWith("dev/larder/cache/")
                      || name.startsWith("dev/larder/http/")
                      || name.startsWith("dev/larder/cdi/")
                      || name.startsWith("dev/larder/naming/"));
    }
  }

  private static boolean isPlatform(String artifact) {
    return artifact.startsWith("jakarta.") || artifact.startsWith("org.eclipse.microprofile");
  }

  private static TreeSet<String> foreignClasses() {
    return dependencies()
        .filter(name -> !name.startsWith("java.") && !name.startsWith("dev.larder."))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Stream<String> dependencies() {
    return classes.stream()
        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
        .map(Dependency::getTargetClass)
        .map(JavaClass::getBaseComponentType)
        .filter(type -> !type.isPrimitive())
        .map(JavaClass::getName);
  }
}
