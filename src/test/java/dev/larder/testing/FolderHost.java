package dev.larder.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** A Payara Server or a WildFly, which look into a directory for what they are to deploy. */
final class FolderHost implements ServerHost {

  /** Long enough for the first deployment, which waits for the server to start. */
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private static final Pattern PAYARAS = Pattern.compile("WebappClassLoader");
  private static final Pattern WILDFLYS = Pattern.compile("deployment\\.[\\w-]+\\.war");

  private final ServerKind kind = ServerKind.current();
  private final Path directory = TestPlace.newDirectory("host");
  private final ApplicationServer server;

  private FolderHost(Map<String, String> settings) {
    server =
        kind.server(
            new ServerPlan(
                kind.title(),
                directory,
                TestPlace.freePort(),
                null,
                settings,
                Map.of(),
                // What is only softly reachable is not kept from a collection.
                List.of("-XX:SoftRefLRUPolicyMSPerMB=0"),
                0,
                Set.of(),
                List.of(),
                List.of(),
                List.of()));
  }

  static FolderHost start(Map<String, String> settings) {
    FolderHost host = new FolderHost(settings);
    host.server.launch();
    return host;
  }

  @Override
  public int port() {
    return server.port();
  }

  @Override
  public void deploy(String name, Path war) {
    Path whole = directory.resolve(name + ".war");
    try {
      Files.copy(war, whole, StandardCopyOption.REPLACE_EXISTING);
      // The server may look at any time: it sees the whole file or none.
      Files.move(whole, file(name, ""), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String failed = kind == ServerKind.WILDFLY ? ".failed" : "_deployFailed";
    String deployed = kind == ServerKind.WILDFLY ? ".deployed" : "_deployed";
    await(name + " is deployed")
        .atMost(PATIENCE)
        .until(
            () -> {
              if (Files.exists(file(name, failed))) {
                throw new IllegalStateException(name + " was not deployed; see " + directory);
              }
              return Files.exists(file(name, deployed));
            });
  }

  @Override
  public void undeploy(String name) {
    boolean wildFly = kind == ServerKind.WILDFLY;
    Path sign = file(name, wildFly ? ".undeployed" : "_undeployed");
    try {
      Files.delete(file(name, wildFly ? ".deployed" : ""));
      await(name + " is undeployed").atMost(PATIENCE).until(() -> Files.exists(sign));
      Files.deleteIfExists(sign);
      Files.deleteIfExists(file(name, ""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path file(String name, String suffix) {
    return server.deployments().resolve(name + ".war" + suffix);
  }

  @Override
  public Inventory inventory() {
    ServerJvm jvm = new ServerJvm(server.pid());
    long loaders = jvm.classLoaders(kind == ServerKind.WILDFLY ? WILDFLYS : PAYARAS);
    return new Inventory(jvm.threads(), jvm.mbeans(), loaders);
  }

  @Override
  public Path heapDump() {
    Path file = directory.resolve("heap.hprof");
    new ServerJvm(server.pid()).heapDump(file);
    return file;
  }

  @Override
  public String log() {
    return server.log();
  }

  @Override
  public void stop() {
    server.stop();
  }

  @Override
  public void close() {
    if (server.isRunning()) {
      server.kill();
    }
  }
}
