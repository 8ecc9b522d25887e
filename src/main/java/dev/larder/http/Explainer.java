package dev.larder.http;

import dev.larder.http.Storability.NotStorable;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;

/**
 * Has the policy decide while it writes down what it looks at. It knows the rules' order for
 * showing them, and none of the rules. Immutable.
 */
final class Explainer {

  private static final int AN_ERROR = 503;

  private final CachePolicy policy;
  private final CacheOptions options;
  private final CacheRequest request;
  private final Directive directive;
  private final Instant now;

  Explainer(
      CachePolicy policy,
      CacheOptions options,
      CacheRequest request,
      Directive directive,
      Instant now) {
    this.policy = policy;
    this.options = options;
    this.request = request;
    this.directive = directive;
    this.now = now;
  }

  /** See {@link CachePolicy#explainReuse}. */
  Explanation.Reuse reuse(Candidates candidates, long resource) {
    Explaining told = new Explaining();
    Decision decision = decide(candidates, resource, told);
    Evidence asked = new Evidence(request, directive, options, now, null, null);
    StoredResponse selected = told.taken();
    Evidence evidence =
        selected == null ? asked : asked.with(selected.head(), selected.freshness());
    return new Explanation.Reuse(
        decision,
        told.steps(Rule.forReuse(), evidence),
        told.candidates(asked),
        selected == null ? null : evidence.times(),
        decision instanceof Decision.Hit hit
            ? OptionalInt.of(policy.answer(request, directive, hit.stored(), now).status())
            : OptionalInt.empty(),
        decision instanceof Decision.Validate validate
            && policy.mayStandIn(request, directive, validate.stored(), AN_ERROR, now));
  }

  private Decision decide(Candidates candidates, long resource, Trace trace) {
    boolean needed = Reuse.isAnswerable(request) && Reuse.needsResource(request.fields());
    if (!trace.decides(Rule.NEEDS_RESOURCE, needed)) {
      return Reuse.decide(request, directive, candidates, resource, now, options, trace);
    }
    CacheControl wanted = CacheControl.parse(request.fields().values("Cache-Control"));
    return Reuse.unlessOnlyIfCached(new Decision.Forward(ForwardReason.REQUEST), wanted, trace);
  }

  /** See {@link CachePolicy#explainStoring}. */
  Explanation.Storing storing(ResponseHead response, List<String> impliedVary) {
    Explaining told = new Explaining();
    boolean needed = request.method().equals("GET") && Reuse.needsResource(request.fields());
    Storability storability =
        told.decides(Rule.NEEDS_RESOURCE, needed)
            ? new NotStorable(Rule.NEEDS_RESOURCE.token())
            : Storing.storability(request, directive, response, impliedVary, now, options, told);
    ResponseHead kept = new ResponseHead(response.status(), HopByHop.endToEnd(response.fields()));
    Freshness freshness = Freshness.of(kept, now, now);
    Evidence evidence = new Evidence(request, directive, options, now, response, freshness);
    return new Explanation.Storing(
        storability, told.steps(Rule.forStoring(), evidence), evidence.times());
  }

  /** See {@link CachePolicy#explainInvalidation}. */
  Explanation.Invalidation invalidation(ResponseHead response) {
    Explaining told = new Explaining();
    List<TargetUri> targets = Invalidation.targets(request, response, told);
    Evidence evidence = new Evidence(request, directive, options, now, response, null);
    return new Explanation.Invalidation(
        targets, told.steps(Rule.forInvalidation(), evidence), told.references());
  }
}
