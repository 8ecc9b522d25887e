package dev.larder.rest;

import jakarta.ws.rs.core.Response;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A place that some work has taken, given back once: when the work ends, or when it is called off
 * before it began. Work that is called off while it goes on keeps its place until it ends.
 */
final class Turn {

  private enum State {
    WAITING,
    USED,
    ENDED
  }

  private final Semaphore place;
  private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);

  /** Makes one for a permit that has been acquired. */
  Turn(Semaphore place) {
    this.place = place;
  }

  Response use(Callable<Response> work) throws Exception {
    if (!state.compareAndSet(State.WAITING, State.USED)) {
      throw new CancellationException("called off before it began");
    }
    try {
      return work.call();
    } finally {
      state.set(State.ENDED);
      place.release();
    }
  }

  /** Gives the place back unless the work has begun. */
  void abandon() {
    if (state.compareAndSet(State.WAITING, State.ENDED)) {
      place.release();
    }
  }
}
