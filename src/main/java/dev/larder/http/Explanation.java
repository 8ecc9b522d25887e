package dev.larder.http;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Why {@link CachePolicy} decides as it does, rule by rule: told by the policy itself while it
 * decides. Values of {@code Authorization}, {@code Cookie} and {@code Set-Cookie} are left out of
 * it. Immutable.
 */
public sealed interface Explanation {

  /** What came of a rule. */
  enum Outcome {
    /** It was looked at, and did not apply: the next one was looked at. */
    PASSED,
    /** It decided. */
    DECIDED,
    /** Another one had decided before. */
    NOT_REACHED
  }

  /** Whose word something is. */
  enum Origin {
    /** The client's. */
    REQUEST,
    /** The resource's. */
    RESPONSE,
    /** The directive's of the endpoint. */
    DIRECTIVE,
    /** The operator's. */
    OPTIONS,
    /** The clock's. */
    CLOCK
  }

  /**
   * Something that a rule looked at.
   *
   * @param text such as {@code Cache-Control: no-store}; at most 300 characters
   */
  record Seen(Origin origin, String text) {}

  /**
   * One rule.
   *
   * @param seen what it looked at; empty when it was not reached
   */
  record Step(Rule rule, Outcome outcome, List<Seen> seen) {
    /** Copies the list. */
    public Step {
      seen = List.copyOf(seen);
    }
  }

  /**
   * How old a response is, and for how long it is fresh.
   *
   * @param date its {@code Date}, or when it was received
   * @param age its age
   * @param lifetime its freshness lifetime; zero when there is none
   * @param from where the lifetime comes from
   * @param field the field that states it; null when none does
   */
  record Times(
      Instant date, Duration age, Duration lifetime, Lifetime from, @Nullable String field) {

    /** Returns how long it stays fresh; negative when it is stale. */
    public Duration left() {
      return lifetime.minus(age);
    }
  }

  /**
   * A stored response that the request selects.
   *
   * @param selected whether it is the one that is taken
   * @param steps the rules by which it might have been passed over
   */
  record Candidate(StoredResponse stored, Times times, boolean selected, List<Step> steps) {
    /** Copies the list. */
    public Candidate {
      steps = List.copyOf(steps);
    }
  }

  /**
   * Whether a request is answered from what is stored.
   *
   * @param decision what {@link CachePolicy#decide} says, or that the resource is needed
   * @param steps all rules in their order; more than one has decided only where {@code
   *     only-if-cached} has the last word
   * @param candidates what is stored and selected
   * @param times age and lifetime of the response that is taken; null when there is none
   * @param answer the status of the answer to a hit, such as 200, 206 or 304; else empty
   * @param standsIn whether what is stored would be served in place of a 503 of the resource
   */
  record Reuse(
      Decision decision,
      List<Step> steps,
      List<Candidate> candidates,
      @Nullable Times times,
      OptionalInt answer,
      boolean standsIn)
      implements Explanation {
    /** Copies the lists. */
    public Reuse {
      steps = List.copyOf(steps);
      candidates = List.copyOf(candidates);
    }
  }

  /**
   * Whether a response is stored.
   *
   * @param storability what {@link CachePolicy#storability} says, or that the resource is needed
   * @param steps all rules in their order
   * @param times age and lifetime of the response on its arrival
   */
  record Storing(Storability storability, List<Step> steps, Times times) implements Explanation {
    /** Copies the list. */
    public Storing {
      steps = List.copyOf(steps);
    }
  }

  /**
   * A URI that a response refers to.
   *
   * @param field {@code Location} or {@code Content-Location}
   * @param text as it stands in the field
   * @param rule {@link Rule#SAME_ORIGIN} or {@link Rule#OTHER_ORIGIN}
   * @param target what is made invalid; null when nothing is
   */
  record Reference(String field, String text, Rule rule, @Nullable TargetUri target) {}

  /**
   * What a response makes invalid.
   *
   * @param targets what {@link CachePolicy#invalidated} says
   * @param steps all rules for the URI of the request, in their order
   * @param references other URIs that the response names
   */
  record Invalidation(List<TargetUri> targets, List<Step> steps, List<Reference> references)
      implements Explanation {
    /** Copies the lists. */
    public Invalidation {
      targets = List.copyOf(targets);
      steps = List.copyOf(steps);
      references = List.copyOf(references);
    }
  }

  /** Returns the rules in their order, with what came of each. */
  List<Step> steps();

  /** Returns the rule that has the last word. */
  default Rule decidedBy() {
    Rule last = null;
    for (Step step : steps()) {
      if (step.outcome() == Outcome.DECIDED) {
        last = step.rule();
      }
    }
    if (last == null) {
      throw new IllegalStateException("a policy always decides");
    }
    return last;
  }
}
