package dev.larder.cache;

import java.util.HashSet;
import java.util.Set;

/**
 * The rules of Redis globs, written down one after the other with no thought of speed: what {@link
 * Glob} is compared with.
 */
final class SlowGlob {

  private SlowGlob() {}

  /** Returns whether the pattern from {@code p} on matches the text from {@code t} on. */
  static boolean matches(byte[] pattern, int p, byte[] text, int t) {
    if (p == pattern.length) {
      return t == text.length;
    }
    boolean atEnd = t == text.length;
    return switch (pattern[p]) {
      case '*' -> matches(pattern, p + 1, text, t) || (!atEnd && matches(pattern, p, text, t + 1));
      case '?' -> !atEnd && matches(pattern, p + 1, text, t + 1);
      case '[' -> {
        ClassOfBytes found = readClass(pattern, p + 1);
        yield !atEnd && found.accepts(text[t]) && matches(pattern, found.end, text, t + 1);
      }
      case '\\' -> {
        int literal = p + 1 < pattern.length ? p + 1 : p;
        yield !atEnd && pattern[literal] == text[t] && matches(pattern, literal + 1, text, t + 1);
      }
      default -> !atEnd && pattern[p] == text[t] && matches(pattern, p + 1, text, t + 1);
    };
  }

  /** The bytes of a class, and where the pattern goes on behind it. */
  private record ClassOfBytes(Set<Integer> bytes, boolean negated, int end) {
    boolean accepts(byte b) {
      return bytes.contains(b & 0xff) != negated;
    }
  }

  private static ClassOfBytes readClass(byte[] pattern, int start) {
    if (start < pattern.length && pattern[start] == '^') {
      ClassOfBytes rest = readMembers(pattern, start + 1);
      return new ClassOfBytes(rest.bytes, true, rest.end);
    }
    return readMembers(pattern, start);
  }

  private static ClassOfBytes readMembers(byte[] pattern, int at) {
    int left = pattern.length - at;
    if (left == 0) {
      return new ClassOfBytes(new HashSet<>(), false, at);
    }
    if (pattern[at] == ']') {
      return new ClassOfBytes(new HashSet<>(), false, at + 1);
    }
    if (pattern[at] == '\\' && left >= 2) {
      return with(pattern[at + 1], pattern[at + 1], readMembers(pattern, at + 2));
    }
    if (left >= 3 && pattern[at + 1] == '-') {
      return with(pattern[at], pattern[at + 2], readMembers(pattern, at + 3));
    }
    return with(pattern[at], pattern[at], readMembers(pattern, at + 1));
  }

  private static ClassOfBytes with(byte one, byte other, ClassOfBytes rest) {
    int from = Math.min(one & 0xff, other & 0xff);
    int to = Math.max(one & 0xff, other & 0xff);
    for (int b = from; b <= to; b++) {
      rest.bytes.add(b);
    }
    return rest;
  }
}
