package dev.larder.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;

/**
 * A real redis-server on a free loopback port, which a test may kill, freeze and bring back. It
 * keeps nothing on disk unless its arguments ask for it, and it never outlives the test JVM.
 *
 * <p>Not thread-safe: one test thread drives it.
 */
public final class RedisProcess implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final int port = TestPlace.freePort();
  private final Path directory = TestPlace.newDirectory("redis");
  private final List<String> arguments;
  private @Nullable ChildProcess process;

  private RedisProcess(List<String> arguments) {
    this.arguments = arguments;
  }

  /**
   * Starts a server and waits until it answers.
   *
   * @param arguments of redis-server, such as {@code "--requirepass", "secret"}; they come after
   *     the ones that switch persistence off, and win
   */
  public static RedisProcess start(String... arguments) {
    RedisProcess redis = notStarted(arguments);
    redis.restart();
    return redis;
  }

  /** A server that is not there yet: its port is known, nothing listens until {@link #restart}. */
  public static RedisProcess notStarted(String... arguments) {
    return new RedisProcess(List.of(arguments));
  }

  public int port() {
    return port;
  }

  /** {@code redis://127.0.0.1:port}, with the password when {@code --requirepass} gives one. */
  public String url() {
    int at = arguments.indexOf("--requirepass");
    String password = at < 0 ? "" : ":" + arguments.get(at + 1) + "@";
    return "redis://" + password + "127.0.0.1:" + port;
  }

  /** The directory of the server: its log, and its files when persistence is on. */
  public Path directory() {
    return directory;
  }

  public boolean isRunning() {
    return process != null && process.isAlive();
  }

  /**
   * Writes a key, and waits until a replica has it, and with it all that was written before: an
   * election may lose what is not there yet, and on a busy machine that is more than a moment.
   */
  public void awaitReplica(String key) {
    try (Jedis jedis = new Jedis(URI.create(url()), (int) PATIENCE.toMillis())) {
      jedis.set(key, "");
      if (jedis.waitReplicas(1, PATIENCE.toMillis() - 1_000) < 1) {
        throw new IllegalStateException("no replica of " + url() + " has followed");
      }
    }
  }

  /** Ends the server at once, as a crash does (SIGKILL). */
  public void kill() {
    if (process != null) {
      process.kill();
    }
  }

  /** Ends the server in order (SIGTERM). */
  public void stop() {
    if (process != null) {
      process.terminate(PATIENCE);
    }
  }

  /** Starts the server on its port again, stopping it before if it runs; waits for an answer. */
  public void restart() {
    if (isRunning()) {
      stop();
    }
    List<String> command = new ArrayList<>();
    command.add(RedisBinary.path().toString());
    command.addAll(List.of("--port", Integer.toString(port), "--bind", "127.0.0.1"));
    command.addAll(List.of("--save", "", "--appendonly", "no", "--daemonize", "no"));
    command.addAll(List.of("--dir", directory.toString()));
    command.addAll(arguments);
    ChildProcess started =
        ChildProcess.start(
            "redis-server", new ProcessBuilder(command), directory.resolve("redis.log"));
    process = started;
    await("redis-server on port " + port)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(10))
        .until(
            () -> {
              if (!started.isAlive()) {
                throw new IllegalStateException("redis-server ended:\n" + started.output());
              }
              return answers();
            });
  }

  /** Stops the server from answering while its connections stay open (SIGSTOP). */
  public void freeze() {
    running().signal("STOP");
  }

  /** Undoes {@link #freeze} (SIGCONT). */
  public void thaw() {
    running().signal("CONT");
  }

  /** Ends the server, in whatever state it is. */
  @Override
  public void close() {
    kill();
  }

  private ChildProcess running() {
    if (process == null || !process.isAlive()) {
      throw new IllegalStateException("redis-server does not run");
    }
    return process;
  }

  /** Whether a PING is answered by something else than "still loading". */
  private boolean answers() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
      socket.setSoTimeout(1000);
      socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readNBytes(5), StandardCharsets.US_ASCII);
      return answer.equals("+PONG") || answer.startsWith("-NOAU");
    } catch (IOException e) {
      return false;
    }
  }
}
