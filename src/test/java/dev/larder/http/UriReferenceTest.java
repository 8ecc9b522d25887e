package dev.larder.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** References to URIs in {@code Location} and {@code Content-Location}. */
class UriReferenceTest {

  private static final TargetUri BASE = new TargetUri("http", "shop.example", "/a/b/c", "q=1");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      quoteCharacter = '`',
      textBlock =
          """
          ``                      | -        | -        | ``       | -
          /a                      | -        | -        | /a       | -
          a?b#c                   | -        | -        | a        | b
          a#b?c                   | -        | -        | a        | -
          ?                       | -        | -        | ``       | ``
          #                       | -        | -        | ``       | -
          //h                     | -        | h        | ``       | -
          //h/p?q                 | -        | h        | /p       | q
          http://h:80/p?q?r       | http     | h:80     | /p       | q?r
          http:a                  | http     | -        | a        | -
          a1+b-c.d://h/           | a1+b-c.d | h        | /        | -
          Z39.50r://h/            | Z39.50r  | h        | /        | -
          coap+tcp:x              | coap+tcp | -        | x        | -
          x-y:z                   | x-y      | -        | z        | -
          9:1                     | -        | -        | 9:1      | -
          +a:1                    | -        | -        | +a:1     | -
          -a:1                    | -        | -        | -a:1     | -
          .a:1                    | -        | -        | .a:1     | -
          :a                      | -        | -        | :a       | -
          a/b:c                   | -        | -        | a/b:c    | -
          a_b:c                   | -        | -        | a_b:c    | -
          """)
  void they_are_split(
      String reference, String scheme, String authority, String path, String query) {
    assertThat(UriReference.parse(reference))
        .isEqualTo(new UriReference(scheme, authority, path, query));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      quoteCharacter = '`',
      textBlock =
          """
          ``                           | /a/b/c   | q=1
          ?r                           | /a/b/c   | r
          d                            | /a/b/d   | -
          d/                           | /a/b/d/  | -
          ./                           | /a/b/    | -
          .                            | /a/b/    | -
          ..                           | /a/      | -
          ../..                        | /        | -
          ../../../../d                | /d       | -
          ../d/./e/../f                | /a/d/f   | -
          /                            | /        | -
          /x/                          | /x/      | -
          /x//y                        | /x//y    | -
          /x/...                       | /x/...   | -
          //shop.example/x             | /x       | -
          http://SHOP.example:80/x?y   | /x       | y
          HTTP://shop.example:/        | /        | -
          http://shop.example          | /        | -
          """)
  void they_are_resolved(String reference, String path, String query) {
    assertThat(UriReference.parse(reference).within(BASE))
        .hasValue(new TargetUri("http", "shop.example", path, query));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://shop.example/x",
        "//shop.example:443/x",
        "//shop.example:8080/x",
        "//other.example/x",
        "//u@shop.example/x",
        "http:/x",
        "http:x",
        "mailto:a@b"
      })
  void another_origin_is_left_alone(String reference) {
    assertThat(UriReference.parse(reference).within(BASE)).isEmpty();
  }
}
