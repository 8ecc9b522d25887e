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

  static boolean contains(String key) {
    return key.equals(REQUIREMENTS)
        || key.startsWith(REQUIREMENTS_COMPANIONS)
        || key.startsWith(OWN);
  }
}
