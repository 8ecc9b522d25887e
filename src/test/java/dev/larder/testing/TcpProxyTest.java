package dev.larder.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The proxy in front of a server that sends every byte back. */
class TcpProxyTest {

  private static final int SHORT_MILLIS = 150;
  private static final int PATIENT_MILLIS = 10_000;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Socket> served = new CopyOnWriteArrayList<>();
  private ServerSocket server;
  private TcpProxy proxy;

  @BeforeEach
  void start() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.execute(this::serve);
    proxy = TcpProxy.start(server.getLocalPort());
  }

  private void serve() {
    try {
      while (true) {
        Socket socket = server.accept();
        served.add(socket);
        threads.execute(() -> echo(socket));
      }
    } catch (IOException e) {
      // Closed by the test.
      return;
    }
  }

  private static void echo(Socket socket) {
    try (socket) {
      socket.getInputStream().transferTo(socket.getOutputStream());
    } catch (IOException e) {
      // The proxy reset it.
      return;
    }
  }

  @AfterEach
  void stop() throws IOException {
    proxy.close();
    server.close();
    for (Socket socket : served) {
      socket.close();
    }
    threads.shutdown();
    // The last one may be on its way out still.
    await("threads of the proxy end")
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().equals("tcp-proxy")));
  }

  private Socket connected() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    socket.setSoTimeout(PATIENT_MILLIS);
    return socket;
  }

  private static void assertEchoed(Socket socket, int value) throws IOException {
    socket.getOutputStream().write(value);
    assertThat(socket.getInputStream().read()).isEqualTo(value);
  }

  private static void assertSilent(Socket socket) throws IOException {
    socket.setSoTimeout(SHORT_MILLIS);
    assertThatThrownBy(() -> socket.getInputStream().read())
        .isInstanceOf(SocketTimeoutException.class);
    socket.setSoTimeout(PATIENT_MILLIS);
  }

  @Test
  void everythingPassesAndConnectionsAreCounted() throws IOException {
    try (Socket one = connected();
        Socket two = connected()) {
      assertEchoed(one, 1);
      assertEchoed(two, 2);
      assertThat(proxy.accepted()).isEqualTo(2);
      assertThat(proxy.open()).isEqualTo(2);
    }
    await().until(() -> proxy.open() == 0);
    assertThat(proxy.accepted()).isEqualTo(2);
  }

  @Test
  void aCutResetsAndRefusesUntilRestored() throws IOException {
    try (Socket socket = connected()) {
      assertEchoed(socket, 1);
      proxy.cut();
      assertThatThrownBy(() -> socket.getInputStream().read())
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("reset");
    }
    assertThat(proxy.open()).isZero();
    assertThatThrownBy(this::connected).isInstanceOf(ConnectException.class);
    proxy.restore();
    try (Socket socket = connected()) {
      assertEchoed(socket, 2);
    }
  }

  @Test
  void connectionsAreCutAndNewOnesAccepted() throws IOException {
    try (Socket socket = connected()) {
      assertEchoed(socket, 1);
      proxy.cutConnections();
      assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketException.class);
    }
    try (Socket socket = connected()) {
      assertEchoed(socket, 2);
    }
  }

  @Test
  void aBlackHoleHoldsBackWhatArrivesWhenItIsRestored() throws IOException {
    try (Socket socket = connected()) {
      assertEchoed(socket, 1);
      proxy.blackHole();
      socket.getOutputStream().write(2);
      assertSilent(socket);
      try (Socket later = connected()) {
        later.getOutputStream().write(3);
        assertSilent(later);
        proxy.restore();
        assertThat(later.getInputStream().read()).isEqualTo(3);
      }
      assertThat(socket.getInputStream().read()).isEqualTo(2);
      assertEchoed(socket, 4);
    }
  }

  @Test
  void aBlackHoleOfOneDirectionLetsTheOtherThrough() throws IOException {
    try (Socket socket = connected()) {
      assertEchoed(socket, 1);
      proxy.blackHole(TcpProxy.Way.TO_CLIENT);
      socket.getOutputStream().write(2);
      assertSilent(socket);
      proxy.restore();
      assertThat(socket.getInputStream().read()).isEqualTo(2);
      proxy.blackHole(TcpProxy.Way.TO_SERVER);
      served.get(0).getOutputStream().write(3);
      assertThat(socket.getInputStream().read()).isEqualTo(3);
      socket.getOutputStream().write(4);
      assertSilent(socket);
    }
  }

  @Test
  void notEvenTheEndOfAConnectionLeavesABlackHole() throws IOException {
    try (Socket socket = connected()) {
      assertEchoed(socket, 1);
      proxy.blackHole();
      served.get(0).close();
      assertSilent(socket);
      proxy.restore();
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void aBlackHoleCanEndInACut() throws IOException {
    try (Socket socket = connected()) {
      assertEchoed(socket, 1);
      proxy.blackHole();
      proxy.cut();
      assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketException.class);
      assertThatThrownBy(this::connected).isInstanceOf(ConnectException.class);
    }
  }

  @Test
  void answersTakeTheDelayBothWays() throws IOException {
    try (Socket socket = connected()) {
      assertEchoed(socket, 1);
      proxy.delay(Duration.ofMillis(60));
      long begin = System.nanoTime();
      assertEchoed(socket, 2);
      assertThat(System.nanoTime() - begin).isGreaterThan(Duration.ofMillis(119).toNanos());
      proxy.restore();
      assertEchoed(socket, 3);
    }
  }

  @Test
  void aServerThatIsNotThereIsAReset() throws IOException {
    int port = server.getLocalPort();
    server.close();
    // A thread that waits in accept() keeps the port a moment longer, and with it new connections.
    await("the port is closed").until(() -> refusesConnections(port));
    try (Socket socket = connected()) {
      assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketException.class);
    }
    await().until(() -> proxy.open() == 0);
  }

  private static boolean refusesConnections(int port) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return !socket.isConnected();
    } catch (ConnectException e) {
      return true;
    }
  }
}
