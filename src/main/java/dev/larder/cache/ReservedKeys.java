package dev.larder.cache;

/**
 * The keys that belong to Larder itself. Whoever may write entries must not be able to write what
 * workers install.
 */
final class ReservedKeys {

  private static final String REQUIREMENTS = "bifrost:requirements:content";
  private static final String REQUIREMENTS_COMPANIONS = "{" + REQUIREMENTS + "}";
  private static final String OWN = "larder:";

  private ReservedKeys() {}

  /**
   * A key is reserved when it is as written in the store, which is what matters to its readers, and
   * also when it is as asked for: so the answer does not depend on the prefix, which callers do not
   * know.
   */
  static boolean reservesEither(String written, String asked) {
    return contains(written) || contains(asked);
  }

  static boolean contains(String key) {
    return key.equals(REQUIREMENTS)
        || key.startsWith(REQUIREMENTS_COMPANIONS)
        || key.startsWith(OWN);
  }
}
