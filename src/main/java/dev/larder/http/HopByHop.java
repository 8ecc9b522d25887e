package dev.larder.http;

import java.util.HashSet;
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

  /** Fields that say who may get a response and for how long, in lower case. */
  private static final Set<String> DECIDING =
      Set.of(
          "access-control-allow-origin",
          "age",
          "cache-control",
          "cdn-cache-control",
          "content-encoding",
          "date",
          "expires",
          "set-cookie",
          "vary");

  private HopByHop() {}

  /** Returns fields without those of the connection, and without those that it names. */
  static HeaderFields endToEnd(HeaderFields fields) {
    Set<String> named = named(fields);
    named.addAll(NAMES);
    return fields.without(named);
  }

  /**
   * Returns whether {@code Connection} names a field that decides about storing: without it the
   * response would look more cacheable than it is.
   */
  static boolean hidesWhatDecides(HeaderFields fields) {
    return named(fields).stream().anyMatch(DECIDING::contains);
  }

  private static Set<String> named(HeaderFields fields) {
    Set<String> names = new HashSet<>();
    for (String line : fields.values("Connection")) {
      for (String option : line.split(",", -1)) {
        names.add(Syntax.lower(Syntax.trim(option)));
      }
    }
    return names;
  }
}
