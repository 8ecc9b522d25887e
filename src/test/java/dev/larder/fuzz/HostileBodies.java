package dev.larder.fuzz;

import java.util.List;
import java.util.Random;

/** JSON and other bodies that break what reads them carelessly; as ISO 8859-1 characters. */
final class HostileBodies {

  private static final String MARK = HostileText.MARK;

  private static final List<String> FIXED =
      List.of(
          "",
          "null",
          "true",
          "0",
          "\"x\"",
          "[]",
          "{}",
          "{",
          "}",
          "[1,",
          "{\"keys\":null}",
          "{\"keys\":{}}",
          "{\"keys\":[null]}",
          "{\"keys\":[1]}",
          "{\"keys\":[[]]}",
          "{\"keys\":[\"\\ud800\"]}",
          "{\"keys\":[\"\\udc00\\ud800\"]}",
          "{\"keys\":[\"\\u0000\"]}",
          "{\"keys\":[\"larder:x\"]}",
          "{\"keys\":[\"sentinel:1\"]}",
          "{\"keys\":[],\"keys\":[]}",
          "{\"keys\":[]} x",
          "{\"keys\":[]}{\"keys\":[]}",
          "{'keys':[]}",
          "{keys:[]}",
          "{\"keys\":[],}",
          "/* */{\"keys\":[]}",
          "{\"items\":null}",
          "{\"items\":[]}",
          "{\"items\":{\"sentinel:1\":\"eA==\"}}",
          "{\"items\":{\"larder:x\":\"eA==\"}}",
          "{\"items\":{\"\\ud800\":\"eA==\"}}",
          "{\"items\":{\"a\":null}}",
          "{\"items\":{\"a\":1e999999}}",
          "{\"items\":{\"a\":\"e A==\"}}",
          "{\"items\":{\"a\":\"eB==\"}}",
          "{\"items\":{},\"ttl\":9e99}",
          "{\"items\":{},\"ttl\":\"" + MARK + "\"}",
          "{\"" + MARK + "\\r\\n" + MARK + ": yes\":1}",
          "{\"\\u001b[31m" + MARK + "\":1}",
          "{\"content\":null}",
          "{\"content\":1}",
          "{\"content\":\"a\\u0000b\"}",
          "{\"content\":\"\\ud800\"}",
          "{\"package\":null}",
          "{\"package\":\"flask\\n--index-url http://127.0.0.1/\"}",
          "{\"package\":\"flask\",\"version\":\"1\\r\\n" + MARK + "\"}",
          "{\"package\":\"" + "a".repeat(600) + "\"}",
          "{\"package\":\"../../etc/passwd\"}",
          "{\"package\":\"flask @ http://127.0.0.1/x\"}",
          "{\"@type\":\"java.net.URL\",\"val\":\"http://127.0.0.1/\"}",
          "[\"java.util.HashMap\",{}]",
          "\u00ef\u00bb\u00bf{\"keys\":[]}",
          "{\"keys\":[\"\u00ff\"]}",
          "{\"keys\":[\"\u00c0\u00af\"]}",
          "{\"keys\":[\"\u00ed\u00a0\u0080\"]}",
          "\u0000{\u0000\"\u0000k",
          "<a>&x;</a>",
          "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>",
          "\u001f\u008b\b\u0000\u0000",
          "a=b&c=d");

  private final Random random;
  private final HostileText texts;

  HostileBodies(Random random, HostileText texts) {
    this.random = random;
    this.texts = texts;
  }

  String one() {
    int size = random.nextInt(8) == 0 ? 200_000 : 2_000;
    return switch (random.nextInt(24)) {
      case 0 -> "[".repeat(size);
      case 1 -> "{\"a\":".repeat(size);
      case 2 -> "{\"keys\":" + "[".repeat(40) + "]".repeat(40) + "}";
      case 3 -> "{\"keys\":[" + "9".repeat(size) + "]}";
      case 4 -> "{\"keys\":[\"" + "k".repeat(size) + "\"]}";
      case 5 -> "{\"items\":{\"" + "k".repeat(size) + "\":\"eA==\"}}";
      case 6 -> "{\"" + "m".repeat(60_000) + "\":1}";
      case 7 -> "{\"keys\":[" + "\"x\",".repeat(size) + "\"x\"]}";
      case 8 -> texts.bytes(1 + random.nextInt(300));
      case 9 -> "{\"ttl\":\"" + "9".repeat(size) + "d\",\"items\":{}}";
      case 10 -> " ".repeat(size) + "{\"keys\":[]}";
      case 11 -> cut();
      default -> texts.one(FIXED);
    };
  }

  /** A good body that ends somewhere in the middle. */
  private String cut() {
    String whole = "{\"items\":{\"a\":\"eA==\",\"b\":\"eQ==\"},\"ttl\":\"5m\"}";
    return whole.substring(0, random.nextInt(whole.length()));
  }
}
