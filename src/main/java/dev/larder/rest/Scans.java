package dev.larder.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.larder.cache.BackgroundExecutors;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The work that goes through many keys: so much of it at once, and no longer than somebody waits
 * for it. Thread-safe.
 *
 * <p>Servers do not tell an application that a client has gone away; only writing to it does. So
 * the work is done by another thread, and when it takes long, the answer begins meanwhile: with
 * white space, which JSON allows in front of its document (RFC 8259, section 2), every second. What
 * cannot be written any more ends the work, by an interrupt. The status is 200 by then; should the
 * work fail after all, the document is the problem document, with the status that it would have
 * had.
 */
@ApplicationScoped
public class Scans implements Gauges {

  private static final System.Logger LOG = System.getLogger("dev.larder.rest");
  private static final long QUICK_MILLIS = 2_000;
  private static final long BEAT_MILLIS = 1_000;

  /** Jersey keeps the first 8 KB back, whether they are flushed or not. */
  private static final byte[] BEGINNING = " ".repeat(8 << 10).getBytes(StandardCharsets.US_ASCII);

  @Inject Limits limits;
  @Inject UnderWay underWay;
  @Inject BackgroundExecutors background;

  /** Work that is under way, or waits for a thread. */
  private record Running(Future<Response> future, Turn turn) {}

  private final Set<Running> running = ConcurrentHashMap.newKeySet();
  private final LongAdder cancelled = new LongAdder();
  private volatile @Nullable Semaphore places;

  /**
   * Does some work and answers with what comes of it.
   *
   * @param work makes the answer, whose entity is written as JSON; it ends soon after it is
   *     interrupted, and uses nothing of the request
   * @throws ProblemException {@link ProblemType#TOO_MANY_SCANS} when too much is under way
   */
  public Response answer(Callable<Response> work) {
    Semaphore place = places();
    if (!place.tryAcquire()) {
      throw new ProblemException(
          ProblemType.TOO_MANY_SCANS,
          limits.scans() + " listings and pattern deletes are under way; try again");
    }
    Running scan = begin(work, place);
    running.add(scan);
    try {
      Response quick = scan.future().get(QUICK_MILLIS, TimeUnit.MILLISECONDS);
      running.remove(scan);
      return quick;
    } catch (TimeoutException e) {
      return Response.ok((StreamingOutput) out -> late(scan, out))
          .type(MediaType.APPLICATION_JSON_TYPE)
          .build();
    } catch (ExecutionException e) {
      running.remove(scan);
      throw failure(e.getCause());
    } catch (InterruptedException e) {
      cancel(scan);
      Thread.currentThread().interrupt();
      throw new ProblemException(ProblemType.UNAVAILABLE, "the service is being stopped", e);
    }
  }

  private Semaphore places() {
    Semaphore known = places;
    if (known == null) {
      synchronized (this) {
        known = places == null ? new Semaphore(limits.scans()) : places;
        places = known;
      }
    }
    return known;
  }

  private Running begin(Callable<Response> work, Semaphore place) {
    Turn turn = new Turn(place);
    try {
      return new Running(background.executor().submit(() -> turn.use(work)), turn);
    } catch (RejectedExecutionException e) {
      turn.abandon();
      throw new ProblemException(
          ProblemType.UNAVAILABLE, "the server has no thread for this at the moment", e);
    }
  }

  private void late(Running scan, OutputStream out) throws IOException {
    try {
      byte[] document = null;
      out.write(BEGINNING);
      while (document == null) {
        out.write(' ');
        out.flush();
        document = ended(scan.future());
      }
      out.write(document);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "A client went away during a scan", e);
      cancel(scan);
      throw e;
    } finally {
      running.remove(scan);
    }
  }

  /** The document, or {@code null} when the work goes on. */
  private static byte @Nullable [] ended(Future<Response> future) {
    try {
      Object entity = future.get(BEAT_MILLIS, TimeUnit.MILLISECONDS).getEntity();
      return Json.MAPPER.writeValueAsBytes(entity);
    } catch (TimeoutException e) {
      return null;
    } catch (ExecutionException e) {
      return problem(failure(e.getCause()));
    } catch (CancellationException e) {
      return problem(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return problem(new ProblemException(ProblemType.UNAVAILABLE, "the service is being stopped"));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an answer has no JSON form", e);
    }
  }

  private static byte[] problem(RuntimeException failure) {
    Optional<Problem> known = Problems.of(failure);
    return known.orElseGet(() -> ProblemMapper.internal(failure)).json(null);
  }

  private static RuntimeException failure(@Nullable Throwable cause) {
    return cause instanceof RuntimeException failure
        ? failure
        : new IllegalStateException("a scan failed", cause);
  }

  private void cancel(Running scan) {
    running.remove(scan);
    if (scan.future().cancel(true)) {
      cancelled.increment();
      scan.turn().abandon();
    }
  }

  @PostConstruct
  void listen() {
    underWay.whenStopping(this::stop);
  }

  @PreDestroy
  void stop() {
    running.forEach(this::cancel);
  }

  @Override
  public Map<String, Double> gauges() {
    return Map.of(
        "scans.running",
        (double) limits.scans() - places().availablePermits(),
        "scans.cancelled",
        cancelled.doubleValue());
  }
}
