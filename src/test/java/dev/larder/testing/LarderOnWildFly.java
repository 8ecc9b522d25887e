package dev.larder.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The built WAR on a WildFly in a process of its own, on a free loopback port: its standard
 * configuration, changed by {@code server-config/wildfly/larder.cli} and nothing else. Its log is
 * kept below {@code target/test-servers}.
 *
 * <p>Not thread-safe: one test thread starts and stops it; asking it over HTTP needs no such care.
 */
public final class LarderOnWildFly implements AutoCloseable {

  private static final Duration START = Duration.ofMinutes(4);
  private static final Duration STOP = Duration.ofSeconds(60);

  private final Path home = PayaraMicro.required("larder.test.wildfly").toAbsolutePath();
  private final Path directory = TestPlace.newDirectory("wildfly");
  private final int port = TestPlace.freePort();
  private final ChildProcess process;

  private LarderOnWildFly(Map<String, String> settings) {
    copyConfiguration();
    configure();
    process = launch(settings);
  }

  /**
   * Starts the server with a memory cache, H2 in a new directory and a known admin password, and
   * waits until it answers as healthy.
   *
   * @param settings that Larder gets besides, as {@code -Dkey=value}
   */
  public static LarderOnWildFly start(Map<String, String> settings) {
    LarderOnWildFly server = new LarderOnWildFly(settings);
    server.awaitReady();
    return server;
  }

  public int port() {
    return port;
  }

  /** Speaks to the server without authentication; {@link LarderClient#as} gives another user. */
  public LarderClient client() {
    return LarderClient.of(URI.create("http://127.0.0.1:" + port + "/larder/"));
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      process.terminate(STOP);
    }
  }

  /** The server's own directories are left as they were unpacked. */
  private void copyConfiguration() {
    Path from = home.resolve("standalone").resolve("configuration");
    Path to = directory.resolve("configuration");
    try (Stream<Path> files = Files.list(from)) {
      Files.createDirectories(to);
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
      Path deployments = Files.createDirectories(directory.resolve("deployments"));
      Files.copy(PayaraMicro.required("larder.test.war"), deployments.resolve("larder.war"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void configure() {
    Path script = Path.of("server-config", "wildfly", "larder.cli").toAbsolutePath();
    ChildProcess cli =
        start("jboss-cli", List.of(), "org.jboss.as.cli", "--file=" + script, "cli.log");
    await("jboss-cli").atMost(START).until(() -> !cli.isAlive());
    if (!cli.output().contains("\"success\"") || cli.output().contains("\"failed\"")) {
      throw new IllegalStateException("WildFly was not configured:\n" + cli.output());
    }
  }

  private ChildProcess launch(Map<String, String> settings) {
    Map<String, String> properties = new TreeMap<>(settings);
    properties.put("larder.security.admin-password", LarderServer.ADMIN_PASSWORD);
    properties.put("larder.data-dir", directory.resolve("data").toString());
    properties.put("larder.port", Integer.toString(port));
    properties.put("jboss.http.port", Integer.toString(port));
    properties.put("jboss.https.port", Integer.toString(TestPlace.freePort()));
    properties.put("jboss.management.http.port", Integer.toString(TestPlace.freePort()));
    properties.put("jboss.management.https.port", Integer.toString(TestPlace.freePort()));
    List<String> arguments = new ArrayList<>();
    properties.forEach((key, value) -> arguments.add("-D" + key + "=" + value));
    return start("WildFly", arguments, "org.jboss.as.standalone", "-b=127.0.0.1", "server.log");
  }

  /** Starts a module of WildFly, by java itself: standalone.sh would leave its java running. */
  private ChildProcess start(
      String name, List<String> jvmArguments, String module, String argument, String log) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m"));
    command.addAll(jvmArguments);
    command.add("-Djboss.home.dir=" + home);
    command.add("-Djboss.server.base.dir=" + directory);
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
      command.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED");
    }
    command.addAll(List.of("--add-opens=java.management/javax.management=ALL-UNNAMED"));
    command.addAll(List.of("--add-opens=java.naming/javax.naming=ALL-UNNAMED"));
    command.addAll(List.of("--add-exports=java.naming/com.sun.jndi.ldap=ALL-UNNAMED"));
    command.addAll(List.of("--add-exports=jdk.unsupported/sun.misc=ALL-UNNAMED"));
    command.addAll(List.of("--add-exports=jdk.unsupported/sun.reflect=ALL-UNNAMED"));
    command.addAll(List.of("-jar", home.resolve("jboss-modules.jar").toString()));
    command.addAll(List.of("-mp", home.resolve("modules").toString(), module));
    command.add(argument);
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().keySet().removeIf(PayaraMicro::isSetting);
    builder.environment().put("JBOSS_HOME", home.toString());
    return ChildProcess.start(name, builder, directory.resolve(log));
  }

  private void awaitReady() {
    await("Larder on WildFly, port " + port)
        .atMost(START)
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              if (!process.isAlive()) {
                throw new IllegalStateException("WildFly ended:\n" + process.output());
              }
              return process.output().contains("Larder is ready: ");
            });
  }
}
