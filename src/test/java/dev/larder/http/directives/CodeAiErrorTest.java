package dev.larder.http.directives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A mistake in the file is reported with its place and with what was expected there. */
class CodeAiErrorTest {

  /** Each text has a mark ¦ at the place that the message is to name; ⏎ is the end of a line. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "endpoint ¦FETCH /a {}; expected a method (GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS) but found 'FETCH'",
        "endpoint ¦get /a {}; expected a method",
        "endpoint ¦{ cache: 5m }; expected a method",
        "endpoint¦; expected a method (GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS) but found the end of the file",
        "endpoint GET ¦{ cache: 5m }; expected a path such as /products/{id} but found '{'",
        "endpoint GET ¦\"\" { cache: 5m }; expected a path",
        "endpoint GET ¦\"/a/{b\" { cache: 5m }; expected a path with a '}' for every '{'",
        "endpoint GET /a/{b¦; expected '}' to close the path parameter 'b'",
        "endpoint GET /a/{b ¦{ cache: 5m }; expected '}' to close the path parameter 'b'",
        "endpoint GET /a/{¦} { cache: 5m }; expected the name of a path parameter",
        "endpoint GET /a ¦cache: 5m; expected '{' but found 'cache'",
        "endpoint GET /a {⏎  cache ¦5m⏎}; expected ':' after 'cache' but found '5m'",
        "endpoint GET /a {⏎  auth ¦required⏎}; expected ':' after 'auth'",
        "endpoint GET /a {⏎  cache: ¦5x⏎}; expected a duration but found '5x': not a duration; write a whole number and a unit",
        "endpoint GET /a {⏎  cache: ¦300⏎}; expected a duration but found '300'",
        "endpoint GET /a {⏎  cache: ¦\"5 m\"⏎}; expected a duration but found \"5 m\"",
        "endpoint GET /a {⏎  cache: ¦-5m⏎}; expected a duration",
        "endpoint GET /a {⏎  cache: ¦99999999d⏎}; at most 100 years",
        "endpoint GET /a {⏎  cache: ¦0s⏎}; expected a duration above zero",
        "endpoint GET /a {⏎  cache: 5m ¦please⏎}; expected the end of the line or another property",
        "endpoint GET /a { cache: 5m, ¦early }; options of a cache stand in braces",
        "endpoint GET /a {⏎  cache: ¦}; expected a duration such as 5m",
        "endpoint GET /a {⏎  cache:⏎  ¦auth: none⏎}; expected a duration such as 5m",
        "endpoint GET /a {⏎  cache: 5m⏎  ¦cache: 6m⏎}; expected 'cache' only once",
        "endpoint GET /a {⏎  auth: ¦maybe⏎}; expected required, optional or none but found 'maybe'",
        "endpoint GET /a { cache: 5m { ¦erly: true } }; expected one of ttl, vary_by",
        "endpoint GET /a { cache: 5m { early: ¦perhaps } }; expected true or false",
        "endpoint GET /a { cache: 5m { early ¦} }; expected ':' after 'early'",
        "endpoint GET /a { cache: 5m { ttl: ¦6m } }; expected one lifetime",
        "endpoint GET /a { cache: 5m { vary_by: ¦\"*\" } }; expected the name of a request field",
        "endpoint GET /a { cache: 5m { vary_by: ¦\"A B\" } }; expected the name of a request field",
        "endpoint GET /a { cache: 5m { vary_by: [A ¦B] } }; expected ',' or ']'",
        "endpoint GET /a { cache: 5m { tags: [¦\"a:{id}\"] } }; the path has no parameter 'id'",
        "endpoint GET /a { auth: required cache: 5m { early: ¦true } }; expected no early mode",
        "endpoint GET /a { auth: required cache: 5m { per_user: ¦false } }; expected per_user: true",
        "endpoint GET /a { cache: 5m¦; expected '}' to close the '{' in line 1, column 17 but found the end of the file",
        "endpoint GET /a { query { a: b¦; expected '}' to close the '{' in line 1, column 25",
        "endpoint GET /a { roles: [a ¦}; expected ']' to close the '[' in line 1, column 26 but found '}'",
        "endpoint GET /a { roles: [(a¦] }; expected ')' to close the '('",
        "endpoint GET /a { cache: 5m } ¦}; expected a declaration such as 'endpoint GET /path { … }' but found '}'",
        "endpoint GET /a {}⏎¦endpoint GET /a {}; expected each endpoint only once, but GET /a is in line 1 already",
        "endpoint GET /a/{x} {}⏎⏎  ¦endpoint GET \"a/:y/\" {}; GET /a/{x} is in line 1 already",
        "middleware m { type cache }⏎middleware ¦m { type cache }; 'm' is in line 1 already",
        "middleware ¦{ type cache }; expected the name of a middleware",
        "middleware m ¦type cache; expected '{'",
        "endpoint GET /a { middleware: m }⏎middleware m { type cache config { ttl: ¦soon } }; expected a duration",
        "endpoint GET /a { middleware: ¦}; expected the name of a middleware",
        "config { cache: ¦memcached }; expected memory, redis or tiered but found 'memcached'; unsupported cache type",
        "config { cache: redis { ttl: ¦5y } }; expected a duration",
        "config { cache: redis }⏎config { ¦cache: memory }; expected 'cache' only once",
        "config { cache: redis { url: ¦env(NOWHERE) } }; expected the environment variable NOWHERE to be set",
        "config { cache: redis { url: env(A¦} }; expected ')'",
        "config ¦redis; expected '{'",
        "a { b: ¦\"open⏎}⏎; expected '\"' to close the string that begins here",
        "a { b: ¦\"open⏎c: \"fine\"⏎}; expected '\"' to close the string",
        "a { ¦/* open }; expected '*/' to close the comment",
        "exec { echo } ¦}; expected a declaration",
        "exec { echo {}¦; expected '}' to close the '{' in line 1, column 6",
        "# ä😀⏎/* 😀 */ endpoint ¦X; expected a method",
      })
  void a_mistake_is_reported_where_it_is(String marked, String expected) {
    String text = marked.replace('⏎', '\n');
    int at = text.indexOf('¦');
    String before = text.substring(0, at);
    for (String end : new String[] {"\n", "\r\n", "\r"}) {
      String file = text.replace("¦", "").replace("\n", end);
      DirectivesException e =
          catchThrowableOfType(DirectivesException.class, () -> CodeAiText.parse(file));
      assertThat(e).as(file).isNotNull();
      int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
      String inLine = before.substring(before.lastIndexOf('\n') + 1);
      int column = inLine.codePointCount(0, inLine.length()) + 1;
      assertThat(e).hasMessageContaining(expected);
      assertThat(e.getMessage()).startsWith("shop.cai:" + line + ":" + column + ": expected");
      assertThat(e.file()).isEqualTo("shop.cai");
      assertThat(e.line()).isEqualTo(line);
      assertThat(e.column()).isEqualTo(column);
    }
  }
}
