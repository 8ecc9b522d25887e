package dev.larder.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Where test servers may live: a directory below {@code target}, and ports that are free. */
public final class TestPlace {

  private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private TestPlace() {}

  /** A port of the loopback address that is free now and was not given out by this JVM before. */
  public static int freePort() {
    while (true) {
      try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        if (GIVEN.add(socket.getLocalPort())) {
          return socket.getLocalPort();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** A new empty directory, kept after the test so that its logs can be read. */
  public static Path newDirectory(String name) {
    Path directory =
        Path.of(
                "target",
                "test-servers",
                name + "-" + ProcessHandle.current().pid() + "-" + NUMBER.incrementAndGet())
            .toAbsolutePath();
    try {
      return Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
