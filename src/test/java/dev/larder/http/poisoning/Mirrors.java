package dev.larder.http.poisoning;

import dev.larder.testing.RawAnswer;
import dev.larder.testing.RawConnection;
import dev.larder.testing.SampleServer;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** The resources of {@link dev.larder.http.sample.MirrorResource} as a test speaks to them. */
record Mirrors(SampleServer server) {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** An id that no other test uses, always of the same length. */
  static String newId() {
    return UUID.randomUUID().toString();
  }

  static String path(String id, String resource) {
    return "/sample/api/mirror/" + id + "/" + resource;
  }

  /** Sends the plain request for a resource on a connection of its own. */
  RawAnswer plain(String id, String resource) {
    return get(id, resource + (resource.equals("one") ? "?a=1" : ""));
  }

  /** Sends a GET below an id on a connection of its own. */
  RawAnswer get(String id, String rest) {
    try (RawConnection connection = server.connect()) {
      return connection.get(path(id, rest));
    }
  }

  /** Sends a poison, and waits until the server has answered or closed the connection. */
  void take(Poison poison, String id) {
    try (RawConnection connection = server.connect().timeout(PATIENCE)) {
      String text = poison.send(id, server.port());
      connection.sendText(text);
      connection.receive(text.substring(0, text.indexOf(' ')));
    } catch (UncheckedIOException | NumberFormatException e) {
      // No answer, or none of HTTP, is an answer too: what counts is what others get.
      return;
    }
  }

  /** What a client sees of an answer, without what tells of times and of the cache. */
  static String seen(RawAnswer answer, String id) {
    List<String> fields =
        answer.headerLines().stream()
            .filter(line -> !line.matches("(?i)(date|age|etag|x-cache|cache-status):.*"))
            .toList();
    return (answer.status() + " " + fields + "\n" + answer.text()).replace(id, "ID");
  }
}
