package dev.larder.rest;

import jakarta.servlet.http.HttpServletRequest;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The {@code instance} of a problem: the path of the request as it was sent, without the query. */
final class Instance {

  private static final Pattern URI_PATH =
      Pattern.compile("(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2}){1,1000}");

  private Instance() {}

  /** Returns the path, or {@code null} when it is no valid one or is very long. */
  static @Nullable String of(HttpServletRequest request) {
    return of(request.getRequestURI());
  }

  static @Nullable String of(@Nullable String path) {
    return path != null && URI_PATH.matcher(path).matches() ? path : null;
  }
}
