package dev.larder.bench.http;

import dev.larder.testing.SampleApplication;
import dev.larder.testing.SampleServer;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Compares ways to the same body in one run: {@code ./mvnw -Pbench-http}. In each round every way
 * is measured once, one after the other; medians of the rounds are compared with that of a constant
 * JAX-RS resource. System properties: {@code bench.warmup} (seconds for each way and size), {@code
 * bench.rounds}, {@code bench.seconds} (measured in a round for each way), {@code
 * bench.connections}, {@code bench.sizes} (of bodies, in bytes), {@code bench.jvm} (more options
 * for the server's JVM, such as those of a profiler).
 */
public final class HttpBenchmarks {

  /** A way, and what it is to reach in relation to the constant resource; 0 for no target. */
  private record Way(
      String name, String path, boolean conditional, String expected, double target) {}

  private static final List<Way> WAYS =
      List.of(
          new Way("constant resource", "constant", false, "200", 0),
          new Way("uncached, 5 ms of work", "worked", false, "200", 0),
          new Way("hit through the filters", "cached", false, "200", 0.9),
          new Way("hit in early mode", "early", false, "200", 1.8),
          new Way("304 through the filters", "cached", true, "304", 0));

  private HttpBenchmarks() {}

  /** Runs all; it takes no arguments. */
  public static void main(String[] arguments) throws Exception {
    int rounds = Integer.getInteger("bench.rounds", 5);
    int seconds = Integer.getInteger("bench.seconds", 4);
    int connections = Integer.getInteger("bench.connections", 8);
    List<Integer> sizes =
        words(System.getProperty("bench.sizes", "2000 100000")).map(Integer::valueOf).toList();
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    try (SampleServer server =
        SampleServer.configure()
            .classes(SampleApplication.class, BodiesResource.class)
            // Benchmarks need what the tests do without for a quick start.
            .jvm("-XX:TieredStopAtLevel=4")
            .jvm(words(System.getProperty("bench.jvm", "")).toArray(String[]::new))
            .start()) {
      warmUp(server.port(), sizes, connections);
      for (int size : sizes) {
        Map<Way, List<Double>> measured = new LinkedHashMap<>();
        for (int round = 1; round <= rounds; round++) {
          for (Way way : WAYS) {
            double perSecond = measure(server.port(), way, size, seconds, connections);
            measured.computeIfAbsent(way, key -> new ArrayList<>()).add(perSecond);
          }
          out.printf(Locale.ROOT, "%d bytes: round %d of %d%n", size, round, rounds);
        }
        print(out, size, measured);
      }
    }
  }

  /** Sends by all ways in turn, so that none is measured while the server still compiles it. */
  private static void warmUp(int port, List<Integer> sizes, int connections) throws Exception {
    int turns = Integer.getInteger("bench.warmup", 20);
    for (int turn = 0; turn < turns; turn++) {
      for (int size : sizes) {
        for (Way way : WAYS) {
          measure(port, way, size, 1, connections);
        }
      }
    }
  }

  private static Stream<String> words(String text) {
    return Stream.of(text.split("\\s+", -1)).filter(word -> !word.isEmpty());
  }

  private static void print(PrintStream out, int size, Map<Way, List<Double>> measured) {
    double constant = median(measured.get(WAYS.get(0)));
    out.printf(Locale.ROOT, "%n%,d bytes: medians, and ratios to the constant resource%n", size);
    measured.forEach(
        (way, values) -> {
          double ratio = median(values) / constant;
          String target =
              way.target() == 0
                  ? ""
                  : String.format(
                      Locale.ROOT,
                      "  (target ≥ %.1f)%s",
                      way.target(),
                      ratio < way.target() ? " MISSED" : "");
          out.printf(
              Locale.ROOT,
              "  %-26s %,10.0f requests/s  ratio %.2f%s%n",
              way.name(),
              median(values),
              ratio,
              target);
        });
    out.println();
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
  }

  private static double measure(int port, Way way, int size, int seconds, int connections)
      throws Exception {
    String path = "/sample/api/" + way.path() + "/" + size;
    String fields = way.conditional() ? "If-None-Match: " + etag(port, path) + "\r\n" : "";
    ExecutorService threads = Executors.newFixedThreadPool(connections);
    try {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
      List<Callable<Long>> tasks = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        tasks.add(() -> count(port, path, fields, way.expected(), end));
      }
      long begin = System.nanoTime();
      long total = 0;
      for (Future<Long> done : threads.invokeAll(tasks)) {
        total += done.get();
      }
      return total / ((System.nanoTime() - begin) / 1e9);
    } finally {
      threads.shutdownNow();
    }
  }

  private static String etag(int port, String path) throws Exception {
    try (Load load = new Load(port, path, "")) {
      String head = load.exchange();
      int at = head.toLowerCase(Locale.ROOT).indexOf("\r\netag:");
      if (at < 0) {
        throw new IllegalStateException("no ETag to validate with:\n" + head);
      }
      return head.substring(at + "\r\netag:".length(), head.indexOf('\r', at + 2)).strip();
    }
  }

  private static long count(int port, String path, String fields, String expected, long end)
      throws Exception {
    long count = 0;
    try (Load load = new Load(port, path, fields)) {
      while (System.nanoTime() < end) {
        String head = load.exchange();
        if (!head.startsWith("HTTP/1.1 " + expected)) {
          throw new IllegalStateException("not " + expected + ":\n" + head);
        }
        count++;
      }
    }
    return count;
  }
}
