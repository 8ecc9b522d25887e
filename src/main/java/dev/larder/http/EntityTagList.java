package dev.larder.http;

import java.util.ArrayList;
import java.util.List;

/**
 * The value of {@code If-None-Match} or {@code If-Match} (RFC 9110, section 13.1): {@code *} or a
 * list of entity tags. Immutable. What is no entity tag matches nothing, nor does what follows it
 * on its line.
 *
 * @param any whether it is {@code *}, which matches every representation
 * @param tags the entity tags
 */
record EntityTagList(boolean any, List<EntityTag> tags) {

  EntityTagList {
    tags = List.copyOf(tags);
  }

  /** Reads all lines of the field. */
  static EntityTagList parse(List<String> lines) {
    if (lines.size() == 1 && Syntax.trim(lines.get(0)).equals("*")) {
      return new EntityTagList(true, List.of());
    }
    List<EntityTag> tags = new ArrayList<>();
    for (String line : lines) {
      addTags(line, tags);
    }
    return new EntityTagList(false, tags);
  }

  /** Returns whether one of them is this one, by weak comparison. */
  boolean matchesWeakly(EntityTag tag) {
    return any || tags.stream().anyMatch(tag::matchesWeakly);
  }

  private static void addTags(String line, List<EntityTag> tags) {
    int at = 0;
    while (at < line.length()) {
      char c = line.charAt(at);
      if (c == ',' || Syntax.isSpace(c)) {
        at++;
        continue;
      }
      int end = EntityTag.end(line, at);
      if (end < 0) {
        return;
      }
      int next = end;
      while (next < line.length() && Syntax.isSpace(line.charAt(next))) {
        next++;
      }
      if (next < line.length() && line.charAt(next) != ',') {
        return;
      }
      tags.add(EntityTag.read(line, at, end));
      at = next;
    }
  }
}
