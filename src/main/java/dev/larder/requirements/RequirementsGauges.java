package dev.larder.requirements;

import dev.larder.rest.Gauges;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What is known of the requirements' copy, as figures. */
@ApplicationScoped
class RequirementsGauges implements Gauges {

  @Inject RequirementsCache requirements;

  @Override
  public Map<String, Double> gauges() {
    RequirementsStatus status = requirements.status();
    Map<String, Double> gauges = new TreeMap<>();
    gauges.put("requirements.in.step", status.inStep() ? 1.0 : 0.0);
    gauges.put("requirements.publications", (double) status.publications());
    gauges.put("requirements.publication.failures", (double) status.failures());
    gauges.put("requirements.row.drifts", (double) status.drifts());
    status
        .copyDrifts()
        .forEach(
            (kind, count) ->
                gauges.put(
                    "requirements.drifts." + kind.name().toLowerCase(Locale.ROOT).replace('_', '.'),
                    (double) count));
    gauges.put(
        "requirements.drifts",
        (double) status.copyDrifts().values().stream().mapToLong(Long::longValue).sum());
    status
        .checkedAt()
        .ifPresent(
            at ->
                gauges.put(
                    "requirements.check.age.seconds",
                    Math.max(0, Duration.between(at, Instant.now()).toMillis() / 1e3)));
    return gauges;
  }
}
