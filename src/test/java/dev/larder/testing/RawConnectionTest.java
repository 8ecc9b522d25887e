package dev.larder.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RawConnectionTest {

  @Test
  void answersAreShownAsTheyCome() throws Exception {
    RawAnswer answer =
        answerTo("HTTP/1.1 299 Odd one\r\nb:  1 \r\nA: 2\r\nB:3\r\nContent-Length: 2\r\n\r\nhi");
    assertThat(answer.statusLine()).isEqualTo("HTTP/1.1 299 Odd one");
    assertThat(answer.status()).isEqualTo(299);
    assertThat(answer.headerLines()).containsExactly("b:  1 ", "A: 2", "B:3", "Content-Length: 2");
    assertThat(answer.headers("B")).containsExactly("1", "3");
    assertThat(answer.header("c")).isEmpty();
    assertThatThrownBy(() -> answer.header("b")).isInstanceOf(AssertionError.class);
    assertThat(answer.text()).isEqualTo("hi");
    assertThat(answer.complete()).isTrue();
    assertThat(answer.reusable()).isTrue();
  }

  @Test
  void aBodyThatBreaksOffIsIncomplete() throws Exception {
    RawAnswer counted = answerTo("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
    assertThat(counted.text()).isEqualTo("half");
    assertThat(counted.complete()).isFalse();
    String chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (String part : new String[] {"", "4\r\nhalf", "4\r\nhalf\r\n", "8\r\nhalf", "4"}) {
      assertThat(answerTo(chunked + part).complete()).as(part).isFalse();
    }
    RawAnswer whole = answerTo(chunked + "4;x=y\r\nhalf\r\n6\r\n whole\r\n0\r\nTrailer: 1\r\n\r\n");
    assertThat(whole.text()).isEqualTo("half whole");
    assertThat(whole.complete()).isTrue();
    assertThat(answerTo("HTTP/1.1 200 OK\r\n\r\nuntil the end").text()).isEqualTo("until the end");
  }

  @Test
  void interimAnswersAreLeftOutAndANotModifiedHasNoBody() throws Exception {
    String answers = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 304 Not Modified\r\nETag: x\r\n\r\n";
    RawAnswer answer = answerTo(answers);
    assertThat(answer.status()).isEqualTo(304);
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void aSilentServerIsNotWaitedForWithoutEndAndAClosedConnectionIsAnError() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        RawConnection connection = RawConnection.open(silent.getLocalPort())) {
      connection.timeout(Duration.ofMillis(50));
      assertThatThrownBy(() -> connection.get("/")).isInstanceOf(UncheckedIOException.class);
    }
    assertThatThrownBy(() -> answerTo("")).isInstanceOf(UncheckedIOException.class);
    assertThatThrownBy(() -> answerTo("HTTP/1.1 200 OK\r\nA: 1\r\n"))
        .isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void requestsAreSentAsGiven() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        RawConnection connection = RawConnection.open(server.getLocalPort())) {
      byte[] body = {'b'};
      connection.send("PUT", "/a?\u00e9", body, "hOST: other", "a:\t1 ", "A: 2");
      connection.close();
      try (Socket socket = server.accept()) {
        String sent =
            new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        assertThat(sent)
            .isEqualTo(
                "PUT /a?\u00e9 HTTP/1.1\r\nhOST: other\r\na:\t1 \r\nA: 2\r\nContent-Length: 1\r\n\r\nb");
      }
    }
  }

  /** Lets a server answer one request with these bytes and close the connection. */
  private static RawAnswer answerTo(String bytes) throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<Void> served =
          CompletableFuture.runAsync(
              () -> {
                try (Socket socket = server.accept()) {
                  readHead(socket.getInputStream());
                  socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      try (RawConnection connection = RawConnection.open(server.getLocalPort())) {
        return connection.get("/");
      } finally {
        served.join();
      }
    }
  }

  private static void readHead(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.read());
    }
  }
}
