package dev.larder.http.poisoning;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A request that is made to spoil the answer to the plain one for the same resource.
 *
 * @param resource the last part of the resource's path, such as {@code whole}
 * @param text the request as it is sent, with <code>{t}</code> for the path of the resource, <code>
 *     {id}</code> for the id in it, <code>{h}</code> for the host that plain requests name, and
 *     <code>{port}</code> for its port
 */
record Poison(String resource, String text) {

  private static final String HOST = "Host: {h}";

  /** A GET for the resource {@code whole} with these lines, and no others. */
  private static Poison lines(String... lines) {
    return request("GET {t} HTTP/1.1", lines);
  }

  private static Poison request(String requestLine, String... lines) {
    return new Poison("whole", requestLine + "\r\n" + String.join("\r\n", lines) + "\r\n\r\n");
  }

  /** A GET for another target. */
  private static Poison target(String resource, String target) {
    return new Poison(resource, request("GET " + target + " HTTP/1.1", HOST).text());
  }

  private Poison at(String other) {
    return new Poison(other, text);
  }

  private Poison then(String rest) {
    return new Poison(resource, text + rest);
  }

  /** Other names of the host, and several of them. */
  static Stream<Poison> hosts() {
    List<Poison> hosts =
        Stream.of(
                "evil.example",
                "LOCALHOST:{port}",
                "{h}, evil.example",
                "{h}/evil",
                "{h}@evil.example",
                "evil@{h}",
                "{h}?evil",
                "{h}#evil",
                "{h}%2f",
                "127.0.0.1:0{port}",
                "127.0.0.1:",
                "127.0.0.1",
                "127.0.0.1:80",
                "127.0.0.1.:{port}",
                "{h}evil",
                "{h}\0",
                "{h}\t",
                "{h}\r\n evil.example",
                "{h}\r\nHost: evil.example",
                "evil.example\r\nHost: {h}",
                "{h}\r\nHost: {h}",
                "{h}\r\nhOST: evil.example",
                "{h}\r\nHost : evil.example",
                "{h}\r\n Host: evil.example",
                "<script>",
                "")
            .map(host -> lines("Host: " + host))
            .toList();
    return Stream.of(
            hosts.stream(),
            hosts.stream().map(each -> each.at("early")),
            Stream.of(
                lines("Accept: */*"),
                request("GET {t} HTTP/1.0", "Connection: close"),
                request("GET {t} HTTP/1.0", "Host: evil.example"),
                request("GET http://evil.example{t} HTTP/1.1", HOST),
                request("GET http://{h}{t} HTTP/1.1", "Host: evil.example"),
                request("GET http://evil@{h}{t} HTTP/1.1", HOST),
                request("GET https://{h}{t} HTTP/1.1", HOST),
                request("GET HTTP://{h}{t} HTTP/1.1", HOST),
                request("GET evil://{h}{t} HTTP/1.1", HOST),
                request("GET http://{h}{t} HTTP/1.1", "Host: evil.example").at("early"),
                lines("host : evil.example", HOST),
                lines("\tHost: evil.example", HOST)))
        .flatMap(each -> each);
  }

  /** Fields by which proxies and frameworks may be told of other targets and methods. */
  static Stream<Poison> fields() {
    List<String> one =
        List.of(
            "X-Forwarded-Host: evil.example",
            "X-Forwarded-Host: evil.example\r\nX-Forwarded-Host: {h}",
            "x-forwarded-host: evil.example",
            "X_Forwarded_Host: evil.example",
            "X-Forwarded-Host : evil.example",
            "X-Forwarded-Proto: https",
            "X-Forwarded-Scheme: https",
            "X-Forwarded-Ssl: on",
            "X-Forwarded-Port: 444",
            "X-Forwarded-For: 6.6.6.6",
            "X-Forwarded-Prefix: /evil",
            "X-Forwarded-Server: evil.example",
            "Forwarded: for=6.6.6.6;host=evil.example;proto=https",
            "X-Host: evil.example",
            "X-Original-Host: evil.example",
            "X-Original-URL: /evil",
            "X-Rewrite-URL: /evil",
            "Front-End-Https: on",
            "Proxy-ssl: true\r\nProxy-ip: 6.6.6.6\r\nProxy-keysize: 1",
            "X-HTTP-Method-Override: POST",
            "X-HTTP-Method: DELETE",
            "X-Method-Override: HEAD",
            "Range: bytes=0-5",
            "Range: bytes=-1\r\nIf-Range: \"evil\"",
            "If-None-Match: *",
            "If-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT",
            "If-Match: \"evil\"",
            "Accept: text/html",
            "Accept: text/plain;evil=1",
            "Accept: text/plain; charset=utf-16",
            "Accept: text/*;Charset=\"ISO-8859-1\";q=0.5",
            "Accept-Encoding: gzip;q=1.0, identity;q=0",
            "Accept-Language: \"evil",
            "Cache-Control: no-cache, no-store",
            "Cache-Control: only-if-cached",
            "Connection: Host, Date",
            "Expect: 100-continue",
            "Larder-Refresh: evil",
            "Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABkAAQ",
            "NoColon",
            ": evil",
            "X-Nul: a\0b",
            "X-Cr: a\rHost: evil.example",
            "X-Lf: a\nHost: evil.example",
            "X-Fold: a\r\n\tHost: evil.example");
    return Stream.concat(
        one.stream().map(field -> lines(HOST, field)),
        Stream.of(
            lines(HOST, "X-Forwarded-Host: evil.example").at("forwarded"),
            lines(HOST, "X-Forwarded-Host:").at("forwarded"),
            lines(HOST, "X-Big: " + "x".repeat(7_000)),
            lines(HOST, "X-Big: " + "x".repeat(70_000))));
  }

  /** Content where there should be none, and unclear lengths of it. */
  static Stream<Poison> contents() {
    String form = "Content-Type: application/x-www-form-urlencoded";
    String smuggled = "GET {t} HTTP/1.1\r\nHost: evil.example\r\n\r\n";
    String chunks = "4\r\nevil\r\n0\r\n\r\n";
    return Stream.of(
        lines(HOST, "Content-Length: 4").then("evil"),
        lines(HOST, "Content-Length: 4").then("evil").at("early"),
        lines(HOST, "Transfer-Encoding: chunked").then(chunks),
        lines(HOST, form, "Content-Length: 6").then("a=evil").at("decoded"),
        lines(HOST, form, "Content-Length: 6").then("a=evil").at("one"),
        lines(HOST, form, "Transfer-Encoding: chunked").then("6\r\na=evil\r\n0\r\n\r\n").at("one"),
        lines(HOST, "Content-Length: 0").then(smuggled),
        lines(HOST, "Content-Length: 4", "Content-Length: 0").then("evil"),
        lines(HOST, "Content-Length: 4", "Content-Length: 4").then("evil"),
        lines(HOST, "Content-Length: +4").then("evil"),
        lines(HOST, "Content-Length: 4, 4").then("evil"),
        lines(HOST, "Content-Length: -1"),
        lines(HOST, "Content-Length: 0x4").then("evil"),
        lines(HOST, "Content-Length: 99999999999999999999").then("evil"),
        lines(HOST, "Content-Length:").then("evil"),
        lines(HOST, "Transfer-Encoding: chunked", "Content-Length: 4").then("0\r\n\r\n" + smuggled),
        lines(HOST, "Content-Length: 4", "Transfer-Encoding: chunked").then(chunks + smuggled),
        lines(HOST, "Transfer-Encoding : chunked").then(chunks),
        lines(HOST, "Transfer-Encoding: xchunked").then(chunks + smuggled),
        lines(HOST, "Transfer-Encoding: chunked, identity").then(chunks),
        lines(HOST, "Transfer-Encoding: identity", "Content-Length: 4").then("evil"),
        lines(HOST, "Transfer-Encoding: \u000bchunked").then(chunks),
        lines(HOST, "Transfer-Encoding:", " chunked").then(chunks),
        lines(HOST, "Transfer-Encoding: chunked").then("zz\r\nevil\r\n0\r\n\r\n"));
  }

  /** Other methods and spellings of the request line. */
  static Stream<Poison> requestLines() {
    return Stream.of(
            "HEAD {t} HTTP/1.1",
            "get {t} HTTP/1.1",
            "GET  {t} HTTP/1.1",
            "GET\t{t}\tHTTP/1.1",
            "GET {t} evil HTTP/1.1",
            "GET {t}\rX-Evil: evil HTTP/1.1",
            "GET {t} HTTP/1.2",
            "GET {t} HTTP/3",
            "GET {t} http/1.1",
            "GET {t}",
            "OPTIONS {t} HTTP/1.1",
            "EVIL {t} HTTP/1.1")
        .map(line -> request(line, HOST, "Connection: close"));
  }

  /** Methods that something might take for others. */
  static Stream<Poison> overriddenMethods() {
    return Stream.of("POST", "PUT", "DELETE", "PATCH", "TRACE")
        .map(
            method ->
                request(
                    method + " {t} HTTP/1.1",
                    HOST,
                    "X-HTTP-Method-Override: GET",
                    "Content-Length: 0"));
  }

  /** Other paths that something might take for the same. */
  static Stream<Poison> paths() {
    List<Poison> beyond =
        Stream.of(
                ";evil",
                ";.css",
                ";a=evil",
                "%3Bevil",
                "%3Fa=evil",
                "/",
                "//",
                "%2f",
                "%5c",
                "\\",
                "/.",
                "/..",
                "/./",
                "/evil/..",
                "/evil/%2e%2e",
                "/.%2e/whole",
                ".",
                ".css",
                "%00",
                "%20",
                "%0d%0aX-Evil:%20evil",
                "%",
                "%zz",
                "%C0%AF",
                "\u00e9",
                "?",
                "#evil",
                "%23",
                "?evil",
                "?x=%0d%0aX-Evil:%20evil",
                "?x=%00",
                "?%",
                "?\u00e9",
                "?#evil")
            .flatMap(end -> Stream.of(target("whole", "{t}" + end), target("early", "{t}" + end)))
            .toList();
    return Stream.concat(
        beyond.stream(),
        Stream.of(
                "/sample/api//mirror/{id}/whole",
                "//sample/api/mirror/{id}/whole",
                "//evil.example/sample/api/mirror/{id}/whole",
                "/sample//api/mirror/{id}/whole",
                "/sample/./api/mirror/{id}/whole",
                "/sample/api/evil/../mirror/{id}/whole",
                "/evil/../sample/api/mirror/{id}/whole",
                "/sample;evil/api;evil/mirror;evil/{id};evil/whole",
                "/sample/api/%6dirror/{id}/whole",
                "/SAMPLE/api/mirror/{id}/whole",
                "sample/api/mirror/{id}/whole",
                "*")
            .map(target -> target("whole", target)));
  }

  /** Parameters hidden from a directive that names {@code a}; the plain request says a=1. */
  static Stream<Poison> parameters() {
    return Arrays.stream(
            new String[] {
              "utm=1;a=evil&a=1",
              "a=1;a=evil",
              "a=1&utm=1%26a=evil",
              "utm=1%26a%3Devil&a=1",
              "%61=evil&a=1",
              "a=1&%61=evil",
              "a=1&a%20=evil",
              "a=1&+a=evil",
              "a=1&a%00=evil",
              "a=1&a%0a=evil",
              "a=1&a[]=evil&a[0]=evil&A=evil&\u00aa=evil",
              "a=1&%C0%A1=evil&%c1%a1=evil&%u0061=evil&%EF%BD%81=evil",
              "a=1&%=evil&%6=evil&%6Z=evil",
              "a=1#a=evil",
              "a=1?a=evil",
              "?a=evil&a=1",
              "a=1&;a=evil",
              "a=1&=&&a",
              "a=1,a=evil",
              "a=1|a=evil",
              "a=1&amp;a=evil",
              "a=1%00evil",
              "a=1&a",
              "a&a=1",
              "a=1&utm=" + "x".repeat(4_000) + "&a=evil"
            })
        .map(query -> target("one", "{t}?" + query));
  }

  static Stream<Poison> all() {
    return Stream.of(
            hosts(),
            fields(),
            contents(),
            requestLines(),
            overriddenMethods(),
            paths(),
            parameters())
        .flatMap(each -> each);
  }

  /** What is sent for an id. */
  String send(String id, int port) {
    return text.replace("{t}", Mirrors.path(id, resource))
        .replace("{id}", id)
        .replace("{h}", "127.0.0.1:" + port)
        .replace("{port}", Integer.toString(port));
  }

  @Override
  public String toString() {
    String shown = text.replace("\r", "\\r").replace("\n", "\\n").replace("\0", "\\0");
    return resource + ": " + shown.substring(0, Math.min(150, shown.length()));
  }
}
