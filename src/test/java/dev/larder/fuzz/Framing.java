package dev.larder.fuzz;

import java.util.List;

/**
 * The end of a request: how it says where its body ends, and the body.
 *
 * @param lines header lines
 * @param body what follows the headers
 * @param incomplete whether a server has to wait for more
 */
record Framing(List<String> lines, String body, boolean incomplete) {

  /** As it should be; without any when there is no body and none is expected. */
  static Framing proper(String body, boolean expected) {
    return new Framing(
        body.isEmpty() && !expected ? List.of() : List.of("Content-Length: " + body.length()),
        body,
        false);
  }

  /** One of many ways to get it wrong. */
  static Framing wrong(int which, String body) {
    int length = body.length();
    return switch (which % 20) {
      case 0 -> of("Content-Length: " + (length + 10), body, true);
      case 1 -> of("Content-Length: " + Math.max(0, length - 3), body, false);
      case 2 -> of("Content-Length: -1", body, true);
      case 3 -> of("Content-Length: x", body, true);
      case 4 -> of("Content-Length: 9223372036854775807", body, true);
      case 5 -> of("Content-Length: 99999999999999999999", body, true);
      case 6 -> of("Content-Length: +" + length, body, true);
      case 7 -> of("Content-Length: " + length + ", " + length, body, true);
      case 8 -> new Framing(List.of("Content-Length: " + length, "Content-Length: 0"), body, true);
      case 9 -> of("Content-Length: 0x" + Integer.toHexString(length), body, true);
      case 10 -> of("Transfer-Encoding: chunked", chunk(body) + "0\r\n\r\n", false);
      case 11 -> of("Transfer-Encoding: chunked", chunk(body), true);
      case 12 -> of("Transfer-Encoding: chunked", "zz\r\n" + body + "\r\n0\r\n\r\n", true);
      case 13 -> of("Transfer-Encoding: chunked", "-5\r\n" + body + "\r\n0\r\n\r\n", true);
      case 14 ->
          of("Transfer-Encoding: chunked", "ffffffffffffffff\r\n" + body + "\r\n0\r\n\r\n", true);
      case 15 ->
          of(
              "Transfer-Encoding: chunked",
              chunk(body) + "0\r\nAuthorization: x\r\n" + HostileText.MARK + "\r\n\r\n",
              true);
      case 16 ->
          new Framing(
              List.of("Content-Length: 3", "Transfer-Encoding: chunked"),
              chunk(body) + "0\r\n\r\n",
              true);
      case 17 -> of("Transfer-Encoding: xchunked", chunk(body) + "0\r\n\r\n", true);
      case 18 -> of("Transfer-Encoding: chunked, identity", chunk(body) + "0\r\n\r\n", true);
      default -> new Framing(List.of(), body, true);
    };
  }

  private static Framing of(String line, String body, boolean incomplete) {
    return new Framing(List.of(line), body, incomplete);
  }

  private static String chunk(String body) {
    return body.isEmpty() ? "" : Integer.toHexString(body.length()) + "\r\n" + body + "\r\n";
  }
}
