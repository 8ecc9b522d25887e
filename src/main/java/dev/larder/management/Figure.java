package dev.larder.management;

import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A figure of statistics and the meter that it is. The table below names all that Larder's parts
 * offer; what others offer is in the statistics only, so that nobody makes labels without bound.
 *
 * @param gauge its name in the statistics
 * @param meter the meter's name, without what Prometheus adds
 * @param grows whether it is a counter
 * @param unit the base unit, or null for a number
 * @param tags the labels
 * @param help what it is
 */
record Figure(
    String gauge, String meter, boolean grows, @Nullable String unit, Tags tags, String help) {

  private static final String BYTES = "bytes";
  private static final String SECONDS = "seconds";

  private static final Map<String, Figure> TABLE =
      Stream.of(
              measured("bytes.max", "cache.max.size", BYTES, "What the memory store may hold"),
              now(
                  "pool.active",
                  "redis.pool.connections",
                  "Connections to Redis",
                  "state",
                  "active"),
              now("pool.idle", "redis.pool.connections", "Connections to Redis", "state", "idle"),
              now("pool.max", "redis.pool.connections.max", "Connections to Redis, at most"),
              now("pool.waiters", "redis.pool.waiters", "Callers that wait for a connection"),
              now("redis.nodes", "redis.nodes", "Servers of Redis that are known"),
              now("breaker.open", "breaker.open", "1 while nothing goes to Redis"),
              since("breaker.openings", "breaker.openings", "How often the breaker has opened"),
              now("journal.entries", "journal.entries", "Removals kept while Redis is away"),
              measured("journal.bytes", "journal.size", BYTES, "Removals kept while Redis is away"),
              since("journal.folded", "journal.folds", "Removals folded into one of a prefix"),
              now("journal.durable", "journal.durable", "1 while removals are kept in a file"),
              now("near.entries", "near.entries", "Near copies held"),
              measured("near.bytes", "near.size", BYTES, "Near copies held"),
              measured("near.bytes.max", "near.max.size", BYTES, "What near copies may hold"),
              since("near.hits", "near.gets", "Near copies looked up", "result", "hit"),
              since("near.misses", "near.gets", "Near copies looked up", "result", "miss"),
              since("near.losses", "near.losses", "How often all near copies had to go at once"),
              now("near.usable", "near.usable", "1 while near copies are used"),
              measured(
                  "near.link.age.seconds",
                  "near.link.age",
                  SECONDS,
                  "Since the link was confirmed"),
              measured(
                  "near.staleness.max.seconds",
                  "near.staleness.max",
                  SECONDS,
                  "How old at most a near copy is that is used now"),
              now(
                  "requirements.in.step",
                  "requirements.in.step",
                  "1 unless a change still has to reach the copy that workers read"),
              since(
                  "requirements.publications",
                  "requirements.publications",
                  "Copies of the requirements that were written"),
              since(
                  "requirements.publication.failures",
                  "requirements.publication.failures",
                  "Copies of the requirements that could not be written"),
              since(
                  "requirements.row.drifts",
                  "requirements.row.drifts",
                  "Rows whose hash was not their content's"),
              measured(
                  "requirements.check.age.seconds",
                  "requirements.check.age",
                  SECONDS,
                  "Since the copy was compared with the database"),
              now("scans.running", "scans.running", "Listings and pattern deletes under way"),
              since("scans.cancelled", "scans.cancelled", "Scans whose client went away"),
              signIn("wrong"),
              signIn("shut-out"),
              signIn("busy"))
          .collect(Collectors.toUnmodifiableMap(Figure::gauge, Function.identity()));

  /** Named by the code, and not by anybody who sends requests. */
  private static final Pattern AUDITED = Pattern.compile("audit\\.([a-z-]{1,40})\\.([a-z-]{1,40})");

  private static final String DRIFTS = "requirements.drifts.";
  private static final List<String> DRIFT_KINDS =
      List.of("missing", "different", "left.over", "wrong.version", "wrong.expiry");

  /** The sum of its kinds, of which there is a meter each. */
  private static final String ALL_DRIFTS = "requirements.drifts";

  /** Returns whether a figure says nothing that others do not say. */
  static boolean isSum(String gauge) {
    return gauge.equals(ALL_DRIFTS);
  }

  /** Returns what is known of a figure of the statistics. */
  static Optional<Figure> of(String gauge) {
    Figure known = TABLE.get(gauge);
    if (known != null) {
      return Optional.of(known);
    }
    if (gauge.startsWith(DRIFTS) && DRIFT_KINDS.contains(gauge.substring(DRIFTS.length()))) {
      String kind = gauge.substring(DRIFTS.length()).replace('.', '-');
      return Optional.of(
          since(
              gauge,
              "requirements.copy.drifts",
              "Copies that were found to be other than the database says",
              "kind",
              kind));
    }
    Matcher audited = AUDITED.matcher(gauge);
    return audited.matches()
        ? Optional.of(
            since(
                gauge,
                "audit.lines",
                "Lines of the audit log",
                "action",
                audited.group(1),
                "outcome",
                audited.group(2)))
        : Optional.empty();
  }

  private static Figure signIn(String reason) {
    String gauge = "sign.in." + reason.toLowerCase(Locale.ROOT).replace('-', '.');
    return since(gauge, "sign.in.failures", "Credentials not accepted", "reason", reason);
  }

  private static Figure now(String gauge, String meter, String help, String... tags) {
    return new Figure(gauge, "larder." + meter, false, null, Tags.of(tags), help);
  }

  private static Figure measured(String gauge, String meter, String unit, String help) {
    return new Figure(gauge, "larder." + meter, false, unit, Tags.empty(), help);
  }

  private static Figure since(String gauge, String meter, String help, String... tags) {
    return new Figure(gauge, "larder." + meter, true, null, Tags.of(tags), help);
  }
}
