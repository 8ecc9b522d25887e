package dev.larder.testing;

import java.util.List;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Leaves out what {@link NotOn} says, before a server is started for it. */
final class NotOnCondition implements ExecutionCondition {

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    ServerKind current = ServerKind.current();
    return context
        .getElement()
        .flatMap(
            element ->
                AnnotationSupport.findRepeatableAnnotations(element, NotOn.class).stream()
                    .filter(notOn -> List.of(notOn.value()).contains(current))
                    .findFirst())
        .map(
            notOn ->
                ConditionEvaluationResult.disabled(
                    "not on " + current.title() + ": " + notOn.because()))
        .orElseGet(() -> ConditionEvaluationResult.enabled("on " + current.title()));
  }
}
