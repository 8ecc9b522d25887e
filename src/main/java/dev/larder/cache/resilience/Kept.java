package dev.larder.cache.resilience;

import dev.larder.cache.KeyScan;
import dev.larder.cache.Leases;

/** A removal that was accepted and is still to be carried out. Immutable. */
sealed interface Kept {

  /** Whether it removes leases, which go before all other keys: see {@link Leases}. */
  boolean isLease();

  /** The removal of one key, as the store has it. */
  record Key(String key) implements Kept {
    @Override
    public boolean isLease() {
      return key.startsWith(Leases.PREFIX);
    }
  }

  /** The removal of everything that a scan selects. */
  record Scan(KeyScan scan) implements Kept {
    @Override
    public boolean isLease() {
      return scan.literalPrefix().startsWith(Leases.PREFIX);
    }
  }
}
