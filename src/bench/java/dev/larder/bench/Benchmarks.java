package dev.larder.bench;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs all {@linkplain Compared pairs} and prints their ratios: {@code ./mvnw -Pbench}. System
 * properties: {@code bench.include} (a regular expression for name or class), {@code bench.rounds},
 * {@code bench.seconds} (measured in a round for each benchmark, after as much warm-up).
 */
public final class Benchmarks {

  private Benchmarks() {}

  /**
   * @param arguments one: the file for the full results in JMH's JSON
   */
  public static void main(String[] arguments) throws Exception {
    List<Pair> pairs = Pair.find(Pattern.compile(System.getProperty("bench.include", "")));
    int rounds = Integer.getInteger("bench.rounds", 3);
    List<RunResult> all = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    for (Pair pair : pairs) {
      Ratios ratios = new Ratios(pair);
      for (int round = 0; round < rounds; round++) {
        Collection<RunResult> results = new Runner(options(pair)).run();
        ratios.add(results);
        all.addAll(results);
      }
      lines.addAll(ratios.lines());
    }
    Path file = Path.of(arguments[0]);
    try (PrintStream out =
        new PrintStream(Files.newOutputStream(file), true, StandardCharsets.UTF_8)) {
      ResultFormatFactory.getInstance(ResultFormatType.JSON, out).writeOut(all);
    }
    PrintStream console = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    console.println();
    lines.forEach(console::println);
    console.println(pairs.isEmpty() ? "no pair matches bench.include" : "full results: " + file);
  }

  private static Options options(Pair pair) {
    int seconds = Integer.getInteger("bench.seconds", 4);
    return new OptionsBuilder()
        .include("^" + Pattern.quote(pair.with()) + "$")
        .include("^" + Pattern.quote(pair.without()) + "$")
        .mode(Mode.Throughput)
        .forks(1)
        .warmupIterations(seconds)
        .warmupTime(TimeValue.seconds(1))
        .measurementIterations(seconds)
        .measurementTime(TimeValue.seconds(1))
        .shouldFailOnError(true)
        .build();
  }
}
