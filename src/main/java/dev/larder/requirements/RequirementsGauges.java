package dev.larder.requirements;

import dev.larder.rest.Gauges;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;

/** What is known of the requirements' copy, as figures. */
@ApplicationScoped
class RequirementsGauges implements Gauges {

  @Inject RequirementsCache requirements;

  @Override
  public Map<String, Double> gauges() {
    RequirementsStatus status = requirements.status();
    return Map.of(
        "requirements.in.step", status.inStep() ? 1.0 : 0.0,
        "requirements.publications", (double) status.publications(),
        "requirements.publication.failures", (double) status.failures(),
        "requirements.drifts", (double) status.drifts());
  }
}
