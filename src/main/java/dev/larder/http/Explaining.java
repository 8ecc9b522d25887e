package dev.larder.http;

import dev.larder.http.Explanation.Candidate;
import dev.larder.http.Explanation.Outcome;
import dev.larder.http.Explanation.Reference;
import dev.larder.http.Explanation.Step;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes down what the policy tells, for one explanation. Not thread-safe. */
final class Explaining extends Trace {

  private record Told(StoredResponse candidate, Map<Rule, Boolean> rules) {}

  private final Map<Rule, Boolean> rules = new EnumMap<>(Rule.class);
  private final List<Told> candidates = new ArrayList<>();
  private final List<Reference> references = new ArrayList<>();
  private Map<Rule, Boolean> current = rules;
  private @Nullable StoredResponse taken;

  @Override
  void onRule(Rule rule, boolean decides) {
    if (current.put(rule, decides) != null) {
      throw new IllegalStateException(rule + " was looked at twice");
    }
  }

  @Override
  void onCandidate(StoredResponse candidate) {
    Told told = new Told(candidate, new EnumMap<>(Rule.class));
    candidates.add(told);
    current = told.rules();
  }

  @Override
  void onSelected(@Nullable StoredResponse selected) {
    taken = selected;
    current = rules;
  }

  @Override
  void onReference(String field, String reference, @Nullable TargetUri target) {
    Rule rule = target == null ? Rule.OTHER_ORIGIN : Rule.SAME_ORIGIN;
    references.add(new Reference(field, Evidence.shortened(reference), rule, target));
  }

  /** Returns the stored response that was taken; null when there was none. */
  @Nullable StoredResponse taken() {
    return taken;
  }

  List<Reference> references() {
    return references;
  }

  /** Returns what came of rules, in the order of their list. */
  List<Step> steps(List<Rule> order, Evidence evidence) {
    return steps(order, rules, evidence);
  }

  /** Returns what came of each stored response, whose evidence is the request's with it. */
  List<Candidate> candidates(Evidence request) {
    List<Candidate> all = new ArrayList<>();
    for (Told told : candidates) {
      Evidence evidence = request.with(told.candidate().head(), told.candidate().freshness());
      all.add(
          new Candidate(
              told.candidate(),
              evidence.times(),
              told.candidate() == taken,
              steps(Rule.forCandidates(), told.rules(), evidence)));
    }
    return all;
  }

  private static List<Step> steps(List<Rule> order, Map<Rule, Boolean> told, Evidence evidence) {
    List<Step> steps = new ArrayList<>();
    for (Rule rule : order) {
      Boolean decided = told.get(rule);
      if (decided == null) {
        steps.add(new Step(rule, Outcome.NOT_REACHED, List.of()));
      } else {
        Outcome outcome = decided ? Outcome.DECIDED : Outcome.PASSED;
        steps.add(new Step(rule, outcome, evidence.of(rule)));
      }
    }
    if (!order.containsAll(told.keySet())) {
      throw new IllegalStateException(told.keySet() + " are not all in " + order);
    }
    return steps;
  }
}
