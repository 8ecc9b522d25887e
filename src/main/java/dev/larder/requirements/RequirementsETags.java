package dev.larder.requirements;

import dev.larder.rest.EntityTags;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The entity tags of the requirements: {@code "<hash>"} of the text, {@code "<hash>-json"} of the
 * JSON; and the conditions made of them (RFC 9110, sections 13.1.1 and 13.1.2).
 */
final class RequirementsETags {

  private static final String JSON = "-json";

  private RequirementsETags() {}

  static String ofText(Requirements requirements) {
    return requirements.hash();
  }

  static String ofJson(Requirements requirements) {
    return requirements.hash() + JSON;
  }

  /**
   * The condition that If-Match and If-None-Match make for a change.
   *
   * @throws IllegalArgumentException if they make no sense for it
   */
  static SaveCondition condition(@Nullable EntityTags ifMatch, @Nullable EntityTags ifNoneMatch) {
    if (ifNoneMatch != null) {
      if (ifMatch != null || !ifNoneMatch.any()) {
        throw new IllegalArgumentException(
            "a change takes If-Match, or If-None-Match: * to be made only if there is nothing yet");
      }
      return SaveCondition.absent();
    }
    if (ifMatch == null) {
      return SaveCondition.none();
    }
    return ifMatch.any() ? SaveCondition.present() : SaveCondition.hashIn(hashes(ifMatch));
  }

  /** Weak tags are left out: If-Match compares strongly. */
  private static Set<String> hashes(EntityTags tags) {
    Set<String> hashes = new HashSet<>();
    for (String tag : tags.tags()) {
      if (!tag.startsWith("W/")) {
        String hash = tag.substring(1, tag.length() - 1);
        hashes.add(hash.endsWith(JSON) ? hash.substring(0, hash.length() - JSON.length()) : hash);
      }
    }
    return hashes;
  }
}
