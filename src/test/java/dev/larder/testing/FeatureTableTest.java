package dev.larder.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table in {@code docs/servers.md} is of the tests that there are. */
class FeatureTableTest {

  private static Stream<Class<?>> types() {
    return new ClassFileImporter()
        .importPath(Path.of("target", "test-classes")).stream()
            .filter(
                type ->
                    type.getSimpleName().endsWith("IT") || type.getSimpleName().endsWith("Rules"))
            .map(JavaClass::reflect);
  }

  @Test
  void eachFeatureHasARowAndWasRunOnEachServerWithoutFailures() {
    Set<String> features = new TreeSet<>();
    types()
        .forEach(
            type ->
                Stream.ofNullable(type.getDeclaredAnnotation(Feature.class))
                    .map(Feature::value)
                    .forEach(features::add));
    assertThat(FeatureTable.rows().keySet()).isEqualTo(features);
    assertThat(FeatureTable.rows().values())
        .allSatisfy(
            cells ->
                assertThat(cells)
                    .hasSize(ServerKind.values().length)
                    .noneMatch(cell -> cell.contains("failed") || cell.contains("not run")));
  }

  @Test
  void eachReasonIsOnThePage() {
    String made = FeatureTable.made(FeatureTable.page());
    types()
        .flatMap(
            type ->
                Stream.concat(
                    Arrays.stream(type.getDeclaredAnnotationsByType(NotOn.class)),
                    Arrays.stream(type.getDeclaredMethods())
                        .flatMap(m -> Arrays.stream(m.getAnnotationsByType(NotOn.class)))))
        .forEach(notOn -> assertThat(made).contains(notOn.because()));
  }
}
