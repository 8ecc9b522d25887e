package dev.larder.management;

import dev.larder.http.Decision;
import dev.larder.http.Directive;
import dev.larder.http.Explanation;
import dev.larder.http.ResponseExplainer.Answer;
import dev.larder.http.ResponseExplainer.Question;
import dev.larder.http.Storability.Storable;
import dev.larder.http.StoredResponse;
import dev.larder.http.StoredResponse.Selecting;
import dev.larder.http.TargetUri;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Explanations as they are sent. It is pure. */
final class ExplainAnswers {

  private static final int GATEWAY_TIMEOUT = 504;
  private static final Set<String> SECRET = Set.of("authorization", "cookie");

  private ExplainAnswers() {}

  static ExplainAnswer of(Question question, Answer answer) {
    ExplainAnswer.Reuse reuse = reuse(answer.reuse());
    ExplainAnswer.Storing storing = answer.storing() == null ? null : storing(answer.storing());
    ExplainAnswer.Invalidation invalidation =
        answer.invalidation() == null
            ? null
            : invalidation(answer.invalidation(), answer.invalidatedTags());
    return new ExplainAnswer(
        Verdicts.all(question, answer),
        answer.at().getEpochSecond(),
        answer.enabled(),
        taken(answer),
        answer.key(),
        answer.uncacheable(),
        reuse,
        storing,
        invalidation);
  }

  private static ExplainAnswer.Taken taken(Answer answer) {
    Directive directive = answer.directive();
    Duration ttl = directive.lifetime();
    return new ExplainAnswer.Taken(
        answer.taken().name().toLowerCase(Locale.ROOT),
        answer.endpoint().isEmpty() ? null : answer.endpoint(),
        ttl == null ? null : text(ttl),
        directive.perUser(),
        directive.varyBy(),
        directive.parameters(),
        answer.tags(),
        directive.storeSetCookie());
  }

  private static String text(Duration ttl) {
    return ttl.toMillis() % 1_000 == 0 ? ttl.toSeconds() + "s" : ttl.toMillis() + "ms";
  }

  private static ExplainAnswer.Reuse reuse(Explanation.Reuse told) {
    Decision decision = told.decision();
    String kind = "forward";
    String reason = null;
    Integer status = null;
    boolean refresh = false;
    if (decision instanceof Decision.Hit hit) {
      kind = "hit";
      status = told.answer().isPresent() ? told.answer().getAsInt() : null;
      refresh = hit.refresh();
    } else if (decision instanceof Decision.Validate validate) {
      kind = "validate";
      reason = validate.reason().token();
    } else if (decision instanceof Decision.Forward forward) {
      reason = forward.reason().token();
    } else if (decision instanceof Decision.OnlyIfCached only) {
      kind = "only-if-cached";
      reason = only.reason().token();
      status = GATEWAY_TIMEOUT;
    }
    return new ExplainAnswer.Reuse(
        Verdicts.of(told),
        kind,
        reason,
        told.decidedBy().token(),
        status,
        refresh,
        told.standsIn(),
        told.times() == null ? null : times(told.times()),
        steps(told.steps()),
        told.candidates().stream().map(ExplainAnswers::candidate).toList());
  }

  private static ExplainAnswer.Candidate candidate(Explanation.Candidate told) {
    StoredResponse stored = told.stored();
    return new ExplainAnswer.Candidate(
        stored.status(),
        told.selected(),
        stored.responseTime().getEpochSecond(),
        stored.bodyLength(),
        selecting(stored.selecting()),
        times(told.times()),
        steps(told.steps()));
  }

  private static ExplainAnswer.Storing storing(Explanation.Storing told) {
    Storable storable = told.storability() instanceof Storable yes ? yes : null;
    return new ExplainAnswer.Storing(
        Verdicts.of(told),
        storable != null,
        told.decidedBy().token(),
        storable == null ? null : storable.keep().toSeconds(),
        storable == null ? Map.of() : selecting(storable.selecting()),
        times(told.times()),
        steps(told.steps()));
  }

  private static ExplainAnswer.Invalidation invalidation(
      Explanation.Invalidation told, List<String> tags) {
    return new ExplainAnswer.Invalidation(
        Verdicts.of(told, tags),
        told.decidedBy().token(),
        told.targets().stream().map(ExplainAnswers::uri).toList(),
        tags,
        told.references().stream()
            .map(
                each ->
                    new ExplainAnswer.Reference(
                        each.field(),
                        each.text(),
                        each.rule().token(),
                        each.target() == null ? null : uri(each.target())))
            .toList(),
        steps(told.steps()));
  }

  private static String uri(TargetUri target) {
    String uri = target.scheme() + "://" + target.authority() + target.path();
    return target.query() == null ? uri : uri + '?' + target.query();
  }

  private static Map<String, @Nullable String> selecting(List<Selecting> selecting) {
    Map<String, @Nullable String> values = new LinkedHashMap<>();
    for (Selecting each : selecting) {
      boolean secret = each.value() != null && SECRET.contains(each.name());
      values.put(each.name(), secret ? "(not shown)" : each.value());
    }
    return values;
  }

  private static ExplainAnswer.Times times(Explanation.Times times) {
    return new ExplainAnswer.Times(
        times.date().getEpochSecond(),
        times.age().toSeconds(),
        times.lifetime().toSeconds(),
        // Age and what is left add up to the lifetime.
        times.lifetime().toSeconds() - times.age().toSeconds(),
        times.from().token(),
        times.field());
  }

  private static List<ExplainAnswer.Step> steps(List<Explanation.Step> steps) {
    return steps.stream()
        .map(
            step ->
                new ExplainAnswer.Step(
                    step.rule().token(),
                    step.outcome().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                    step.rule().sentence(),
                    step.rule().source(),
                    step.seen().stream()
                        .map(
                            seen ->
                                new ExplainAnswer.SeenText(
                                    seen.origin().name().toLowerCase(Locale.ROOT), seen.text()))
                        .toList()))
        .toList();
  }
}
