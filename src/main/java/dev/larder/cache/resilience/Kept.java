package dev.larder.cache.resilience;

import dev.larder.cache.KeyScan;

/** A removal that was accepted and is still to be carried out. Immutable. */
sealed interface Kept {

  /** The removal of one key, as the store has it. */
  record Key(String key) implements Kept {}

  /** The removal of everything that a scan selects. */
  record Scan(KeyScan scan) implements Kept {}
}
