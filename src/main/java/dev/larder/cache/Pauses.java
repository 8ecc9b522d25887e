package dev.larder.cache;

import java.util.concurrent.TimeUnit;

/** A way to let time pass between two looks. */
@FunctionalInterface
interface Pauses {

  /** The calling thread sleeps. */
  Pauses SLEEPING =
      nanos -> {
        try {
          TimeUnit.NANOSECONDS.sleep(nanos);
          return true;
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return false;
        }
      };

  /** Lets time pass; returns false when the thread was interrupted, which stays set. */
  boolean pause(long nanos);
}
