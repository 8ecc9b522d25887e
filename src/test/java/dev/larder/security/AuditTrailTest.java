package dev.larder.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AuditTrailTest {

  private final AuditTrail trail = new AuditTrail();

  AuditTrailTest() {
    trail.tally = new SecurityTally();
  }

  @Test
  void theNewestComeFirstAndTheOldestGo() {
    for (int i = 0; i < AuditTrail.MOST + 3; i++) {
      action("act", "who").ended("done", Map.of("number", i));
    }
    AuditTrail.Kept kept = trail.latest(AuditTrail.MOST + 10);
    assertThat(kept.lines()).hasSize(AuditTrail.MOST);
    assertThat(kept.earlier()).isEqualTo(3);
    assertThat(kept.lines().get(0).details()).isEqualTo(Map.of("number", AuditTrail.MOST + 2));
    assertThat(kept.lines().get(AuditTrail.MOST - 1).details()).isEqualTo(Map.of("number", 3));
    assertThat(trail.latest(2).lines())
        .extracting(line -> line.details().get("number"))
        .containsExactly(AuditTrail.MOST + 2, AuditTrail.MOST + 1);
    assertThat(trail.tally.gauges()).containsEntry("audit.act.done", AuditTrail.MOST + 3.0);
  }

  @Test
  void numbersStayNumbersAndTextsAreBoundedAndShowWhatIsInThem() {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("deleted", 7L);
    details.put("dryRun", true);
    details.put("pattern", "a\"\n\u202e\ud800" + "x".repeat(5_000));
    action("keys-delete", "w".repeat(400)).ended("done", details);
    AuditTrail.Line line = trail.latest(1).lines().get(0);
    assertThat(line.details()).containsEntry("deleted", 7L).containsEntry("dryRun", true);
    assertThat((String) line.details().get("pattern"))
        .isEqualTo("a\"\\u000a\\u202e\\ud800" + "x".repeat(295) + "…");
    assertThat(line.who()).isEqualTo("w".repeat(300) + "…");
    assertThat(line.from()).isEqualTo("127.0.0.1");
    assertThat(line.outcome()).isEqualTo("done");
    assertThat(line.at()).isPositive();
  }

  private Audit.Action action(String name, String who) {
    return new Audit.Action(name, who, "127.0.0.1", trail);
  }
}
