package dev.larder.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Reading RESP3 that comes in pieces, with pauses, or is none. */
class RespReaderTest {

  private final List<String> told = new ArrayList<>();
  private int turns;

  /** A connection that brings these bytes in pieces, with a time-out before each. */
  private RespReader reading(byte[] bytes, Random random) throws IOException {
    InputStream whole = new ByteArrayInputStream(bytes);
    InputStream pieces =
        new InputStream() {
          private boolean timeOut = true;

          @Override
          public int read() {
            throw new AssertionError("one byte at a time");
          }

          @Override
          public int read(byte[] to, int from, int length) throws IOException {
            timeOut = !timeOut;
            if (timeOut && random.nextBoolean()) {
              throw new SocketTimeoutException("nothing yet");
            }
            return whole.read(to, from, Math.min(length, 1 + random.nextInt(7)));
          }
        };
    Socket socket =
        new Socket() {
          @Override
          public InputStream getInputStream() {
            return pieces;
          }

          @Override
          public synchronized void setSoTimeout(int millis) {
            assertThat(millis).isPositive();
          }
        };
    return new RespReader(
        socket,
        came -> {
          turns++;
          return 5;
        },
        new RespReader.Invalidations() {
          @Override
          public void changed(byte[] key) {
            told.add(new String(key, StandardCharsets.ISO_8859_1));
          }

          @Override
          public void allChanged() {
            told.add("ALL");
          }
        });
  }

  private RespReader reading(String text) throws IOException {
    return reading(text.getBytes(StandardCharsets.ISO_8859_1), new Random(text.hashCode()));
  }

  @Test
  void repliesAreReadAndInvalidationsToldInTheirOrder() throws IOException {
    for (int seed = 0; seed < 50; seed++) {
      told.clear();
      String text =
          "%2\r\n$4\r\nrole\r\n$6\r\nmaster\r\n$7\r\nmodules\r\n*1\r\n%1\r\n+v\r\n:7\r\n"
              + "+OK\r\n"
              + ">2\r\n$10\r\ninvalidate\r\n*2\r\n$1\r\na\r\n$4\r\n\r\n\u00ff\0\r\n"
              + ">2\r\n$10\r\ninvalidate\r\n_\r\n"
              + ">2\r\n$10\r\ninvalidate\r\n*1\r\n$0\r\n\r\n"
              + ">3\r\n$7\r\nmessage\r\n+x\r\n*0\r\n"
              + "|1\r\n+ttl\r\n:3\r\n+PONG\r\n"
              + ">2\r\n$10\r\ninvalidate\r\n*-1\r\n"
              + "-NOPERM this user 'x' has no 'secret'\r\n"
              + "_\r\n$-1\r\n,1.5\r\n#t\r\n:-12\r\n=7\r\ntxt:abc\r\n!5\r\nERR x\r\n*-1\r\n";
      RespReader reader = reading(text.getBytes(StandardCharsets.ISO_8859_1), new Random(seed));
      assertThat(reader.next())
          .isEqualTo(List.of("role", "master", "modules", List.of(List.of("v", 7L))));
      assertThat(reader.next()).isEqualTo("OK");
      assertThat(told).isEmpty();
      assertThat(reader.next()).isEqualTo("PONG");
      assertThat(told).containsExactly("a", "\r\n\u00ff\0", "ALL", "");
      assertThat(reader.next()).isEqualTo(new RespReader.Refusal("NOPERM"));
      assertThat(told).last().isEqualTo("ALL");
      List<Object> rest = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        rest.add(reader.next());
      }
      assertThat(rest)
          .isEqualTo(
              Arrays.asList(
                  null, null, "1.5", "t", -12L, "txt:abc", new RespReader.Refusal("ERR"), null));
      assertThatThrownBy(reader::next).isInstanceOf(EOFException.class);
    }
    assertThat(turns).isGreaterThan(1_000);
  }

  @Test
  void anInvalidationOfManyKeysIsToldOneByOne() throws IOException {
    StringBuilder text = new StringBuilder(">2\r\n$10\r\ninvalidate\r\n*5000\r\n");
    for (int i = 0; i < 5_000; i++) {
      String key = "key" + i;
      text.append('$').append(key.length()).append("\r\n").append(key).append("\r\n");
    }
    assertThat(reading(text + "+PONG\r\n").next()).isEqualTo("PONG");
    assertThat(told).hasSize(5_000).last().isEqualTo("key4999");
  }

  @Test
  void whatIsNoRespIsRefused() {
    for (String text :
        List.of(
            "HTTP/1.1 400 Bad Request\r\n\r\n",
            "+OK\n",
            "+OK\rX",
            "$3\r\nabcd\r\n",
            "$x\r\n",
            "$99999999999999999999\r\n",
            "$2000000\r\n",
            "*2000000\r\n",
            "$-2\r\n",
            ">2\r\n$10\r\ninvalidate\r\n+a\r\n",
            ">2\r\n$10\r\ninvalidate\r\n*1\r\n+a\r\n",
            ">2\r\n$10\r\ninvalidate\r\n*1\r\n$-1\r\n",
            ">2\r\n$10\r\ninvalidate\r\n*1\r\n$999999999\r\n",
            "*1\r\n".repeat(20) + "+x\r\n")) {
      assertThatThrownBy(() -> reading(text).next()).as(text).isInstanceOf(IOException.class);
    }
  }

  @Test
  void patienceEndsWhenThePaceSaysSo() throws IOException {
    Socket silent =
        new Socket() {
          @Override
          public InputStream getInputStream() {
            return new InputStream() {
              @Override
              public int read() throws IOException {
                throw new SocketTimeoutException("nothing");
              }

              @Override
              public int read(byte[] to, int from, int length) throws IOException {
                return read();
              }
            };
          }

          @Override
          public synchronized void setSoTimeout(int millis) {}
        };
    RespReader reader =
        new RespReader(
            silent,
            came -> {
              if (++turns == 4) {
                throw new IOException("long enough");
              }
              return 1;
            },
            null);
    assertThatThrownBy(reader::next).hasMessage("long enough");
    assertThat(turns).isEqualTo(4);
  }
}
