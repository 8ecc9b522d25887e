package dev.larder.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Header lines that break what reads them carelessly; as ISO 8859-1 characters. */
final class HostileHeaders {

  private static final String MARK = HostileText.MARK;

  private static final List<String> LINES =
      List.of(
          "Host: evil.example",
          "Host: ",
          "Host: a\u0000b",
          "hOsT:evil.example:99999",
          "X-Forwarded-Host: evil.example",
          "X-Forwarded-For: 127.0.0.1\u001b[31m" + MARK,
          "X-Forwarded-Proto: javascript",
          "Forwarded: for=_x;host=\"evil\r\n" + MARK + ": 1\"",
          "X-Original-URL: /larder/api/requirements",
          "X-HTTP-Method-Override: DELETE",
          "X-HTTP-Method: PUT",
          "Accept: */*;q=2",
          "Accept: ,,,;;;",
          "Accept: text/html",
          "Accept: " + "a/b,".repeat(300),
          "Accept: application/json;charset=\"" + MARK,
          "Accept-Encoding: gzip;q=NaN, br, *",
          "Accept-Charset: utf-16",
          "Accept-Language: " + MARK,
          "Content-Encoding: gzip",
          "Content-Encoding: ../../x",
          "Content-Type: ;;;",
          "Content-Type: application/json;charset=utf-16",
          "Content-Type: text/plain;charset=iso-8859-1",
          "Content-Type: text/plain;charset=" + MARK,
          "Content-Type: APPLICATION/JSON; a=\"" + MARK,
          "Content-Type: multipart/form-data",
          "Content-Type: application/x-www-form-urlencoded",
          "Content-Type: " + "x".repeat(3_000),
          "Content-Range: bytes 0-1/2",
          "Content-Disposition: attachment; filename=\"../" + MARK + "\"",
          "If-Match: " + MARK,
          "If-Match: \"a\" \"b\"",
          "If-Match: W/\"x\", \"y\"",
          "If-None-Match: *, \"x\"",
          "If-None-Match: \"" + "x".repeat(3_000) + "\"",
          "If-None-Match: \"\u001b[31m\"",
          "If-Modified-Since: yesterday",
          "If-Unmodified-Since: Thu, 01 Jan 1970 00:00:00 GMT",
          "If-Range: \"x\"",
          "Range: bytes=0-0,1-1,2-2,-99999999999",
          "Cache-Control: no-cache, max-age=-1, " + MARK,
          "Pragma: no-cache",
          "Expect: 200-maybe",
          "TE: trailers, deflate;q=0.5",
          "Trailer: Authorization",
          "Upgrade: websocket",
          "Upgrade: h2c",
          "HTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA",
          "Cookie: JSESSIONID=" + MARK + "; a=\"\r\n\tb\"",
          "Origin: null",
          "Origin: http://127.0.0.1",
          "Origin: https://evil.example",
          "Sec-Fetch-Site: cross-site",
          "Sec-Fetch-Mode: cors",
          "Access-Control-Request-Method: DELETE",
          "Referer: http://evil.example/\u001b" + MARK,
          "User-Agent: ${jndi:ldap://127.0.0.1/" + MARK + "}",
          "User-Agent: ",
          "Max-Forwards: 0",
          "Via: 1.1 " + MARK,
          "From",
          "No colon at all",
          " folded: " + MARK,
          "Space : before",
          "Bad\u0001Name: x",
          "\u00e9t\u00e9: x",
          "X-Nul: a\u0000b",
          "X-Tab:\t\t\tx",
          "X-Bare: a\rb",
          "X-Feed: a\n" + MARK + ": feed",
          ": nameless",
          "X-Empty:",
          "Connection: keep-alive, Authorization",
          "Keep-Alive: timeout=999999999",
          "Proxy-Authorization: Basic eA==",
          "Authorization: Basic eDp5",
          "Authorization: Basic ====",
          "Authorization: Bearer",
          "Authorization: Negotiate " + MARK,
          "Last-Event-ID: 1",
          "DNT: 1");

  private final Random random;
  private final HostileText texts;

  HostileHeaders(Random random, HostileText texts) {
    this.random = random;
    this.texts = texts;
  }

  List<String> some() {
    List<String> lines = new ArrayList<>();
    switch (random.nextInt(24)) {
      case 0 -> {
        for (int i = 0; i < 200; i++) {
          lines.add("X-Many-" + i + ": " + i);
        }
      }
      case 1 -> lines.add("X-Long: " + "v".repeat(random.nextInt(4) == 0 ? 200_000 : 10_000));
      case 2 -> lines.add("X" + "n".repeat(5_000) + ": v");
      case 3 -> lines.add("X-Bytes: " + texts.bytes(60));
      default -> {
        for (int i = 0; i <= random.nextInt(3); i++) {
          lines.add(texts.one(LINES));
        }
      }
    }
    return lines;
  }
}
