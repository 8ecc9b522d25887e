package dev.larder.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.remote.JMXConnector;
import org.jspecify.annotations.Nullable;

/**
 * Larder as its users run it: the built WAR on an application server ({@link ServerKind}) in a
 * process of its own, on a free loopback port. Its log is kept below {@code target/test-servers}.
 *
 * <p>Not thread-safe: one test thread starts and stops it; asking it over HTTP needs no such care.
 */
public final class LarderServer implements AutoCloseable {

  /** The password of {@code admin} unless a test says otherwise. */
  public static final String ADMIN_PASSWORD = "test-admin-password";

  private static final Pattern READY = Pattern.compile("Larder is ready: .*");
  private static final Pattern GENERATED = Pattern.compile("Larder is ready: .* password=(\\S+)");

  private final Path directory = TestPlace.newDirectory("larder");
  private final Map<String, String> settings;
  private final ApplicationServer server;

  private LarderServer(Builder builder) {
    int port = TestPlace.freePort();
    settings = new TreeMap<>(builder.settings);
    settings.putIfAbsent("larder.data-dir", directory.resolve("data").toString());
    settings.put("larder.port", Integer.toString(port));
    Path war = builder.war == null ? ApplicationServer.required("larder.test.war") : builder.war;
    server =
        builder.kind.server(
            new ServerPlan(
                "Larder on " + builder.kind.title(),
                directory,
                port,
                war,
                settings,
                builder.environment,
                builder.jvmArguments,
                builder.httpThreads,
                builder.options,
                builder.commands,
                builder.libraries,
                builder.microOptions));
  }

  /** Starts to describe a server: memory cache, H2 in a new directory, a known admin password. */
  public static Builder configure() {
    return new Builder();
  }

  public int port() {
    return server.port();
  }

  /** {@code http://127.0.0.1:port/larder/}. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + port() + "/larder/");
  }

  /** Where the server's own health checks answer at {@code /health}. */
  public int healthPort() {
    return server.healthPort();
  }

  /** Connects to the MBeans of the server's JVM. */
  public JMXConnector jmx() throws IOException {
    return new ServerJvm(server.pid()).jmx();
  }

  /** The names of the threads of the server's JVM. */
  public List<String> threads() {
    return new ServerJvm(server.pid()).threads();
  }

  public boolean isRunning() {
    return server.isRunning();
  }

  /** Speaks to the server as {@code admin}. */
  public LarderClient admin() {
    String given = settings.get("larder.security.admin-password");
    return client().as("admin", given == null ? generatedPassword() : given);
  }

  /** Speaks to the server without authentication; {@link LarderClient#as} gives another user. */
  public LarderClient client() {
    return LarderClient.of(url());
  }

  /** The line with which the server said that it is ready, from "Larder is ready" on. */
  public String readyLine() {
    Matcher matcher = READY.matcher(log());
    if (!matcher.find()) {
      throw new IllegalStateException("the server never said that it is ready");
    }
    return matcher.group();
  }

  /** What this process wrote to its log so far, without earlier processes before a restart. */
  public String log() {
    return server.log();
  }

  /** Where the server keeps its data, unless {@code larder.data-dir} said otherwise. */
  public Path directory() {
    return directory;
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

  /** Stops the server from doing anything while its connections stay open (SIGSTOP). */
  public void freeze() {
    server.signal("STOP");
  }

  /** Undoes {@link #freeze} (SIGCONT). */
  public void thaw() {
    server.signal("CONT");
  }

  /** Starts the server again with the same port, settings and data, stopping it if it runs. */
  public void restart() {
    server.launch();
    server.awaitDeployments();
    if (!isDeployed()) {
      String log = log();
      kill();
      throw new IllegalStateException("Larder was not deployed:\n" + log);
    }
    await("Larder on port " + port())
        .atMost(Duration.ofSeconds(30))
        .until(() -> READY.matcher(log()).find());
  }

  @Override
  public void close() {
    if (isRunning()) {
      stop();
    }
  }

  private String generatedPassword() {
    Matcher matcher = GENERATED.matcher(log());
    if (!matcher.find()) {
      throw new IllegalStateException("the log names no generated password");
    }
    return matcher.group(1);
  }

  /** A failed deployment leaves a server that answers 404 to everything. */
  private boolean isDeployed() {
    return client().get("api/health").status() != 404;
  }

  /** What a server is started with. */
  public static final class Builder {

    private final Map<String, String> settings = new TreeMap<>();
    private final Map<String, String> environment = new TreeMap<>();
    private final List<String> jvmArguments = new ArrayList<>();
    private final List<String> microOptions = new ArrayList<>();
    private final List<String> commands = new ArrayList<>();
    private final List<Path> libraries = new ArrayList<>();
    private final Set<ServerPlan.Option> options = EnumSet.noneOf(ServerPlan.Option.class);
    private ServerKind kind = ServerKind.current();
    private @Nullable Path war;
    private int httpThreads;

    private Builder() {
      settings.put("larder.security.admin-password", ADMIN_PASSWORD);
    }

    /** Gives a setting as {@code -Dkey=value}. */
    public Builder set(String key, String value) {
      settings.put(key, value);
      return this;
    }

    /** Gives several settings. */
    public Builder set(Map<String, String> values) {
      settings.putAll(values);
      return this;
    }

    /** Lets the server use this database instead of H2. */
    public Builder database(PostgresServer.Database database) {
      return set("larder.db.url", database.url())
          .set("larder.db.user", database.user())
          .set("larder.db.password", database.password());
    }

    /** Lets the server use this Redis instead of its memory. */
    public Builder redis(RedisProcess redis) {
      return set("larder.cache.type", "redis").set("larder.cache.url", redis.url());
    }

    /** Leaves it to the server to choose the admin's password. */
    public Builder withGeneratedPassword() {
      settings.remove("larder.security.admin-password");
      return this;
    }

    /** Gives the server an environment variable. */
    public Builder environment(String name, String value) {
      environment.put(name, value);
      return this;
    }

    /** Gives the server's JVM an argument, such as {@code -Xmx64m}. */
    public Builder jvm(String argument) {
      jvmArguments.add(argument);
      return this;
    }

    /** Gives Payara Micro itself arguments, such as {@code --sslport 8443}. */
    public Builder microOptions(String... arguments) {
      microOptions.addAll(List.of(arguments));
      return this;
    }

    /** Has the administrator of the server give commands before it starts, in its own language. */
    public Builder commands(List<String> commands) {
      this.commands.addAll(commands);
      return this;
    }

    /** Lets the server work on that many requests at once, instead of what is its default. */
    public Builder httpThreads(int most) {
      httpThreads = most;
      return this;
    }

    /** Gives the server itself a jar, such as a JDBC driver. */
    public Builder library(Path jar) {
      libraries.add(jar);
      return this;
    }

    /** Returns the kind of server that is described. */
    public ServerKind kind() {
      return kind;
    }

    /** Chooses the server, whatever this test run is about. */
    public Builder on(ServerKind kind) {
      this.kind = kind;
      return this;
    }

    /** Lets the server see a changed setting after a second, and not only after a minute. */
    public Builder freshConfiguration() {
      options.add(ServerPlan.Option.FRESH_CONFIGURATION);
      return this;
    }

    /** Deploys the built WAR with classes of a test in it; its name is {@code larder.war}. */
    public Builder withTestClasses(Class<?>... classes) {
      war =
          WarWithTestClasses.make(ApplicationServer.required("larder.test.war"), List.of(classes));
      return this;
    }

    /** Starts the server and waits until it says that it is ready. */
    public LarderServer start() {
      LarderServer server = new LarderServer(this);
      server.restart();
      return server;
    }

    /**
     * Starts the server, expects that it refuses to deploy Larder, and ends it.
     *
     * @return the log, which must say why
     */
    public String startInVain() {
      LarderServer server = new LarderServer(this);
      server.server.launch();
      try {
        server.server.awaitDeployments();
        if (server.isDeployed()) {
          throw new AssertionError("Larder was deployed:\n" + server.log());
        }
        return server.log();
      } finally {
        server.kill();
      }
    }
  }
}
