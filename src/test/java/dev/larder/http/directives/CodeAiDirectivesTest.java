package dev.larder.http.directives;

import static dev.larder.http.directives.CodeAiText.directives;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.http.Directive;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which JAX-RS methods an endpoint of the file is for, and what the log says of the others. */
class CodeAiDirectivesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/products/{id} | /products/{id}",
        "/products/{id} | /products/{productId: [0-9]+}",
        "/products/{id} | /products/{ productId : [0-9]{3,5} }",
        "/products/{id} | products/{id}/",
        "/products/{id}/ | /products/{id}",
        "products/{id} | /products/{id}",
        "/products/:id | /products/{id}",
        "\"/products/{id}\" | /products/{id}",
        "\"/products/:id\" | /products/{id}",
        "/products/{id: [0-9]{2}} | /products/{id}",
        "/products/{ id } | /products/{id}",
        "/files/{name}.{ending} | /files/{n}.{e: [ab]}",
        "/a{id} | /a{x}",
        "/a//b | /a/b",
        "/ | /",
        "/ | ''",
        "/a/{b}/c/{d} | /a/{x}/c/{y: (.+)/z}",
      })
  void names_and_expressions_of_parameters_and_slashes_at_the_ends_do_not_matter(
      String path, String template) {
    assertThat(directives("endpoint GET " + path + " { cache: 5m }").directive("GET", template))
        .isPresent();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET /products/{id} | GET | /products",
        "GET /products/{id} | GET | /products/new",
        "GET /products/new | GET | /products/{id}",
        "GET /products/{id} | GET | /Products/{id}",
        "GET /products/{id} | GET | /products/{id}/parts",
        "GET /products/{id} | GET | /products/a{id}",
        "GET /products/{id} | POST | /products/{id}",
        "POST /products/{id} | POST | /products/{id}",
        "GET /:id | GET | /:id",
        "GET /a | GET | /a/{unclosed",
      })
  void other_methods_and_paths_do_not_match(String endpoint, String method, String template) {
    assertThat(directives("endpoint " + endpoint + " { cache: 5m }").directive(method, template))
        .isEmpty();
  }

  @Test
  void tags_have_the_parameters_as_the_resource_names_them() {
    CodeAiDirectives directives =
        directives(
            """
            endpoint GET /shops/{shop}/products/{id} {
              cache: 5m { tags: ["product:{shop}:{id}", "shop:{shop}", all] }
            }
            """);
    assertThat(directives.directive("GET", "/shops/{id}/products/{productId: [0-9]{1,9}}"))
        .map(Directive::tags)
        .contains(List.of("product:{id}:{productId}", "shop:{id}", "all"));
  }

  @Test
  void a_directive_says_where_it_is_written() {
    CodeAiDirectives directives = directives("\n\nendpoint GET /a { cache: 5m }");
    assertThat(directives.origin("GET", "/a")).isEqualTo("shop.cai:3");
  }

  @Test
  void an_endpoint_that_matches_no_resource_is_a_warning_once_all_were_bound() {
    List<String> warnings = new ArrayList<>();
    CodeAiDirectives directives =
        directives(
            """
            endpoint GET /a { cache: 5m }
            endpoint GET /b { cache: 5m }
            endpoint GET /c { cache: off }
            endpoint GET /d { auth: none }
            """,
            warnings);
    directives.directive("GET", "/a");
    directives.directive("GET", "/x");
    assertThat(warnings).isEmpty();
    directives.allBound();
    directives.allBound();
    assertThat(warnings)
        .containsExactly(
            "shop.cai:2: endpoint GET /b matches no resource; its cache has no effect",
            "shop.cai:3: endpoint GET /c matches no resource; its cache has no effect");
  }

  @Test
  void what_has_no_effect_is_a_warning() {
    List<String> warnings = new ArrayList<>();
    directives(
            """
            endpoint POST /a { cache: 5m }
            endpoint GET /b {
              middleware: respons_cache
            }
            """,
            warnings)
        .allBound();
    assertThat(warnings)
        .containsExactly(
            "shop.cai:1: cache of POST /a has no effect: only answers to GET are stored",
            "shop.cai:3: middleware 'respons_cache' of GET /b is not in this file; if it caches,"
                + " that has no effect");
  }
}
