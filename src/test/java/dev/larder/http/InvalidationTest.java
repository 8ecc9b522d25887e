package dev.larder.http;

import static dev.larder.http.Messages.TARGET;
import static dev.larder.http.Messages.head;
import static dev.larder.http.Messages.request;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a response to an unsafe request invalidates: rule 19. */
class InvalidationTest {

  private static final CachePolicy POLICY = new CachePolicy(CacheOptions.DEFAULTS);

  private static List<TargetUri> invalidated(String method, int status, String fields) {
    return POLICY.invalidated(request(method, "(none)"), head(status, fields));
  }

  private static List<String> others(TargetUri target, String location) {
    CacheRequest request = new CacheRequest("POST", target, HeaderFields.NONE, null);
    HeaderFields fields = HeaderFields.of("Location", location);
    return POLICY.invalidated(request, new ResponseHead(201, fields)).stream()
        .skip(1)
        .peek(uri -> assertThat(uri.scheme()).isEqualTo(target.scheme()))
        .peek(uri -> assertThat(uri.authority()).isEqualTo(target.authority()))
        .map(uri -> uri.path() + (uri.query() == null ? "" : "?" + uri.query()))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE", "M-SEARCH", "FROBNICATE", "get"})
  void aSuccessInvalidatesItsUri(String method) {
    for (int status : new int[] {200, 201, 204, 299, 301, 303, 304, 399}) {
      assertThat(invalidated(method, status, "(none)")).containsExactly(TARGET);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 199, 400, 404, 409, 500, 503, 599})
  void anErrorInvalidatesNothing(int status) {
    assertThat(invalidated("POST", status, "Location: /c")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD", "OPTIONS", "TRACE"})
  void aSafeMethodInvalidatesNothing(String method) {
    assertThat(invalidated(method, 200, "Location: /c")).isEmpty();
  }

  @Test
  void locationAndContentLocationAreInvalidatedEachOnce() {
    assertThat(
            invalidated(
                "POST",
                201,
                "Content-Location: /d ⏎ location: /c ⏎ Location: http://shop.example/d"
                    + " ⏎ Content-Location: http://other.example/e ⏎ Content-Location:"))
        .containsExactly(TARGET, uri("/c", null), uri("/d", null));
  }

  private static TargetUri uri(String path, String query) {
    return new TargetUri("http", "shop.example", path, query);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          /c                                | /c
          /c?x=1                            | /c?x=1
          /c?                               | /c?
          /c#part                           | /c
          /c?x=1#part?                      | /c?x=1
          c                                 | /a/c
          c/d?e                             | /a/c/d?e
          ./c                               | /a/c
          ../c                              | /c
          ../../../c                        | /c
          .                                 | /a/
          ..                                | /
          c/.                               | /a/c/
          c/..                              | /a/
          c/../d                            | /a/d
          /x/./y/../z                       | /x/z
          /x//y                             | /x//y
          ?r=2                              | /a/b?r=2
          #part                             | -
          http://shop.example/c             | /c
          HTTP://SHOP.example/c             | /c
          http://shop.example:80/c          | /c
          http://shop.example:/c            | /c
          http://shop.example               | /
          http://shop.example?x             | /?x
          //shop.example/c                  | /c
          //shop.example                    | /
          /%2e%2e/c                         | /%2e%2e/c
          /a:b                              | /a:b
          c:d                               | -
          a1+b-c.d:e                        | -
          1c:d                              | /a/1c:d
          +c:d                              | /a/+c:d
          -c:d                              | /a/-c:d
          .c:d                              | /a/.c:d
          c_d:e                             | /a/c_d:e
          :c                                | /a/:c
          https://shop.example/c            | -
          http://other.example/c            | -
          http://shop.example:81/c          | -
          http://shop.example.evil/c        | -
          http://user@shop.example/c        | -
          http:/c                           | -
          http:c                            | -
          mailto:a@shop.example             | -
          //other.example/c                 | -
          ///c                              | -
          """)
  void aReferenceIsResolvedAndMustHaveTheSameOrigin(String location, String expected) {
    assertThat(others(TARGET, location))
        .isEqualTo(expected == null ? List.of() : List.of(expected));
  }

  @Test
  void aReferenceThatIsNoUriByTheBookIsTakenAsItIs() {
    assertThat(others(TARGET, "/c d|e[^")).containsExactly("/c d|e[^");
    assertThat(others(TARGET, "  /c  ")).containsExactly("/c");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          https | shop.example      | https://shop.example:443/c  | /c
          https | shop.example:443  | https://shop.example/c      | /c
          https | Shop.Example      | //shop.example/c            | /c
          https | shop.example:80   | https://shop.example/c      | -
          http  | shop.example:8080 | http://shop.example:8080/c  | /c
          http  | shop.example:8080 | http://shop.example/c       | -
          http  | [::1]:8080        | http://[::1]:8080/c         | /c
          http  | [::1]             | http://[::1]:80/c           | /c
          """)
  void portsThatAreTheSchemesOwnNeedNotBeSaid(
      String scheme, String authority, String location, String expected) {
    assertThat(others(new TargetUri(scheme, authority, "/a/b", null), location))
        .isEqualTo(expected == null ? List.of() : List.of(expected));
  }
}
