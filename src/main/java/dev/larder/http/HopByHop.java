package dev.larder.http;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The fields that belong to one connection and are never stored (RFC 9111, section 3.1). */
final class HopByHop {

  private static final Set<String> NAMES =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-authenticate",
          "proxy-authentication-info",
          "proxy-authorization",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  private HopByHop() {}

  /** Returns fields without those of the connection, and without those that it names. */
  static HeaderFields endToEnd(HeaderFields fields) {
    List<String> options = fields.values("Connection");
    if (options.isEmpty()) {
      return fields.without(NAMES);
    }
    Set<String> names = new HashSet<>(NAMES);
    for (String line : options) {
      for (String option : line.split(",", -1)) {
        names.add(Syntax.lower(Syntax.trim(option)));
      }
    }
    return fields.without(names);
  }
}
