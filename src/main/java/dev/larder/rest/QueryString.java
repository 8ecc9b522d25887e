package dev.larder.rest;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The query of a request, decoded strictly from what was sent: as of an HTML form ({@code +} is a
 * space, {@code %2B} a plus), but a parameter given twice, an unknown one, and bytes that are no
 * UTF-8 are {@link ProblemType#BAD_PARAMETER}; for {@code key}, {@link ProblemType#BAD_KEY}.
 * Instances are immutable.
 */
public final class QueryString {

  private final Map<String, String> values;

  private QueryString(Map<String, String> values) {
    this.values = values;
  }

  /** Reads the query of a request that may have these parameters. */
  public static QueryString of(HttpServletRequest request, String... allowed) {
    return parse(request.getQueryString(), allowed);
  }

  static QueryString parse(@Nullable String raw, String... allowed) {
    Map<String, String> values = new LinkedHashMap<>();
    List<String> known = Arrays.asList(allowed);
    if (raw != null && raw.indexOf('#') >= 0) {
      // It is in no request target (RFC 9112, section 3.2), and some servers cut at it.
      throw new ProblemException(
          ProblemType.BAD_PARAMETER, "the query has a raw '#'; write it as %23");
    }
    for (String pair : raw == null ? new String[0] : raw.split("&", -1)) {
      if (pair.isEmpty()) {
        continue;
      }
      int equals = pair.indexOf('=');
      String name =
          decoded(equals < 0 ? pair : pair.substring(0, equals), ProblemType.BAD_PARAMETER);
      if (!known.contains(name)) {
        throw new ProblemException(
            ProblemType.BAD_PARAMETER,
            known.isEmpty()
                ? "this resource has no query parameters"
                : "this resource has only the query parameters " + String.join(", ", known));
      }
      ProblemType type = name.equals("key") ? ProblemType.BAD_KEY : ProblemType.BAD_PARAMETER;
      String value = decoded(equals < 0 ? "" : pair.substring(equals + 1), type);
      if (values.putIfAbsent(name, value) != null) {
        throw new ProblemException(
            ProblemType.BAD_PARAMETER, "the query parameter " + name + " is given twice");
      }
    }
    return new QueryString(values);
  }

  /** Returns the value of a parameter; empty when it is not given. */
  public Optional<String> get(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** Returns the value of a parameter that has to be given. */
  public String require(String name) {
    return get(name)
        .orElseThrow(
            () ->
                new ProblemException(
                    ProblemType.BAD_PARAMETER, "the query parameter " + name + " is missing"));
  }

  /** Returns a parameter that is {@code true} or {@code false}, and false when it is not given. */
  public boolean flag(String name) {
    return switch (get(name).orElse("false")) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new ProblemException(
              ProblemType.BAD_PARAMETER,
              "the query parameter " + name + " is either true or false");
    };
  }

  /** Returns a parameter that is a whole number from 1 to 999,999,999. */
  public Optional<Integer> count(String name) {
    return get(name)
        .map(
            text -> {
              if (!text.matches("[1-9][0-9]{0,8}")) {
                throw new ProblemException(
                    ProblemType.BAD_PARAMETER,
                    "the query parameter " + name + " is a whole number from 1 to 999999999");
              }
              return Integer.valueOf(text);
            });
  }

  private static String decoded(String text, ProblemType type) {
    try {
      return PercentDecoder.decode(text, true);
    } catch (IllegalArgumentException e) {
      throw new ProblemException(type, String.valueOf(e.getMessage()), e);
    }
  }
}
