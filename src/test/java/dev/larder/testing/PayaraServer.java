package dev.larder.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Payara Server with one WAR: a copy of its domain as it is unpacked, with the delivered commands
 * and free ports.
 */
final class PayaraServer extends ApplicationServer {

  private static final Path LOGGING =
      Path.of("server-config", "payara-micro", "logging.properties").toAbsolutePath();

  /** Describes a server that does not run yet. */
  PayaraServer(ServerPlan plan) {
    super(plan);
  }

  @Override
  ProcessBuilder prepare() throws IOException {
    Path home = required("larder.test.payara-server").resolve("glassfish");
    Path domain = domain();
    Path domains = domain.getParent();
    deleteRecursively(domains);
    copyRecursively(home.resolve("domains").resolve("domain1"), domain);
    configure(domain.resolve("config").resolve("domain.xml"));
    logging(domain.resolve("config").resolve("logging.properties"));
    for (Path library : plan().libraries()) {
      Files.copy(library, domain.resolve("lib").resolve(library.getFileName()));
    }
    Path preboot = plan().directory().resolve("preboot.asadmin");
    List<String> commands =
        new ArrayList<>(PayaraCommands.preboot(plan(), "http-listener-1", "http-listener-2"));
    if (plan().httpThreads() > 0) {
      commands.add(
          "set configs.config.server-config.thread-pools.thread-pool.http-thread-pool"
              + ".max-thread-pool-size="
              + plan().httpThreads());
    }
    Files.write(preboot, commands);
    // Not by a command after the boot: one that deploys holds up the boot for three minutes.
    Files.createDirectories(deployments());
    if (plan().war() != null) {
      Files.copy(plan().war(), deployments().resolve(plan().war().getFileName()));
    }
    return new ProcessBuilder(command(home, domains, preboot));
  }

  /** What {@code asadmin start-domain} would start, with the plan's arguments after its own. */
  private List<String> command(Path home, Path domains, Path preboot) throws IOException {
    List<String> asadmin = new ArrayList<>();
    asadmin.add(home.resolve("bin").resolve("asadmin").toString());
    asadmin.addAll(List.of("start-domain", "--dry-run", "--domaindir", domains.toString()));
    asadmin.addAll(List.of("--prebootcommandfile", preboot.toString(), "domain1"));
    Process process = new ProcessBuilder(asadmin).redirectErrorStream(true).start();
    List<String> lines =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .toList();
    int first = lines.get(0).startsWith("Dump of JVM") ? 1 : -1;
    if (first < 0) {
      throw new IllegalStateException(String.join("\n", lines));
    }
    List<String> command = new ArrayList<>();
    for (String line : lines.subList(first, lines.size())) {
      String word = line.strip();
      if (word.startsWith("Command start-domain") || word.isEmpty()) {
        continue;
      }
      if (word.equals("com.sun.enterprise.glassfish.bootstrap.ASMain")) {
        command.addAll(jvmArguments());
      }
      command.add(word);
    }
    // Nobody tells it a master password on the standard input: it takes the one of a new domain.
    int stdin = command.indexOf("-read-stdin");
    command.set(stdin + 1, "false");
    return command;
  }

  /** Ports of the loopback address that are free, and no console to log in to. */
  private void configure(Path file) throws IOException {
    String xml = Files.readString(file);
    xml = xml.replace("port=\"8080\"", "port=\"" + port() + "\"");
    for (String used : List.of("8181", "4848", "3700", "3820", "3920", "8686")) {
      xml = xml.replace("port=\"" + used + "\"", "port=\"" + TestPlace.freePort() + "\"");
    }
    xml = xml.replace("address=\"0.0.0.0\"", "address=\"127.0.0.1\"");
    xml = xml.replace("value=\"7676\"", "value=\"" + TestPlace.freePort() + "\"");
    xml = xml.replace("telnet.port=6666", "telnet.port=" + TestPlace.freePort());
    Files.writeString(file, xml);
  }

  /**
   * As on Payara Micro, on the console. The server's own handler is told to keep away: it would
   * take what the console gets for messages of its own, and write them to the console.
   */
  private static void logging(Path file) throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(LOGGING));
    lines.add("com.sun.enterprise.server.logging.GFFileHandler.logStandardStreams=false");
    lines.add("com.sun.enterprise.server.logging.GFFileHandler.logtoFile=false");
    Files.write(file, lines);
  }

  @Override
  boolean hasTriedToDeploy(String log) {
    return exists("_deployed") || exists("_deployFailed");
  }

  /** Whether the server wrote that beside the WAR; it does so when it is done with it. */
  private boolean exists(String suffix) {
    return Files.exists(
        domain().resolve("autodeploy").resolve(plan().war().getFileName() + suffix));
  }

  @Override
  Path deployments() {
    return domain().resolve("autodeploy");
  }

  private Path domain() {
    return plan().directory().resolve("domains").resolve("domain1");
  }
}
