package dev.larder.http.jaxrs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Paths belong to the templates that JAX-RS would choose for them. */
class PathPatternTest {

  @ParameterizedTest
  @CsvSource({
    "/products, /products, true",
    "/products, /products/, true",
    "/products, /products/1, false",
    "/products, /product, false",
    "/products/{id}, /products/1, true",
    "/products/{id}, /products/1/, true",
    "/products/{id}, /products/, false",
    "/products/{id}, /products/1/2, false",
    "/products/{id: [0-9]+}, /products/12, true",
    "/products/{id: [0-9]+}, /products/x, false",
    "'/p/{id: [0-9]{2,3}}/q', /p/123/q, true",
    "'/p/{id: [0-9]{2,3}}/q', /p/1/q, false",
    "/files/{path: .+}, /files/a/b/c, true",
    "/a.b, /a.b, true",
    "/a.b, /axb, false",
    "/, /, true"
  })
  void aPathMatchesAsInJaxRs(String template, String path, boolean matches) {
    assertThat(new PathPattern(template).match(path).isPresent()).isEqualTo(matches);
  }

  @Test
  void parametersAreDecodedAndOfSeveralTheLastSegmentComesFirst() {
    assertThat(new PathPattern("/a/{x}/b/{ y : .* }/{x}").match("/a/1%2F+/b/%C3%BC/2"))
        .contains(Map.of("x", List.of("2", "1/+"), "y", List.of("ü")));
  }

  @Test
  void literalTextIsPreferredThenParametersThenExpressions() {
    List<PathPattern> sorted =
        Stream.of("/p/{id}", "/p/{id: .+}", "/p/{id}/{n}", "/p/special")
            .map(PathPattern::new)
            .sorted(PathPattern.PREFERRED)
            .toList();
    assertThat(sorted)
        .containsExactly(
            new PathPattern("/p/special"),
            new PathPattern("/p/{id}/{n}"),
            new PathPattern("/p/{id: .+}"),
            new PathPattern("/p/{id}"));
  }
}
