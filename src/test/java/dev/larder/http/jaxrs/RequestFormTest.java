package dev.larder.http.jaxrs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers are stored for requests that everybody reads the same, and for no others. */
class RequestFormTest {

  @ParameterizedTest
  @CsvSource({
    "http, shop.example, http://shop.example/a",
    "http, shop.example:8080, http://shop.example:8080/a",
    "http, shop.example:80, http://shop.example/a",
    "https, shop.example, https://shop.example/a",
    "https, shop.example:443, https://shop.example/a",
    "http, shop.example:443, http://shop.example:443/a",
    "http, 127.0.0.1:8080, http://127.0.0.1:8080/",
    "http, [::1]:8080, http://[::1]:8080/",
    "http, xn--bcher-kva.example, http://xn--bcher-kva.example",
  })
  void oneHostInItsNormalFormIsPlain(String scheme, String host, String url) {
    assertThat(RequestForm.namesItsTargetPlainly(scheme, List.of(host), url, null)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "http, SHOP.example, http://SHOP.example/a",
    "http, SHOP.example, http://shop.example/a",
    "http, evil.example, http://shop.example/a",
    "http, shop.example:81, http://shop.example/a",
    "http, shop.example:08080, http://shop.example:8080/a",
    "http, shop.example:, http://shop.example:0/a",
    "http, evil@shop.example, http://evil@shop.example/a",
    "http, '', http://shop.example/a",
    "http, 'shop.example, evil.example', http://shop.example/a",
    "http, <script>, http://<script>/a",
    "http, shop%2eexample, http://shop%2eexample/a",
    "http, shop.example, https://shop.example/a",
    "https, shop.example, http://shop.example/a",
    "https, shop.example:80, https://shop.example/a",
    "http, shop.example, /a",
  })
  void anotherHostOrSchemeThanThatOfTheUriIsNot(String scheme, String host, String url) {
    assertThat(RequestForm.namesItsTargetPlainly(scheme, List.of(host), url, null)).isFalse();
  }

  @Test
  void severalHostsAreNotPlainAndNoneIsAsInHttp10() {
    String url = "http://shop.example/a";
    List<String> twice = List.of("shop.example", "shop.example");
    assertThat(RequestForm.namesItsTargetPlainly("http", twice, url, null)).isFalse();
    assertThat(RequestForm.namesItsTargetPlainly("http", List.of(), url, null)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a=1&b=2",
        "a=%C3%A9",
        "a=%c3%a9",
        "a[0]={x}|\"<>^`",
        "a=1;b=2",
        "/?:@",
        "%41"
      })
  void printableCharactersArePlain(String text) {
    assertThat(plainQuery(text)).isTrue();
    assertThat(plainPath(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%",
        "%4",
        "%zz",
        "a=%",
        "a=%4&b=1",
        "%u0041",
        "a=#b",
        "#",
        "a=\u00e9",
        "a=\u00c3\u00a9",
        "a b",
        "a=\u007f",
        "a=\0",
        "a=\r\n",
        "a=\t",
        "%\uff11\uff11"
      })
  void whatServersUnderstandDifferentlyIsNot(String text) {
    assertThat(plainQuery(text)).isFalse();
    assertThat(plainPath(text)).isFalse();
  }

  private static boolean plainQuery(String query) {
    String url = "http://shop.example/a";
    return RequestForm.namesItsTargetPlainly("http", List.of("shop.example"), url, query);
  }

  private static boolean plainPath(String end) {
    String url = "http://shop.example/a/" + end;
    return RequestForm.namesItsTargetPlainly("http", List.of("shop.example"), url, null);
  }
}
