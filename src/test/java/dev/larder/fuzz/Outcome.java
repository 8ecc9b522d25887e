package dev.larder.fuzz;

import dev.larder.testing.RawAnswer;
import dev.larder.testing.RawConnection;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What came of a request.
 *
 * @param answer null when the server closed the connection without one, or was silent
 * @param silent whether the server neither answered nor closed the connection within the bound
 * @param millis how long it took
 */
public record Outcome(@Nullable RawAnswer answer, boolean silent, long millis) {

  /** How long a server may take for an answer. */
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  /** How long it may wait for the rest of a request that will not come, once it is told so. */
  private static final Duration AFTER_THE_END = Duration.ofSeconds(15);

  /** Sends a request and waits for what comes of it. */
  public static Outcome of(int port, Attempt attempt) {
    long start = System.nanoTime();
    try (RawConnection connection = RawConnection.open(port)) {
      try {
        connection.write(attempt.bytes());
        if (attempt.incomplete()) {
          connection.endOfSending();
        }
      } catch (UncheckedIOException e) {
        // It has heard enough; its answer may have come before.
        return receive(connection, attempt, AFTER_THE_END, start);
      }
      Outcome outcome = receive(connection, attempt, PATIENCE, start);
      if (!outcome.silent() || attempt.incomplete()) {
        return outcome;
      }
      connection.endOfSending();
      return receive(connection, attempt, AFTER_THE_END, start);
    }
  }

  private static Outcome receive(
      RawConnection connection, Attempt attempt, Duration patience, long start) {
    try {
      return new Outcome(
          connection.timeout(patience).receive(attempt.method()), false, since(start));
    } catch (UncheckedIOException e) {
      return new Outcome(null, e.getCause() instanceof SocketTimeoutException, since(start));
    } catch (IndexOutOfBoundsException | NumberFormatException e) {
      // No answer in HTTP/1.1; whether that is right is for the caller to say.
      return new Outcome(null, false, since(start));
    }
  }

  private static long since(long start) {
    return (System.nanoTime() - start) / 1_000_000;
  }
}
