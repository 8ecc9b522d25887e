package dev.larder.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The last lines of this node's audit log, for people to look at; the log itself has all of them.
 * How many there are is bounded, and how long each text in them is. Thread-safe.
 */
@ApplicationScoped
public class AuditTrail {

  /** How many lines are kept. */
  static final int MOST = 1_000;

  @Inject SecurityTally tally;

  private final Deque<Line> lines = new ArrayDeque<>();
  private long dropped;

  /**
   * One line.
   *
   * @param at when the action ended, in seconds since 1970
   * @param action such as {@code keys-delete}
   * @param who the principal, or {@code -} for nobody
   * @param from the address, or {@code -}
   * @param outcome such as {@code done}
   * @param details numbers, booleans and bounded texts, by name
   */
  record Line(
      long at,
      String action,
      String who,
      String from,
      String outcome,
      Map<String, Object> details) {}

  /**
   * What is kept.
   *
   * @param lines the newest first
   * @param earlier how many older ones there were
   */
  record Kept(List<Line> lines, long earlier) {}

  /** Keeps a line and counts it. */
  void add(Audit.Action action, String outcome, Map<String, ?> details) {
    Map<String, Object> bounded = new LinkedHashMap<>();
    details.forEach(
        (name, value) ->
            bounded.put(
                name,
                value instanceof Number || value instanceof Boolean
                    ? value
                    : AuditText.shown(String.valueOf(value))));
    keep(
        new Line(
            Instant.now().getEpochSecond(),
            action.action(),
            AuditText.shown(action.who()),
            AuditText.shown(action.from()),
            outcome,
            Collections.unmodifiableMap(bounded)));
    tally.audited(action.action(), outcome);
  }

  private synchronized void keep(Line line) {
    if (lines.size() == MOST) {
      lines.removeLast();
      dropped++;
    }
    lines.addFirst(line);
  }

  /** Returns the newest lines, so many at most. */
  synchronized Kept latest(int limit) {
    List<Line> latest = new ArrayList<>(Math.min(limit, lines.size()));
    for (Line line : lines) {
      if (latest.size() == limit) {
        break;
      }
      latest.add(line);
    }
    return new Kept(latest, dropped);
  }
}
