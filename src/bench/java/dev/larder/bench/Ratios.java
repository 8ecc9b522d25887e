package dev.larder.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;

/**
 * The ratios of one pair, one for each round and set of parameters. Confined to one thread.
 *
 * <p>A round runs both benchmarks directly after each other, and the median of the rounds counts:
 * the machine is rarely alone with the benchmark, and what slows one round down slows both.
 */
final class Ratios {

  private final Pair pair;
  private final Map<String, List<Double>> rounds = new TreeMap<>();

  Ratios(Pair pair) {
    this.pair = pair;
  }

  /** Adds what one round measured. */
  void add(Collection<RunResult> results) {
    for (RunResult with : results) {
      if (with.getParams().getBenchmark().equals(pair.with())) {
        String parameters = parameters(with.getParams());
        RunResult without =
            results.stream()
                .filter(other -> other.getParams().getBenchmark().equals(pair.without()))
                .filter(other -> parameters(other.getParams()).equals(parameters))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(pair.without() + " did not run"));
        rounds
            .computeIfAbsent(parameters, key -> new ArrayList<>())
            .add(score(with) / score(without));
      }
    }
  }

  /** One line for each set of parameters: the median, the target, and what the rounds gave. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    rounds.forEach(
        (parameters, ratios) -> {
          List<Double> sorted = ratios.stream().sorted().toList();
          double median = (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
          lines.add(
              String.format(
                  Locale.ROOT,
                  "ratio %s%s = %.2f (target ≥ %.2f)%s  [%.2f to %.2f in %d rounds]",
                  pair.name(),
                  parameters,
                  median,
                  pair.target(),
                  median < pair.target() ? " MISSED" : "",
                  sorted.get(0),
                  sorted.get(sorted.size() - 1),
                  sorted.size()));
        });
    return lines;
  }

  private static double score(RunResult result) {
    return result.getPrimaryResult().getScore();
  }

  private static String parameters(BenchmarkParams params) {
    StringBuilder text = new StringBuilder();
    for (String key : params.getParamsKeys()) {
      text.append(' ').append(key).append('=').append(params.getParam(key));
    }
    return text.toString();
  }
}
