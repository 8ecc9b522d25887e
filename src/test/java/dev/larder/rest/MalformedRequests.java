package dev.larder.rest;

import dev.larder.testing.LarderServer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The requests of {@code docs/before-larder.md}, by the text of its rows. Each is sent as it
 * stands: <code>{h}</code> is the host and <code>{a}</code> the line with the credentials.
 */
final class MalformedRequests {

  /** The entry that all of them are about. */
  static final String TARGET = "/larder/api/entries/before-larder";

  private static final String END = "Connection: close\r\n\r\n";

  private MalformedRequests() {}

  /** Returns a request as it is sent to a port of this machine, by the user admin. */
  static String filled(String request, int port) {
    String pair = "admin:" + LarderServer.ADMIN_PASSWORD;
    String credentials =
        "Authorization: Basic "
            + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    return request.replace("{h}", "127.0.0.1:" + port).replace("{a}", credentials);
  }

  /** What the server answers by itself. */
  static Map<String, List<String>> refused() {
    Map<String, List<String>> rows = new LinkedHashMap<>();
    rows.put(
        "a malformed percent sign in the path (`%`, `%zz`), whatever the method",
        List.of(
            get(TARGET + "%"), get(TARGET + "%zz"), put("%", "Content-Length: 0"), delete("%zz")));
    rows.put("a path that ends in `/.` or `/..`", List.of(get(TARGET + "/."), get(TARGET + "/..")));
    rows.put(
        "a `Host` that is empty, or has a port that is no number (`a:1, b`, `a:1/b`)",
        List.of(host(""), host("a:1, b"), host("a:1/b"), host("a:1@b")));
    rows.put("HTTP/1.1 without `Host`", List.of("GET " + TARGET + " HTTP/1.1\r\n{a}\r\n" + END));
    rows.put(
        "a backslash, `%5C`, `%00`, or bytes that are no UTF-8 (`%ff`) in the path",
        List.of(get(TARGET + "\\"), get(TARGET + "%5C"), get(TARGET + "%00"), get(TARGET + "%ff")));
    rows.put(
        "a target that is neither a path nor a URL",
        List.of(get("larder/api/health"), get("evil"), get("?x")));
    rows.put(
        "request line and headers of more than 8 KB together, or more than 100 header lines",
        List.of(
            get(TARGET + "?x=" + "y".repeat(9_000)),
            get(TARGET + "?x=" + "y".repeat(70_000)),
            line("X-Big: " + "y".repeat(9_000)),
            line("X-Big: " + "y".repeat(70_000)),
            line("X: y\r\n".repeat(120) + "X: y")));
    rows.put(
        "white space before the colon of a header, or before the first header",
        List.of(
            line("X-A : b"),
            "GET " + TARGET + " HTTP/1.1\r\n X-A: b\r\nHost: {h}\r\n{a}\r\n" + END));
    rows.put(
        "NUL, CR, or bytes beyond ASCII in a header; line ends without CR",
        List.of(
            line("X-A: b\0c"),
            line("X-A: b\rc"),
            line("X-A: \u00e9"),
            get(TARGET).replace("\r\n", "\n")));
    rows.put(
        "`Content-Length` with a sign, a list, text, nothing, or more than 2^63",
        lengths("-1", "+1", "1, 1", "abc", "0x1", "", "99999999999999999999"));
    rows.put(
        "two `Content-Length` that differ; `Transfer-Encoding` followed by `Content-Length`",
        List.of(
            put("", "Content-Length: 1\r\nContent-Length: 2") + "vv",
            put("", "Transfer-Encoding: chunked\r\nContent-Length: 1") + "1\r\nv\r\n0\r\n\r\n"));
    rows.put(
        "a chunk whose size is negative, too large, or no hexadecimal number, or has an extension",
        chunks("-1\r\nv", "ffffffffffffffffff\r\nv", "zz\r\nv", "1;a=b\r\nv"));
    rows.put(
        "GET or DELETE with a body",
        List.of(line("Content-Length: 1") + "v", delete("").replace(END, "") + lengthOne()));
    rows.put(
        "another version than HTTP/1.0 and 1.1 (`HTTP/1.2`, `HTTP/3`, `http/1.1`)",
        List.of(
            get(TARGET).replace("HTTP/1.1", "HTTP/1.2"),
            get(TARGET).replace("HTTP/1.1", "HTTP/3"),
            get(TARGET).replace("HTTP/1.1", "http/1.1")));
    rows.put("TRACE", List.of(request("TRACE", TARGET, "")));
    rows.put("`OPTIONS *`", List.of(request("OPTIONS", "*", "")));
    rows.put("a path outside `/larder`", List.of(get("/"), get("/evil"), get("/larders")));
    return rows;
  }

  /** What the server lets through to Larder. */
  static Map<String, List<String>> letThrough() {
    Map<String, List<String>> rows = new LinkedHashMap<>();
    rows.put(
        "two `Host` fields, whatever they say",
        List.of(line("Host: {h}"), line("Host: evil.example")));
    rows.put(
        "two equal `Content-Length`",
        List.of(put("", "Content-Length: 1\r\nContent-Length: 1") + "v"));
    rows.put(
        "`Content-Length` followed by `Transfer-Encoding: chunked`",
        List.of(
            put("", "Content-Length: 3\r\nTransfer-Encoding: chunked") + "1\r\nk\r\n0\r\n\r\n"));
    rows.put(
        "a `Transfer-Encoding` other than `chunked`, which the server takes for no body at all",
        codings("xchunked", "gzip", "gzip, chunked", "identity"));
    rows.put(
        "a header line without a colon, or without a name", List.of(line("NoColon"), line(": b")));
    rows.put("a header that goes on in the next line", List.of(line("X-A: b\r\n c")));
    rows.put("a `Content-Length` up to 2^63 that no body can have", lengths("9223372036854775807"));
    rows.put(
        "a request line without a version, as it is after a line break in the target",
        List.of("GET " + TARGET + "\r\nHost: {h}\r\n{a}\r\n" + END));
    rows.put("an absolute request target", List.of(get("http://evil.example" + TARGET)));
    rows.put(
        "unknown methods, in whatever letters",
        List.of(request("EVIL", TARGET, ""), request("get", TARGET, "")));
    rows.put(
        "`Upgrade: h2c`, with `preboot.asadmin`",
        List.of(
            line(
                "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
                    + "HTTP2-Settings: AAMAAABkAAQAAP__")));
    return rows;
  }

  /** Has {@code Connection: close} as its last field. */
  private static String request(String method, String target, String fields) {
    return method + " " + target + " HTTP/1.1\r\nHost: {h}\r\n{a}\r\n" + fields + END;
  }

  private static String get(String target) {
    return request("GET", target, "");
  }

  private static String line(String field) {
    return request("GET", TARGET, field + "\r\n");
  }

  private static String put(String end, String fields) {
    return request("PUT", TARGET + end, fields + "\r\n");
  }

  private static String delete(String end) {
    return request("DELETE", TARGET + end, "");
  }

  private static String lengthOne() {
    return "Content-Length: 1\r\n" + END + "v";
  }

  private static String host(String host) {
    return get(TARGET).replace("{h}", host);
  }

  private static List<String> lengths(String... values) {
    List<String> requests = new ArrayList<>();
    for (String value : values) {
      requests.add(put("", "Content-Length: " + value) + "v");
    }
    return requests;
  }

  private static List<String> codings(String... values) {
    List<String> requests = new ArrayList<>();
    for (String value : values) {
      requests.add(put("", "Transfer-Encoding: " + value) + "1\r\nv\r\n0\r\n\r\n");
    }
    return requests;
  }

  private static List<String> chunks(String... values) {
    List<String> requests = new ArrayList<>();
    for (String value : values) {
      requests.add(put("", "Transfer-Encoding: chunked") + value + "\r\n0\r\n\r\n");
    }
    return requests;
  }
}
