package dev.larder.cache.redis;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Listens to every command of a Redis (MONITOR), and keeps how many and how large they were. */
final class CommandMonitor implements AutoCloseable {

  private static final Pattern COUNT = Pattern.compile("\"COUNT\" \"(\\d+)\"");

  private final Socket socket;
  private final Map<String, Integer> calls = new ConcurrentHashMap<>();
  private final Map<String, Integer> largest = new ConcurrentHashMap<>();

  CommandMonitor(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.getOutputStream().write("MONITOR\r\n".getBytes(StandardCharsets.US_ASCII));
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1), 1 << 16);
    if (!"+OK".equals(in.readLine())) {
      throw new IOException("no MONITOR");
    }
    Thread thread = new Thread(() -> read(in), "monitor");
    thread.setDaemon(true);
    thread.start();
  }

  private void read(BufferedReader in) {
    try {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        // 1700000000.000000 [0 127.0.0.1:1234] "UNLINK" "key" "key"; keys of the test have no quote
        int start = line.indexOf('"') + 1;
        String command = line.substring(start, line.indexOf('"', start)).toUpperCase(Locale.ROOT);
        largest.merge(command, size(command, line), Math::max);
        calls.merge(command, 1, Integer::sum);
      }
    } catch (IOException e) {
      // Closed by the test.
      return;
    }
  }

  private static int size(String command, String line) {
    if (command.equals("SCAN")) {
      Matcher matcher = COUNT.matcher(line);
      return matcher.find() ? Integer.parseInt(matcher.group(1)) : 10;
    }
    return (int) line.chars().filter(c -> c == '"').count() / 2 - 1;
  }

  Map<String, Integer> calls() {
    return calls;
  }

  /** The largest COUNT of SCAN, and the most arguments of any other command. */
  Map<String, Integer> largest() {
    return largest;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
