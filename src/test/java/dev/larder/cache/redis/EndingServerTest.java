package dev.larder.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.larder.cache.CacheException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that is just ending: it takes connections and breaks them when something is asked. */
class EndingServerTest {

  private ServerSocket server;
  private RedisStore store;

  @BeforeEach
  void start() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::breakAll, "ending server");
    thread.setDaemon(true);
    thread.start();
    store =
        new RedisStore(
            RedisSettings.builder(RedisUrl.parse("redis://127.0.0.1:" + server.getLocalPort()))
                .connectTimeout(Duration.ofSeconds(2))
                .timeout(Duration.ofSeconds(2))
                .build());
    store.start();
  }

  @AfterEach
  void stop() throws IOException {
    store.close();
    server.close();
  }

  private void breakAll() {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        if (socket.getInputStream().read() >= 0) {
          // Closed with a reset.
          socket.setSoLinger(true, 0);
        }
      } catch (IOException e) {
        if (!server.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  @Test
  void whatMayBeAskedTwiceMayBeAskedOfAnotherServer() {
    CacheException failure = catchThrowableOfType(CacheException.class, () -> store.get("a"));
    assertThat(failure).isInstanceOf(Unreached.class).hasMessage("the connection to Redis broke");
  }

  @Test
  void whatMayNotBeDoneTwiceMayNot() {
    CacheException failure =
        catchThrowableOfType(CacheException.class, () -> store.increment("a", 1));
    assertThat(failure.reason()).isEqualTo(CacheException.Reason.UNAVAILABLE);
    assertThat(failure).isNotInstanceOf(Unreached.class);
  }
}
