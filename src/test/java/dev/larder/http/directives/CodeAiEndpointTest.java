package dev.larder.http.directives;

import static dev.larder.http.directives.CodeAiText.directives;
import static dev.larder.http.directives.CodeAiText.product;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.http.Directive;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an endpoint of a CodeAI file may say, and what directive it makes. */
class CodeAiEndpointTest {

  private static final String MIDDLEWARE =
      """
      middleware response_cache {
          type cache
          config { ttl: 300  vary_by: "Authorization" }
      }
      middleware audit { type logging  config { ttl: what, vary_by: 5 } }
      """;

  @Test
  void the_file_of_the_specification_is_understood() {
    CodeAiFile file =
        CodeAiText.parse(
            """
            config {
                cache: redis { ttl: 5m }
            }
            endpoint GET /products/{id} {     # or //
                auth: optional
                cache: 5m
            }
            middleware response_cache { type cache  config { ttl: 300  vary_by: "Authorization" } }
            """);
    assertThat(file.settings())
        .containsOnlyKeys("larder.cache.type", "larder.cache.default-ttl")
        .containsEntry("larder.cache.type", "redis");
    assertThat(file.endpoints()).hasSize(1);
    assertThat(file.endpoints().get(0).line()).isEqualTo(4);
    assertThat(file.endpoints().get(0).directive())
        .isEqualTo(
            new Directive(Duration.ofMinutes(5), false, null, List.of(), List.of(), false, false));
    assertThat(file.warnings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "30s, PT30S",
    "5m, PT5M",
    "1h, PT1H",
    "7d, P7D",
    "300ms, PT0.3S",
    "PT5M, PT5M",
    "P1DT2H, PT26H",
    "\"5m\", PT5M",
  })
  void durations_are_written_short_or_as_ISO_8601(String written, Duration lifetime) {
    assertThat(product("cache: " + written, Directive::lifetime)).isEqualTo(lifetime);
    assertThat(product("cache: { ttl: " + written + " }", Directive::lifetime)).isEqualTo(lifetime);
  }

  @Test
  void a_ttl_without_a_unit_is_in_seconds() {
    assertThat(product("cache: { ttl: 300 }", Directive::lifetime))
        .isEqualTo(Duration.ofMinutes(5));
  }

  @ParameterizedTest
  @CsvSource({"required, true", "optional, false", "none, false"})
  void only_required_authentication_makes_entries_per_user(String auth, boolean perUser) {
    assertThat(product("auth: " + auth + "\ncache: 5m", Directive::perUser)).isEqualTo(perUser);
    assertThat(product("cache: 5m\nauth: " + auth, Directive::perUser)).isEqualTo(perUser);
    assertThat(product("auth: " + auth + " cache: 5m", Directive::perUser)).isEqualTo(perUser);
  }

  @Test
  void an_endpoint_that_says_nothing_of_caching_has_no_directive() {
    assertThat(product("auth: required")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"cache: on", "cache: true", "cache: {}", "cache {}"})
  void without_a_lifetime_only_explicit_freshness_counts(String content) {
    assertThat(product(content)).contains(Directive.EXPLICIT_ONLY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"off", "none", "false", "no", "\"off\""})
  void caching_can_be_switched_off(String off) {
    CodeAiDirectives directives = directives("endpoint GET /a { cache: " + off + " }");
    assertThat(directives.directive("GET", "/a")).isEmpty();
    assertThat(directives.switchesOff("GET", "/a")).isTrue();
    assertThat(directives.switchesOff("GET", "/b")).isFalse();
    assertThat(directives("endpoint GET /a { cache: 5m }").switchesOff("GET", "/a")).isFalse();
  }

  @Test
  void all_options_of_a_cache_can_be_given() {
    Directive expected =
        new Directive(
            Duration.ofMinutes(5),
            false,
            List.of("page", "limit"),
            List.of("accept-language", "x-tenant"),
            List.of("product:{id}", "products"),
            true,
            true);
    assertThat(
            product(
                """
                cache: 5m {
                    vary_by: "Accept-Language, X-Tenant"
                    parameters: [page, "limit"],
                    tags: ["product:{id}", products]
                    store_set_cookie: true
                    early: true
                }
                """))
        .contains(expected);
    assertThat(
            product(
                """
                cache { ttl: 300 vary_by: Accept-Language, X-Tenant parameters: page, limit
                    tags: ["product:{id}", "products",] store_set_cookie: yes early: on }
                """))
        .contains(expected);
  }

  @Test
  void per_user_can_be_said_without_authentication() {
    assertThat(product("cache: 5m { per_user: true }", Directive::perUser)).isTrue();
    assertThat(product("cache: 5m { per_user: false }", Directive::perUser)).isFalse();
  }

  @Test
  void no_parameter_counts_when_the_list_is_empty() {
    assertThat(product("cache: 5m { parameters: [] }", Directive::parameters)).isEmpty();
    assertThat(product("cache: 5m { parameters: \"\" }", Directive::parameters)).isEmpty();
    assertThat(product("cache: 5m").orElseThrow().parameters()).isNull();
  }

  @Test
  void varying_by_Authorization_makes_entries_per_user() {
    Directive directive = product("cache: 5m { vary_by: AUTHORIZATION }").orElseThrow();
    assertThat(directive.varyBy()).containsExactly("authorization");
    assertThat(directive.perUser()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "middleware: response_cache",
        "middleware: [audit, response_cache]",
        "middleware: audit, response_cache",
        "middleware response_cache",
        "middleware audit\nmiddleware response_cache",
        "middleware: \"response_cache\"",
        "request User from path middleware response_cache response User status 200",
      })
  void an_endpoint_has_what_the_middleware_that_it_names_says(String naming) {
    for (String file :
        List.of(
            MIDDLEWARE + "endpoint GET /a {\n" + naming + "\n}",
            "endpoint GET /a {\n" + naming + "\n}\n" + MIDDLEWARE)) {
      assertThat(directives(file).directive("GET", "/a"))
          .contains(
              new Directive(
                  Duration.ofMinutes(5),
                  true,
                  null,
                  List.of("authorization"),
                  List.of(),
                  false,
                  false));
    }
  }

  @Test
  void what_the_endpoint_says_itself_wins_over_its_middleware() {
    CodeAiDirectives directives =
        directives(
            MIDDLEWARE
                + """
                  endpoint GET /a { cache: 1h { vary_by: Accept }  middleware: response_cache }
                  endpoint GET /b { cache: off  middleware: response_cache }
                  """);
    Directive directive = directives.directive("GET", "/a").orElseThrow();
    assertThat(directive.lifetime()).isEqualTo(Duration.ofHours(1));
    assertThat(directive.varyBy()).containsExactly("accept", "authorization");
    assertThat(directives.switchesOff("GET", "/b")).isTrue();
  }

  @Test
  void an_endpoint_that_forbids_to_store_cookies_is_obeyed_whatever_its_middleware_says() {
    String middleware = "middleware c { type cache config { ttl: 300 store_set_cookie: true } }\n";
    String own = "endpoint GET /a { cache: 1m { store_set_cookie: false } middleware: c }";
    assertThat(directives(middleware + own).directive("GET", "/a").orElseThrow().storeSetCookie())
        .isFalse();
    String silent = "endpoint GET /a { cache: 1m  middleware: c }";
    assertThat(
            directives(middleware + silent).directive("GET", "/a").orElseThrow().storeSetCookie())
        .isTrue();
  }

  @Test
  void a_middleware_that_nobody_names_is_skipped_whatever_it_says() {
    assertThat(
            directives(
                    """
                    middleware broken { type cache config { ttl: never vary_by: "*" } }
                    endpoint GET /a { cache: 5m }
                    """)
                .directive("GET", "/a"))
        .isPresent();
  }

  @Test
  void a_middleware_that_does_not_cache_makes_no_directive() {
    assertThat(
            directives(MIDDLEWARE + "endpoint GET /a { middleware: audit }").directive("GET", "/a"))
        .isEmpty();
  }

  @Test
  void other_properties_and_blocks_of_an_endpoint_are_skipped() {
    assertThat(
            product(
                """
                description: "cache: 1h } { auth: required"   // } cache: 2h
                roles: [admin, cache, "auth: required"]
                query { cache: integer, default(1), max(100)  nested { auth: required } }
                filter: { price >= query.min if provided  cache == query.cache }
                returns: paginated(Product, cache: 3h)
                error 404: "Product not found"
                type cache
                sort: cache desc
                /* cache: 4h } */
                do { validate(id) query("users", id) with { cache: true, ttl: 300 } }
                exec { curl https://example.org/x -o '}' | grep "{" }
                cache: 5m
                on_success: emit(ProductSeen)
                """))
        .contains(
            new Directive(Duration.ofMinutes(5), false, null, List.of(), List.of(), false, false));
  }

  @Test
  void values_can_come_from_the_environment() {
    String text = "config { cache: redis { url: env(REDIS)  prefix: env(\"P\", \"shop\") } }";
    assertThat(CodeAiText.parse(text, Map.of("REDIS", "redis://r:1")).settings())
        .containsEntry("larder.cache.url", "redis://r:1")
        .containsEntry("larder.cache.prefix", "shop");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cache: memory | memory",
        "cache: redis | redis",
        "cache: redis { pool_size: 20 } | redis",
        "cache: { type: redis } | redis",
        "cache { type: \"redis\" ttl: 60 } | redis",
        "name: \"shop\" database: postgres { cache: 1 } cache: redis auth: jwt { a: b } | redis",
      })
  void the_config_block_names_the_type_of_the_cache(String content, String type) {
    assertThat(CodeAiText.parse("config { " + content + " }").settings())
        .containsEntry("larder.cache.type", type);
  }

  @Test
  void the_config_block_gives_ttl_url_and_prefix() {
    assertThat(
            CodeAiText.parse(
                    """
                    config {
                      name: "shop"
                      cache: redis { ttl: 300, url: "rediss://u:p@r:1/2", prefix: shop, pool: 5 }
                      cors: { origins: ["https://app.example.org"] }
                    }
                    config { database_type: "postgres" }
                    """)
                .settings())
        .containsEntry("larder.cache.default-ttl", "PT5M")
        .containsEntry("larder.cache.url", "rediss://u:p@r:1/2")
        .containsEntry("larder.cache.prefix", "shop");
  }

  @Test
  void the_rest_of_the_language_is_skipped() {
    assertThat(
            CodeAiText.parse(
                    """
                    var endpoint = "endpoint GET /no { cache: 1h }"
                    for endpoint in endpoints { exec { kubectl delete $endpoint } }
                    function f(cache: list(Item)) -> decimal { return cache.map(i => i * 2) }
                    on "user.created" do workflow "x" async
                    job Report { schedule: "*/5 * * * *"  schedule: every 1h }
                    entity Product { id: uuid, primary  cache: string  index: [id] unique }
                    integration Pay { base_url "https://x"  operation a { endpoint GET /x { cache: 1s } } }
                    @deprecated
                    @auth("admin")
                    endpoint GET "/users/:id" {
                      request User from path
                      cache: 5m
                    }
                    @x("y") endpoint GET /b{ cache: 5m }endpoint GET /c { cache: 5m }
                    """)
                .endpoints())
        .extracting(Endpoint::path)
        .containsExactly("/users/:id", "/b", "/c");
  }
}
