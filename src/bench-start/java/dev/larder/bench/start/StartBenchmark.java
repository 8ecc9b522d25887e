package dev.larder.bench.start;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Compares the time to the first answer: {@code ./mvnw -Puber,bench-start}. In each round every
 * contender is started once, in another order each time; the first start of each is not counted,
 * since it reads its files from the disk. System properties: {@code bench.rounds}, {@code
 * bench.jvm} (more options for the JVMs of all), {@code larder.bench.jar}, {@code
 * larder.bench.payara} and {@code larder.bench.configuration} (what is started).
 */
public final class StartBenchmark {

  private static final double TARGET = 1.3;

  private StartBenchmark() {}

  /** Runs all; it takes no arguments. */
  public static void main(String[] arguments) throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    int rounds = Integer.getInteger("bench.rounds", 7);
    List<String> jvm =
        Stream.of(System.getProperty("bench.jvm", "").split("\\s+", -1))
            .filter(word -> !word.isEmpty())
            .toList();
    List<Contender> contenders = contenders();
    Map<Contender, List<Start>> measured = new LinkedHashMap<>();
    contenders.forEach(each -> measured.put(each, new ArrayList<>()));
    for (int round = 0; round <= rounds; round++) {
      for (int i = 0; i < contenders.size(); i++) {
        Contender contender = contenders.get((round + i) % contenders.size());
        Start start = contender.start(jvm);
        if (round > 0) {
          Objects.requireNonNull(measured.get(contender)).add(start);
        }
        out.printf(
            Locale.ROOT,
            "round %d of %d: %-34s %6.2f s, %6.2f s CPU%s%n",
            round,
            rounds,
            contender.name(),
            seconds(start.wall()),
            seconds(start.cpu()),
            round == 0 ? " (not counted)" : "");
      }
    }
    print(out, measured);
  }

  private static List<Contender> contenders() {
    String jar = required("larder.bench.jar");
    if (!Files.exists(Path.of(jar))) {
      throw new IllegalStateException(
          jar + " is missing: ./mvnw -Puber,bench-start makes it first");
    }
    String payara = required("larder.bench.payara");
    Path configuration = Path.of(required("larder.bench.configuration"));
    String war = EmptyWar.make().toString();
    return List.of(
        new Contender(
            "larder.jar",
            port -> List.of("-Dlarder.port=" + port, "-jar", jar),
            "/larder/api/health"),
        // What larder.jar tells the server: less to start than the server does by itself.
        new Contender(
            "empty.war, server set as Larder's",
            port ->
                Stream.concat(
                        deploy(payara, war, port),
                        Stream.of(
                            "--nocluster",
                            "--disablephonehome",
                            "--prebootcommandfile",
                            configuration.resolve("preboot.asadmin").toString(),
                            "--logproperties",
                            configuration.resolve("logging.properties").toString()))
                    .toList(),
            EmptyWar.PATH),
        new Contender(
            "empty.war, server as it is",
            port -> deploy(payara, war, port).toList(),
            EmptyWar.PATH));
  }

  private static Stream<String> deploy(String payara, String war, int port) {
    return Stream.of("-jar", payara, "--deploy", war, "--port", Integer.toString(port));
  }

  private static String required(String property) {
    return Objects.requireNonNull(System.getProperty(property), property);
  }

  private static void print(PrintStream out, Map<Contender, List<Start>> measured) {
    List<Contender> contenders = List.copyOf(measured.keySet());
    List<Start> larder = Objects.requireNonNull(measured.get(contenders.get(0)));
    double wall = median(larder, Start::wall);
    double cpu = median(larder, Start::cpu);
    out.printf(
        Locale.ROOT,
        "%nTo the first answer: medians of %d, and what larder.jar takes in relation to it%n",
        larder.size());
    measured.forEach(
        (contender, starts) -> {
          double ratio = wall / median(starts, Start::wall);
          String verdict = "";
          if (!contender.equals(contenders.get(0))) {
            verdict = (ratio <= TARGET ? "  within " : "  MISSES ") + "the target of " + TARGET;
          }
          out.printf(
              Locale.ROOT,
              "  %-34s %6.2f s  ratio %.2f   %6.2f s CPU  ratio %.2f%s%n",
              contender.name(),
              median(starts, Start::wall),
              ratio,
              median(starts, Start::cpu),
              cpu / median(starts, Start::cpu),
              verdict);
        });
  }

  private static double median(List<Start> starts, Function<Start, Duration> what) {
    List<Double> sorted = starts.stream().map(what).map(StartBenchmark::seconds).sorted().toList();
    return (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
