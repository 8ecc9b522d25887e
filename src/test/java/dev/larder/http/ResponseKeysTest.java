package dev.larder.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.http.StoredResponse.Selecting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which requests share an entry, and which never do (rule 12). */
class ResponseKeysTest {

  private static final TargetUri URI = uri("/products/1", "a=1&b=2");
  private static final Directive SHARED = directive(null, false);
  private static final Directive PER_USER = directive(null, true);

  private static TargetUri uri(String path, @Nullable String query) {
    return new TargetUri("http", "shop.example", path, query);
  }

  private static Directive directive(@Nullable List<String> parameters, boolean perUser) {
    return new Directive(
        Duration.ofMinutes(1), perUser, parameters, List.of(), List.of(), false, false);
  }

  private static CacheRequest get(TargetUri target) {
    return new CacheRequest("GET", target, HeaderFields.NONE, null);
  }

  private static CacheRequest by(@Nullable String principal, String... fields) {
    return new CacheRequest("GET", URI, HeaderFields.of(fields), principal);
  }

  private static String shared(TargetUri target) {
    return ResponseKeys.head(get(target), SHARED);
  }

  private static String counting(String query, String... parameters) {
    return ResponseKeys.head(get(uri("/p", query)), directive(List.of(parameters), false));
  }

  @Test
  void a_key_is_a_full_digest_behind_a_prefix() {
    assertThat(shared(URI)).matches("larder:http:[A-Za-z0-9_-]{43}");
  }

  @Test
  void a_key_is_the_same_in_every_version_and_on_every_node() {
    assertThat(shared(URI)).isEqualTo("larder:http:WY9Um6aQzYePmrRstUlmkpuNIgAowW0t0n0le1DJyo0");
    assertThat(ResponseKeys.head(by("ada"), PER_USER))
        .isEqualTo("larder:http:0Qt_gCxPMcDodr5DMgKwt7A0mQyCCGeH9p8ISeZo8pU");
  }

  @Test
  void a_head_request_has_the_key_of_the_get() {
    assertThat(ResponseKeys.head(new CacheRequest("HEAD", URI, HeaderFields.NONE, null), SHARED))
        .isEqualTo(shared(URI));
  }

  @Test
  void what_is_equivalent_by_rfc_3986_is_one_entry() {
    Set<String> same = new HashSet<>();
    for (String scheme : List.of("http", "HTTP")) {
      for (String authority : List.of("shop.example", "SHOP.example", "shop.example:80")) {
        for (String path : List.of("/%7eada/%c3%a9", "/~ada/%C3%A9", "/%7Eada/%C3%a9")) {
          same.add(shared(new TargetUri(scheme, authority, path, "q=%41%2f")));
          same.add(shared(new TargetUri(scheme, authority, path, "q=A%2F")));
        }
      }
    }
    assertThat(same).hasSize(1);
    assertThat(shared(new TargetUri("https", "h:443", "/", null)))
        .isEqualTo(shared(new TargetUri("https", "h", "/", null)));
  }

  @Test
  void what_differs_is_another_entry() {
    List<TargetUri> different =
        List.of(
            uri("/", null),
            uri("/", ""),
            uri("/", "a"),
            uri("/", "a="),
            uri("/", "a=1&b=2"),
            uri("/", "b=2&a=1"),
            uri("/a", null),
            uri("/A", null),
            uri("/a/", null),
            uri("/a%2Fb", null),
            uri("/a/b", null),
            uri("/a%b", null),
            uri("/a%25b", null),
            uri("/a%", null),
            uri("/%", null),
            uri("/%2", null),
            uri("/%zz", null),
            uri("/%ZZ", null),
            uri("/%ff", null),
            uri("/ÿ", null),
            new TargetUri("https", "shop.example", "/", null),
            new TargetUri("http", "shop.example:81", "/", null),
            new TargetUri("http", "shop.example:443", "/", null),
            new TargetUri("https", "shop.example:80", "/", null),
            new TargetUri("http", "shop.exampl", "e/", null),
            new TargetUri("http", "[fe80::80]", "/", null),
            new TargetUri("http", "[fe80::]", "/", null));
    assertThat(different.stream().map(ResponseKeysTest::shared)).doesNotHaveDuplicates();
  }

  @Test
  void only_the_parameters_that_count_tell_entries_apart() {
    assertThat(counting("x=1&a=1&y=2", "a", "b")).isEqualTo(counting("a=1", "a", "b"));
    assertThat(counting("a=1&b=2", "a", "b")).isNotEqualTo(counting("b=2&a=1", "a", "b"));
    assertThat(counting("a=1&a=2", "a")).isNotEqualTo(counting("a=2&a=1", "a"));
    assertThat(counting("a=1", "a")).isNotEqualTo(counting("a=2", "a"));
    assertThat(counting("a", "a")).isNotEqualTo(counting("a=", "a"));
    assertThat(counting("a=1", "a")).isNotEqualTo(counting("", "a"));
    assertThat(counting("a=1%26b=2", "a", "b")).isNotEqualTo(counting("a=1&b=2", "a", "b"));
    assertThat(counting("x=a=1&b=a", "a")).isEqualTo(counting("&&", "a"));
    assertThat(counting("a=1&b=2")).as("none counts").isEqualTo(counting("c"));
    assertThat(ResponseKeys.head(get(uri("/p", null)), directive(List.of("a"), false)))
        .isEqualTo(counting("x=1", "a"));
  }

  @Test
  void names_of_parameters_are_compared_decoded() {
    assertThat(counting("%61=1", "a")).isEqualTo(counting("a=1", "a"));
    assertThat(counting("a+b=1", "a b")).isNotEqualTo(counting("a+b=2", "a b"));
    assertThat(counting("a%20b=1", "a b")).isNotEqualTo(counting("a%20b=2", "a b"));
    assertThat(counting("%c3%a9=1", "é")).isNotEqualTo(counting("%c3%a9=2", "é"));
    assertThat(counting("a%=1", "a%")).isNotEqualTo(counting("a%=2", "a%"));
    assertThat(counting("a%3D=1", "a=")).isNotEqualTo(counting("a%3D=2", "a="));
  }

  @Test
  void users_never_share_an_entry_with_others_or_with_everybody() {
    List<String> keys =
        List.of(
            ResponseKeys.head(by(null), SHARED),
            ResponseKeys.head(by(null), PER_USER),
            ResponseKeys.head(by(""), PER_USER),
            ResponseKeys.head(by("ada"), PER_USER),
            ResponseKeys.head(by("Ada"), PER_USER),
            ResponseKeys.head(by("ada "), PER_USER),
            ResponseKeys.head(by("\ud800"), PER_USER),
            ResponseKeys.head(by("\ud801"), PER_USER),
            ResponseKeys.head(by("?"), PER_USER),
            ResponseKeys.head(by(null, "Authorization", ""), PER_USER),
            ResponseKeys.head(by(null, "Authorization", "ada"), PER_USER),
            ResponseKeys.head(by(null, "Authorization", "Basic YTpi"), PER_USER),
            ResponseKeys.head(by(null, "Authorization", "a", "Authorization", "b"), PER_USER),
            ResponseKeys.head(by(null, "Authorization", "b", "Authorization", "a"), PER_USER),
            ResponseKeys.head(by(null, "Authorization", "a, b"), PER_USER),
            ResponseKeys.head(by(null, "Cookie", "ada"), PER_USER),
            ResponseKeys.head(by(null, "Cookie", "session=1"), PER_USER),
            ResponseKeys.head(by(null, "Cookie", "session=2"), PER_USER),
            ResponseKeys.head(
                by(null, "Cookie", "session=1", "Authorization", "Basic YTpi"), PER_USER),
            ResponseKeys.head(
                by(null, "Cookie", "session=2", "Authorization", "Basic YTpi"), PER_USER));
    assertThat(keys).doesNotHaveDuplicates();
  }

  @Test
  void one_user_has_one_entry_whatever_else_he_sends() {
    String ada = ResponseKeys.head(by("ada"), PER_USER);
    assertThat(ResponseKeys.head(by("ada", "Authorization", "Bearer 1", "Cookie", "x"), PER_USER))
        .isEqualTo(ada);
    assertThat(ResponseKeys.head(by(null, "authorization", "B 1", "Accept", "a"), PER_USER))
        .isEqualTo(ResponseKeys.head(by(null, "AUTHORIZATION", "B 1"), PER_USER));
    assertThat(ResponseKeys.head(by("ada", "Authorization", "Bearer 1"), SHARED))
        .isEqualTo(shared(URI));
  }

  @Test
  void the_keys_that_invalidate_a_uri_reach_the_entries_of_every_shape_and_user() {
    List<Directive> inUse =
        List.of(
            SHARED,
            PER_USER,
            directive(List.of("a"), false),
            directive(List.of("a"), true),
            directive(List.of(), true));
    List<String> keys = ResponseKeys.ofUri(URI, inUse.stream().map(KeyShape::of).toList());
    assertThat(keys).hasSize(5).doesNotHaveDuplicates();
    Set<String> heads = new HashSet<>();
    for (Directive directive : inUse) {
      for (CacheRequest request : List.of(by("ada"), by("bob"), by(null, "Cookie", "c"))) {
        String head = ResponseKeys.head(request, directive);
        List<String> generations = ResponseKeys.generations(URI, directive, List.of());
        assertThat(generations).hasSize(directive.perUser() ? 1 : 0);
        assertThat(directive.perUser() ? generations.get(0) : head).isIn(keys);
        if (directive.perUser()) {
          heads.add(head);
        }
      }
    }
    assertThat(heads).as("of users").hasSize(9).doesNotContainAnyElementsOf(keys);
    assertThat(ResponseKeys.ofUri(uri("/products/2", "a=1&b=2"), List.of(KeyShape.of(SHARED))))
        .doesNotContainAnyElementsOf(keys);
  }

  @Test
  void a_tag_is_readable_in_its_key_which_is_bounded() {
    assertThat(ResponseKeys.tag("product:1")).isEqualTo("larder:http:tag:product:1");
    String most = "t".repeat(200);
    assertThat(ResponseKeys.tag(most)).endsWith(most);
    List<String> tags =
        List.of("t".repeat(201), "t".repeat(5_000), "\ud83d\ude00", "\ud800", "\udc00", "?");
    List<String> keys = tags.stream().map(ResponseKeys::tag).toList();
    assertThat(keys)
        .doesNotHaveDuplicates()
        .allSatisfy(key -> assertThat(key).hasSizeLessThan(217));
    for (String key : keys) {
      assertThat(keys).doesNotContain(ResponseKeys.tag(key.replace("larder:http:tag", "")));
    }
    assertThat(ResponseKeys.generations(URI, PER_USER, List.of("a", "b", "a", "t".repeat(300))))
        .hasSize(4);
    assertThat(ResponseKeys.generations(URI, SHARED, List.of())).isEmpty();
  }

  @Test
  void variants_differ_by_every_name_and_value_and_absent_is_not_empty() {
    List<List<Selecting>> selections =
        List.of(
            List.of(),
            List.of(new Selecting("accept", null)),
            List.of(new Selecting("accept", "")),
            List.of(new Selecting("accept", "a")),
            List.of(new Selecting("accept-language", "a")),
            List.of(new Selecting("accept", "a"), new Selecting("b", "c")),
            List.of(new Selecting("accept", "ab"), new Selecting("", "c")),
            List.of(new Selecting("accept", null), new Selecting("b", "c")),
            List.of(new Selecting("accept", ""), new Selecting("b", "c")));
    assertThat(selections.stream().map(each -> ResponseKeys.variant("larder:http:x", each)))
        .doesNotHaveDuplicates()
        .allSatisfy(key -> assertThat(key).matches("larder:http:x:[A-Za-z0-9_-]{43}"));
  }

  /** Random requests from few letters, so that many of them nearly run into each other. */
  @Test
  void parts_never_run_into_each_other() {
    long seed = Long.getLong("larder.test.seed", System.nanoTime());
    Random random = new Random(seed);
    Map<String, Object> seen = new HashMap<>();
    for (int i = 0; i < 30_000; i++) {
      String authority = text(random);
      String path = text(random);
      String query = random.nextInt(4) == 0 ? null : text(random);
      String principal = random.nextInt(3) == 0 ? null : text(random);
      List<String> authorizations = texts(random);
      List<String> cookies = texts(random);
      boolean perUser = random.nextInt(3) > 0;
      List<String> fields = new ArrayList<>();
      authorizations.forEach(value -> fields.addAll(List.of("Authorization", value)));
      cookies.forEach(value -> fields.addAll(List.of("Cookie", value)));
      Object user =
          !perUser
              ? "shared"
              : principal != null
                  ? List.of("principal", principal)
                  : List.of(authorizations, cookies);
      String key =
          ResponseKeys.head(
              new CacheRequest(
                  "GET",
                  new TargetUri("http", authority, path, query),
                  HeaderFields.of(fields.toArray(String[]::new)),
                  principal),
              perUser ? PER_USER : SHARED);
      Object parts = Arrays.asList(authority, path, query, user);
      Object before = seen.put(key, parts);
      if (before != null && !before.equals(parts)) {
        throw new AssertionError(
            "-Dlarder.test.seed=" + seed + ": one key for " + before + " and " + parts);
      }
    }
    assertThat(seen).hasSizeGreaterThan(10_000);
  }

  private static List<String> texts(Random random) {
    List<String> texts = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      texts.add(text(random));
    }
    return texts;
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(4); i > 0; i--) {
      text.append("a\u0000\u0001\u0002/?&é\ud800\n".charAt(random.nextInt(10)));
    }
    return text.toString();
  }

  @Test
  void parameters_are_found_wherever_separators_stand() {
    String key = counting("a=1", "a");

    assertThat(counting("&a=1", "a")).isEqualTo(key);
    assertThat(counting("a=1&", "a")).isEqualTo(key);
    assertThat(counting("&&a=1&&b=2", "a")).isEqualTo(key);
    assertThat(counting("b&a=1", "a")).isEqualTo(key);
    assertThat(counting("a", "a")).isNotEqualTo(key);
    assertThat(counting("b=a=1", "a")).isNotEqualTo(key);
  }

  @Test
  void a_port_that_is_the_schemes_own_need_not_be_said() {
    String key = shared(new TargetUri("http", "shop.example", "/", null));

    assertThat(shared(new TargetUri("HTTP", "SHOP.example:80", "/", null))).isEqualTo(key);
    assertThat(shared(new TargetUri("http", "shop.example:", "/", null))).isEqualTo(key);
    assertThat(shared(new TargetUri("http", "shop.example:443", "/", null))).isNotEqualTo(key);
    assertThat(shared(new TargetUri("https", "shop.example:443", "/", null)))
        .isEqualTo(shared(new TargetUri("https", "shop.example", "/", null)))
        .isNotEqualTo(key);
  }

  @Test
  void an_entry_per_user_carries_the_generation_of_its_uri() {
    assertThat(ResponseKeys.generations(URI, SHARED, List.of())).isEmpty();
    assertThat(ResponseKeys.generations(URI, PER_USER, List.of())).hasSize(1);
    assertThat(ResponseKeys.generations(URI, PER_USER, List.of("a", "b", "a"))).hasSize(3);
    assertThat(ResponseKeys.generations(URI, SHARED, List.of("a")))
        .containsExactly(ResponseKeys.tag("a"));
  }

  @Test
  void a_tag_that_is_no_text_has_a_digest_for_a_key() {
    assertThat(ResponseKeys.tag("\ud800")).doesNotContain("\ud800");
    assertThat(ResponseKeys.tag("a\udfff")).isNotEqualTo(ResponseKeys.tag("a\udffe"));
    assertThat(ResponseKeys.tag("é")).endsWith("é");
  }
}
