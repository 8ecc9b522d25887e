package dev.larder.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The import rules between the packages (decision record 0001), as a table. */
class ArchitectureTest {

  private static final String ROOT = "dev.larder.";
  private static final String JACKSON = "com.fasterxml.jackson.";
  private static final List<String> EVERYWHERE = List.of("java.", "javax.", "org.jspecify.");
  private static final List<String> PLATFORM = List.of("jakarta.", "org.eclipse.microprofile.");
  private static final List<String> STORES = List.of("cache.memory", "cache.redis", "cache.tiered");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.larder");

  /**
   * What one package may import.
   *
   * @param name below {@code dev.larder}; packages below it are meant too, unless they have a line
   *     of their own
   * @param larder other packages of Larder
   * @param libraries prefixes of class names besides the JDK and JSpecify
   */
  record Line(String name, List<String> larder, List<String> libraries) {

    @Override
    public String toString() {
      return name + " imports only " + larder + " and " + libraries;
    }
  }

  static List<Line> table() {
    List<String> embeddable =
        List.of(
            "naming",
            "cache",
            "cache.memory",
            "cache.redis",
            "cache.tiered",
            "cache.resilience",
            "cache.json",
            "http",
            "http.storage",
            "http.jaxrs",
            "http.directives");
    List<String> feature = List.of("cache", "http", "rest", "security");
    List<String> withNames = List.of("cache", "http", "rest", "security", "naming");
    return List.of(
        line("naming", List.of()),
        line("cache", List.of()),
        line("cache.memory", List.of("cache"), "com.github.benmanes.caffeine."),
        line("cache.redis", List.of("cache"), "redis.clients.jedis.", "org.apache.commons.pool2."),
        line(
            "cache.tiered",
            List.of("cache"),
            "com.github.benmanes.caffeine.",
            "redis.clients.jedis."),
        line("cache.resilience", List.of("cache")),
        line("cache.json", List.of("cache"), JACKSON),
        line("http", List.of("cache")),
        line("http.storage", List.of("http", "cache")),
        server("http.jaxrs", List.of("http", "http.storage", "cache")),
        server("http.directives", List.of("http", "cache"), JACKSON),
        server("cdi", embeddable, JACKSON),
        server("rest", List.of("cache"), JACKSON),
        server("security", List.of("rest"), "com.github.benmanes.caffeine."),
        server("requirements", withNames, JACKSON, "org.flywaydb.", "org.h2.", "org.postgresql."),
        server("entries", feature, JACKSON),
        server(
            "management",
            List.of("cache", "http", "http.storage", "rest", "security"),
            JACKSON,
            "io.micrometer.",
            "io.opentelemetry."));
  }

  @ParameterizedTest
  @MethodSource("table")
  void aPackageImportsOnlyWhatItsLineOfTheTableAllows(Line line) {
    classes()
        .that(describe("belong to " + line.name, type -> lineOf(type).equals(Optional.of(line))))
        .should()
        .onlyDependOnClassesThat(allowedBy(line))
        .because("each package may know only what the table of this test says")
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void everyClassBelongsToALineOfTheTable() {
    assertThat(CLASSES)
        .isNotEmpty()
        .allSatisfy(type -> assertThat(lineOf(type)).as(type.getName()).isPresent());
  }

  @Test
  void thePackagesHaveNoCycles() {
    slices().matching("dev.larder.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void onlyTheProducersNameTheStores() {
    classes()
        .that(describe("are part of a store", type -> STORES.contains(nameOfLine(type))))
        .should()
        .onlyHaveDependentClassesThat(
            describe(
                "belong to the producers or the same store",
                type -> nameOfLine(type).equals("cdi") || STORES.contains(nameOfLine(type))))
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void everyPackageSaysWhatItIsForAndThatItsReferencesAreNotNull() {
    assertThat(CLASSES.stream().map(JavaClass::getPackage).distinct())
        .allSatisfy(
            known ->
                assertThat(known.isAnnotatedWith(NullMarked.class))
                    .as("package-info.java of " + known.getName() + " with @NullMarked")
                    .isTrue());
  }

  private static DescribedPredicate<JavaClass> allowedBy(Line line) {
    return describe(
        "belong to the JDK, JSpecify, " + line.libraries + " or " + line.larder,
        type -> {
          JavaClass element = type.getBaseComponentType();
          String name = element.getName();
          if (name.startsWith(ROOT)) {
            String target = nameOfLine(element);
            return target.equals(line.name) || line.larder.contains(target);
          }
          return element.isPrimitive()
              || EVERYWHERE.stream().anyMatch(name::startsWith)
              || line.libraries.stream().anyMatch(name::startsWith);
        });
  }

  private static String nameOfLine(JavaClass type) {
    return lineOf(type).map(Line::name).orElse("");
  }

  /** The line with the longest name that the package of the class begins with. */
  private static Optional<Line> lineOf(JavaClass type) {
    String inRoot = type.getPackageName() + ".";
    return table().stream()
        .filter(line -> inRoot.startsWith(ROOT + line.name + "."))
        .max(Comparator.comparingInt(line -> line.name.length()));
  }

  private static Line line(String name, List<String> larder, String... libraries) {
    return new Line(name, larder, List.of(libraries));
  }

  private static Line server(String name, List<String> larder, String... libraries) {
    List<String> all = new ArrayList<>(PLATFORM);
    all.addAll(List.of(libraries));
    return new Line(name, larder, all);
  }
}
