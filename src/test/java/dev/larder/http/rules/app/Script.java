package dev.larder.http.rules.app;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What the resources do for one id, and what they saw. Thread-safe. */
final class Script {

  private static final Map<String, Script> ALL = new ConcurrentHashMap<>();
  private static final int KEPT_CALLS = 50;
  private static final int GATE_SECONDS = 60;

  private final List<Plan> plans = new ArrayList<>(List.of(Plan.ok()));
  private final List<Call> calls = new ArrayList<>();
  private CountDownLatch gate = new CountDownLatch(1);
  private int runs;
  private int inside;
  private int most;

  static Script of(String id) {
    return ALL.computeIfAbsent(id, key -> new Script());
  }

  /** Plans the next runs; the last plan is for all that follow. Closes the gate. */
  synchronized void plan(List<Plan> next) {
    plans.clear();
    plans.addAll(next);
    gate = new CountDownLatch(1);
  }

  synchronized void open() {
    gate.countDown();
  }

  /** What a test is told: numbers on the first line, then each call. */
  synchronized String report() {
    StringBuilder report = new StringBuilder();
    report.append("runs=" + runs + " inside=" + inside + " most=" + most + "\n");
    for (Call call : calls) {
      report.append("> " + call.method() + "\n");
      call.lines().forEach(line -> report.append(line).append('\n'));
    }
    return report.toString();
  }

  /** Runs the next plan for a request. */
  Response run(String method, HttpHeaders headers, SecurityContext security) {
    String user =
        security.getUserPrincipal() == null ? "nobody" : security.getUserPrincipal().getName();
    Plan plan;
    Call call;
    CountDownLatch latch;
    synchronized (this) {
      runs++;
      inside++;
      most = Math.max(most, inside);
      call = new Call(runs, method, user, Call.lines(headers));
      if (calls.size() < KEPT_CALLS) {
        calls.add(call);
      }
      plan = plans.size() > 1 ? plans.remove(0) : plans.get(0);
      latch = gate;
    }
    try {
      if (plan.delayMillis() > 0) {
        TimeUnit.MILLISECONDS.sleep(plan.delayMillis());
      }
      if (plan.gate() == Plan.Gate.BEFORE) {
        await(latch);
      }
      return new PlannedResponse(plan, call, latch).make();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } finally {
      synchronized (this) {
        inside--;
      }
    }
  }

  static void await(CountDownLatch latch) {
    try {
      if (!latch.await(GATE_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the test never opened the gate");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
