package dev.larder.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Two benchmarks that do the same work.
 *
 * @param with the full name of the method with Larder
 * @param without the full name of the other one
 */
record Pair(String name, String with, String without, double target) {

  /** Finds the pairs of which name or class match, in the order of their names. */
  static List<Pair> find(Pattern include) throws IOException, ReflectiveOperationException {
    OutputFormat silent =
        OutputFormatFactory.createFormatInstance(
            new PrintStream(OutputStream.nullOutputStream()), VerboseMode.SILENT);
    Set<BenchmarkListEntry> all = BenchmarkList.defaultList().getAll(silent, List.of());
    List<Pair> pairs = new ArrayList<>();
    for (BenchmarkListEntry entry : all) {
      String className = entry.getUserClassQName();
      for (Method method : Class.forName(className).getDeclaredMethods()) {
        String full = className + "." + method.getName();
        Compared compared = method.getAnnotation(Compared.class);
        if (compared != null && full.equals(entry.getUsername())) {
          String other = className + "." + compared.to();
          if (all.stream().noneMatch(candidate -> candidate.getUsername().equals(other))) {
            throw new IllegalStateException(full + " is compared to " + other + ": no benchmark");
          }
          pairs.add(new Pair(compared.name(), full, other, compared.target()));
        }
      }
    }
    pairs.removeIf(
        pair -> !include.matcher(pair.name).find() && !include.matcher(pair.with).find());
    pairs.sort(Comparator.comparing(Pair::name));
    return pairs;
  }
}
