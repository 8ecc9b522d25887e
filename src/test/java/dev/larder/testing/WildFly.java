package dev.larder.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * WildFly with one WAR: its standard configuration, changed by {@code
 * server-config/wildfly/larder.cli} and what the plan asks for.
 */
final class WildFly extends ApplicationServer {

  /** What the deployment scanner and the server say when a WAR was deployed, or was not. */
  private static final Pattern TRIED = Pattern.compile("WFLYSRV0010|WFLYSRV0021|WFLYSRV0026");

  private static final Path SCRIPT =
      Path.of("server-config", "wildfly", "larder.cli").toAbsolutePath();

  /** The command line takes a while: what it made is kept for the next server. */
  private static final Map<List<String>, Path> CONFIGURED = new ConcurrentHashMap<>();

  private final int managementPort = TestPlace.freePort();

  /** Describes a server that does not run yet. */
  WildFly(ServerPlan plan) {
    super(plan);
  }

  static Path home() {
    return required("larder.test.wildfly");
  }

  @Override
  ProcessBuilder prepare() throws IOException {
    Path base = deployments().getParent();
    deleteRecursively(base);
    Files.createDirectories(deployments());
    copyRecursively(configuration(), base.resolve("configuration"));
    if (plan().war() != null) {
      Files.copy(plan().war(), deployments().resolve(plan().war().getFileName()));
    }
    List<String> command = java();
    // Names are looked up so, whatever a container's environment says.
    command.add("-Djava.net.preferIPv4Stack=true");
    command.add("-Djboss.http.port=" + port());
    command.add("-Djboss.management.http.port=" + managementPort);
    for (String listener : List.of("https", "management.https")) {
      command.add("-Djboss." + listener + ".port=" + TestPlace.freePort());
    }
    Path modules = base.resolve("modules");
    if (!plan().libraries().isEmpty()) {
      addLibraries(modules.resolve("larder").resolve("test").resolve("main"));
    }
    command.addAll(module(base, "org.jboss.as.standalone"));
    command.add("-b=127.0.0.1");
    return new ProcessBuilder(command);
  }

  /** The module that an administrator makes of jars, beside the server's own ones. */
  private void addLibraries(Path module) throws IOException {
    Files.createDirectories(module);
    StringBuilder resources = new StringBuilder();
    for (Path library : plan().libraries()) {
      Files.copy(library, module.resolve(library.getFileName()));
      resources.append("<resource-root path=\"").append(library.getFileName()).append("\"/>");
    }
    Files.writeString(
        module.resolve("module.xml"),
        "<module xmlns=\"urn:jboss:module:1.9\" name=\"larder.test\"><resources>"
            + resources
            + "</resources><dependencies><module name=\"java.se\"/>"
            + "<module name=\"jakarta.transaction.api\"/></dependencies></module>");
  }

  private Path configuration() {
    return CONFIGURED.computeIfAbsent(commands(), WildFly::configure);
  }

  /** What the plan asks for, beyond what is delivered. */
  private List<String> commands() {
    List<String> commands = new ArrayList<>(plan().commands());
    // As in its file: without colours.
    commands.add(
        "/subsystem=logging/console-handler=CONSOLE:write-attribute(name=named-formatter,"
            + "value=PATTERN)");
    commands.add(
        "/subsystem=deployment-scanner/scanner=default:write-attribute(name=scan-interval,"
            + "value=500)");
    if (plan().httpThreads() > 0) {
      commands.add(
          "/subsystem=io/worker=default:write-attribute(name=task-max-threads,value="
              + plan().httpThreads()
              + ")");
    }
    return commands;
  }

  private static Path configure(List<String> more) {
    Path base = TestPlace.newDirectory("wildfly-configuration");
    Path configuration = base.resolve("configuration");
    try {
      Files.createDirectories(configuration);
      Path from = home().resolve("standalone").resolve("configuration");
      try (Stream<Path> files = Files.list(from)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          Files.copy(file, configuration.resolve(file.getFileName()));
        }
      }
      Path script = base.resolve("larder.cli");
      List<String> lines = new ArrayList<>(Files.readAllLines(SCRIPT));
      lines.addAll(lines.indexOf("stop-embedded-server"), more);
      Files.write(script, lines);
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
      command.addAll(module(base, "org.jboss.as.cli"));
      command.add("--file=" + script);
      ProcessBuilder builder = new ProcessBuilder(command).directory(base.toFile());
      builder.environment().put("JBOSS_HOME", home().toString());
      ChildProcess cli = ChildProcess.start("jboss-cli", builder, base.resolve("cli.log"));
      await("jboss-cli").atMost(Duration.ofMinutes(4)).until(() -> !cli.isAlive());
      if (!cli.output().contains("\"success\"") || cli.output().contains("\"failed\"")) {
        throw new IllegalStateException("WildFly was not configured:\n" + cli.output());
      }
      // What the configuring server left beside the files would be taken for this server's own.
      for (String history : List.of("standalone_xml_history")) {
        deleteRecursively(configuration.resolve(history));
      }
      return configuration;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** A module of WildFly, by java itself: standalone.sh would leave its java running. */
  private static List<String> module(Path base, String name) {
    List<String> arguments = new ArrayList<>();
    arguments.add("-Djboss.home.dir=" + home());
    arguments.add("-Djboss.server.base.dir=" + base);
    for (String opened :
        List.of(
            "java.lang",
            "java.lang.invoke",
            "java.lang.reflect",
            "java.io",
            "java.net",
            "java.security",
            "java.util",
            "java.util.concurrent")) {
      arguments.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED");
    }
    arguments.add("--add-opens=java.management/javax.management=ALL-UNNAMED");
    arguments.add("--add-opens=java.naming/javax.naming=ALL-UNNAMED");
    arguments.add("--add-exports=java.naming/com.sun.jndi.ldap=ALL-UNNAMED");
    arguments.add("--add-exports=jdk.unsupported/sun.misc=ALL-UNNAMED");
    arguments.add("--add-exports=jdk.unsupported/sun.reflect=ALL-UNNAMED");
    arguments.addAll(List.of("-jar", home().resolve("jboss-modules.jar").toString()));
    String modules =
        home().resolve("modules") + java.io.File.pathSeparator + base.resolve("modules");
    arguments.addAll(List.of("-mp", modules, name));
    return arguments;
  }

  @Override
  Path deployments() {
    return plan().directory().resolve("standalone").resolve("deployments");
  }

  @Override
  int healthPort() {
    return managementPort;
  }

  @Override
  boolean hasTriedToDeploy(String log) {
    return TRIED.matcher(log).find();
  }
}
