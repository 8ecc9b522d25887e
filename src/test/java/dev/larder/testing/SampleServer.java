package dev.larder.testing;

import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * An application that embeds Larder, as its users run it: an {@link EmbeddedWar} at {@code /sample}
 * on an application server ({@link ServerKind}) in a process of its own, on a free loopback port.
 * Its log is kept below {@code target/test-servers}.
 *
 * <p>Not thread-safe: one test thread starts and stops it; asking it over HTTP needs no such care.
 */
public final class SampleServer implements AutoCloseable {

  private static final String READY = "/ready.txt";

  private final ApplicationServer server;

  private SampleServer(Builder builder) {
    server =
        builder.kind.server(
            new ServerPlan(
                "the sample on " + builder.kind.title(),
                TestPlace.newDirectory("sample"),
                TestPlace.freePort(),
                builder.war.make(),
                builder.settings,
                builder.environment,
                builder.jvmArguments,
                builder.httpThreads,
                // Otherwise Payara itself refuses a DELETE with a body, which HTTP allows.
                Set.of(ServerPlan.Option.BODIES_WITH_ANY_METHOD),
                builder.commands,
                List.of(),
                List.of()));
  }

  /** Starts to describe a server with an application without classes, and the memory store. */
  public static Builder configure() {
    return new Builder();
  }

  public int port() {
    return server.port();
  }

  /** {@code http://127.0.0.1:port/sample/}. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + port() + "/sample/");
  }

  /** Opens a connection; it takes whole request targets, such as {@code /sample/api/things}. */
  public RawConnection connect() {
    return RawConnection.open(port());
  }

  /**
   * Sends a GET on a connection of its own.
   *
   * @param path below {@code /sample}, with a leading slash
   * @param headers whole lines, sent as they are
   */
  public RawAnswer get(String path, String... headers) {
    return send("GET", path, headers);
  }

  /** Sends a request without a body on a connection of its own. */
  public RawAnswer send(String method, String path, String... headers) {
    try (RawConnection connection = connect()) {
      return connection.exchange(method, "/sample" + path, null, headers);
    }
  }

  public boolean isRunning() {
    return server.isRunning();
  }

  /** What this process wrote to its log so far, without earlier processes before a restart. */
  public String log() {
    return server.log();
  }

  /** Waits until the log contains {@code text}. */
  public void awaitLog(String text, Duration atMost) {
    server.awaitLog(text, atMost);
  }

  /** Ends the server in order (SIGTERM). */
  public void stop() {
    server.stop();
  }

  /** Ends the server at once, as a crash does (SIGKILL). */
  public void kill() {
    server.kill();
  }

  /** Starts the server again with the same port and settings, stopping it if it runs. */
  public void restart() {
    server.launch();
    server.awaitDeployments();
    if (!isDeployed()) {
      String log = log();
      kill();
      throw new IllegalStateException("the sample was not deployed:\n" + log);
    }
  }

  @Override
  public void close() {
    if (isRunning()) {
      stop();
    }
  }

  /** A failed deployment leaves a server that answers 404 to everything. */
  private boolean isDeployed() {
    await("an answer on port " + port())
        .atMost(Duration.ofSeconds(10))
        .ignoreExceptions()
        .until(() -> get(READY).status() > 0);
    return get(READY).status() == 200;
  }

  /** What a server is started with. */
  public static final class Builder {

    private final EmbeddedWar war = EmbeddedWar.named("sample").file(READY.substring(1), "ready");
    private final Map<String, String> settings = new TreeMap<>();
    private final Map<String, String> environment = new TreeMap<>();
    private final List<String> jvmArguments = new ArrayList<>();
    private final List<String> commands = new ArrayList<>();
    private int httpThreads;
    private ServerKind kind = ServerKind.current();

    private Builder() {}

    /** Chooses the server, whatever this test run is about. */
    public Builder on(ServerKind kind) {
      this.kind = kind;
      return this;
    }

    /** Has the administrator of the server give commands before it starts, in its own language. */
    public Builder commands(List<String> commands) {
      this.commands.addAll(commands);
      return this;
    }

    /** Adds test classes to the application, such as {@link SampleApplication} and a resource. */
    public Builder classes(Class<?>... types) {
      war.classes(types);
      return this;
    }

    /** Adds all test classes of packages to the application. */
    public Builder packages(String... names) {
      war.packages(names);
      return this;
    }

    /** Adds a text file to the application; see {@link EmbeddedWar#file}. */
    public Builder file(String path, String content) {
      war.file(path, content);
      return this;
    }

    /** Gives a setting as {@code -Dkey=value}. */
    public Builder set(String key, String value) {
      settings.put(key, value);
      return this;
    }

    /** Lets the application use this Redis instead of its memory. */
    public Builder redis(RedisProcess redis) {
      return set("larder.cache.type", "redis").set("larder.cache.url", redis.url());
    }

    /** Gives the server an environment variable. */
    public Builder environment(String name, String value) {
      environment.put(name, value);
      return this;
    }

    /** Gives the server's JVM arguments, such as {@code -Xmx64m}. */
    public Builder jvm(String... arguments) {
      jvmArguments.addAll(List.of(arguments));
      return this;
    }

    /** Lets the server work on that many requests at once, instead of the few of its default. */
    public Builder httpThreads(int most) {
      httpThreads = most;
      return this;
    }

    /** Starts the server and waits until the application is there. */
    public SampleServer start() {
      SampleServer server = new SampleServer(this);
      server.restart();
      return server;
    }

    /**
     * Starts the server, expects that it refuses to deploy the application, and ends it.
     *
     * @return the log, which must say why
     */
    public String startInVain() {
      SampleServer server = new SampleServer(this);
      server.server.launch();
      try {
        server.server.awaitDeployments();
        if (server.isDeployed()) {
          throw new AssertionError("the sample was deployed:\n" + server.log());
        }
        return server.log();
      } finally {
        server.kill();
      }
    }
  }
}
