package dev.larder.rest;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The entity tags of If-Match or If-None-Match (RFC 9110, sections 8.8.3 and 13.1).
 *
 * @param any whether the field is {@code *}
 * @param tags the tags as they were sent, quotes and {@code W/} included
 */
public record EntityTags(boolean any, List<String> tags) {

  private static final Pattern TAG =
      Pattern.compile("[ \\t,]*((?:W/)?\"[\\x21\\x23-\\x7e\\x80-\\xff]*\")[ \\t]*(?=,|$)");

  /** Copies the list. */
  public EntityTags {
    tags = List.copyOf(tags);
  }

  /**
   * Reads the lines of a field; empty or {@code null} lines mean that it was not sent.
   *
   * @return the tags, or {@code null} when the field was not sent
   * @throws ProblemException {@link ProblemType#BAD_REQUEST} when it is not valid: a condition that
   *     is not understood must not be passed over
   */
  public static @Nullable EntityTags parse(@Nullable List<String> lines) {
    if (lines == null || lines.isEmpty()) {
      return null;
    }
    String field = String.join(",", lines).strip();
    if (field.equals("*")) {
      return new EntityTags(true, List.of());
    }
    List<String> tags = new ArrayList<>();
    Matcher matcher = TAG.matcher(field);
    int at = 0;
    while (at < field.length() && matcher.region(at, field.length()).lookingAt()) {
      tags.add(matcher.group(1));
      at = matcher.end();
    }
    if (tags.isEmpty() || !field.substring(at).matches("[ \\t,]*")) {
      throw new ProblemException(
          ProblemType.BAD_REQUEST,
          "If-Match and If-None-Match are * or a list of entity tags in double quotes");
    }
    return new EntityTags(false, tags);
  }

  /** Returns whether a strong tag is among these by strong comparison, as If-Match asks. */
  public boolean matches(String tag) {
    return any || tags.contains(tag);
  }

  /** Returns whether a strong tag is among these by weak comparison, as If-None-Match asks. */
  public boolean matchesWeakly(String tag) {
    return matches(tag) || tags.contains("W/" + tag);
  }
}
