package dev.larder.http;

import org.jspecify.annotations.Nullable;

/**
 * Who hears which rules the policy looks at, and how each comes out. This one listens to nothing:
 * what serves requests costs a call that the compiler removes. Only primitives and what is there
 * anyway are told, so that nothing is made for it.
 */
class Trace {

  /** Nobody listens. Thread-safe. */
  static final Trace NONE = new Trace();

  /**
   * Tells of a rule.
   *
   * @param decides whether the rule decides; else the next one is looked at
   * @return what was given as {@code decides}
   */
  boolean decides(Rule rule, boolean decides) {
    return decides;
  }

  /** Tells that the rules which follow are looked at for this stored response. */
  void candidate(StoredResponse candidate) {}

  /**
   * Tells that all stored responses were looked at.
   *
   * @param selected the one that is taken; null when none is usable
   */
  void selected(@Nullable StoredResponse selected) {}

  /**
   * Tells of a URI that a field of a response refers to.
   *
   * @param reference as it stands in the field
   * @param target what is made invalid; null when that has another origin
   */
  void reference(String field, String reference, @Nullable TargetUri target) {}
}
