package dev.larder.http;

import org.jspecify.annotations.Nullable;

/**
 * Who hears which rules the policy looks at, and how each comes out. While requests are served
 * nobody does: that costs a comparison, and nothing is made for it, since only primitives and what
 * is there anyway are told. The methods that the policy calls are final, so that this stays true
 * once something was explained in the same virtual machine.
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
  final boolean decides(Rule rule, boolean decides) {
    if (this != NONE) {
      onRule(rule, decides);
    }
    return decides;
  }

  /** Tells that the rules which follow are looked at for this stored response. */
  final void candidate(StoredResponse candidate) {
    if (this != NONE) {
      onCandidate(candidate);
    }
  }

  /**
   * Tells that all stored responses were looked at.
   *
   * @param selected the one that is taken; null when none is usable
   */
  final void selected(@Nullable StoredResponse selected) {
    if (this != NONE) {
      onSelected(selected);
    }
  }

  /**
   * Tells of a URI that a field of a response refers to.
   *
   * @param reference as it stands in the field
   * @param target what is made invalid; null when that has another origin
   */
  final void reference(String field, String reference, @Nullable TargetUri target) {
    if (this != NONE) {
      onReference(field, reference, target);
    }
  }

  /** Called by {@link #decides}. */
  void onRule(Rule rule, boolean decides) {}

  /** Called by {@link #candidate}. */
  void onCandidate(StoredResponse candidate) {}

  /** Called by {@link #selected}. */
  void onSelected(@Nullable StoredResponse selected) {}

  /** Called by {@link #reference}. */
  void onReference(String field, String reference, @Nullable TargetUri target) {}
}
