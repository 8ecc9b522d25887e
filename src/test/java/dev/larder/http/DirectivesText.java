package dev.larder.http;

import java.util.OptionalLong;
import java.util.StringJoiner;

/** Directives in one line, for the tables of tests. */
final class DirectivesText {

  private DirectivesText() {}

  /** Returns all directives that are set, in a fixed order, or {@code -} for none. */
  static String of(CacheControl directives) {
    StringJoiner text = new StringJoiner(" ").setEmptyValue("-");
    add(directives.malformed(), "MALFORMED", text);
    add(directives.noStore(), "no-store", text);
    add(directives.noCache(), "no-cache", text);
    add(directives.isPrivate(), "private", text);
    add(directives.isPublic(), "public", text);
    add(directives.mustRevalidate(), "must-revalidate", text);
    add(directives.proxyRevalidate(), "proxy-revalidate", text);
    add(directives.mustUnderstand(), "must-understand", text);
    add(directives.noTransform(), "no-transform", text);
    add(directives.onlyIfCached(), "only-if-cached", text);
    add(directives.maxAge(), "max-age", text);
    add(directives.sMaxAge(), "s-maxage", text);
    add(directives.staleWhileRevalidate(), "stale-while-revalidate", text);
    add(directives.staleIfError(), "stale-if-error", text);
    add(directives.minFresh(), "min-fresh", text);
    add(directives.maxStale(), "max-stale", text);
    add(directives.sharesAuthorized(), "SHARES-AUTHORIZED", text);
    return text.toString();
  }

  private static void add(boolean set, String name, StringJoiner to) {
    if (set) {
      to.add(name);
    }
  }

  private static void add(OptionalLong seconds, String name, StringJoiner to) {
    seconds.ifPresent(value -> to.add(name + "=" + value));
  }
}
