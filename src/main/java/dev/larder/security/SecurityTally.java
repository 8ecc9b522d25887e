package dev.larder.security;

import dev.larder.rest.Gauges;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * How often credentials were not accepted, and how many lines the audit log has, since the start.
 * Names of actions and outcomes are the code's own, so that there are few of them; nothing of a
 * request is part of a name. Thread-safe.
 */
@ApplicationScoped
public class SecurityTally implements Gauges {

  private final LongAdder wrong = new LongAdder();
  private final LongAdder shutOut = new LongAdder();
  private final LongAdder busy = new LongAdder();
  private final ConcurrentMap<String, LongAdder> audited = new ConcurrentHashMap<>();

  /** Counts credentials that were not accepted. */
  void refused(SignIn.Result result) {
    if (result instanceof SignIn.Wrong) {
      wrong.increment();
    } else if (result instanceof SignIn.ShutOut) {
      shutOut.increment();
    } else if (result instanceof SignIn.Busy) {
      busy.increment();
    }
  }

  /** Counts a line of the audit log. */
  void audited(String action, String outcome) {
    audited.computeIfAbsent(action + "." + outcome, unused -> new LongAdder()).increment();
  }

  @Override
  public Map<String, Double> gauges() {
    Map<String, Double> gauges = new TreeMap<>();
    gauges.put("sign.in.wrong", wrong.doubleValue());
    gauges.put("sign.in.shut.out", shutOut.doubleValue());
    gauges.put("sign.in.busy", busy.doubleValue());
    audited.forEach((name, count) -> gauges.put("audit." + name, count.doubleValue()));
    return gauges;
  }
}
