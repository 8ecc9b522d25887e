package dev.larder.http.jaxrs;

import dev.larder.cache.CacheException;
import dev.larder.cache.Leases;
import dev.larder.http.storage.ResponseStore.Found;
import dev.larder.http.storage.ResponseStore.Ticket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

/**
 * Collapsed forwarding across nodes: whose turn it is to run a resource. The leader of a flight of
 * this node takes a lease for what it is about to compute; on another node the leader waits for it.
 * Thread-safe.
 *
 * <p>The lease is named by the flight and by the generations of the ticket. So a request that comes
 * after an invalidation does not wait for one that began before it: they have no generation in
 * common. Leases decide about nothing else here: what may be stored the tickets say.
 */
final class NodeTurns {

  private static final String NAME = "larder:flight:";

  private final Leases leases;

  NodeTurns(Leases leases) {
    this.leases = leases;
  }

  /** A turn; it is given back once. */
  final class Turn {
    private final Leases.Lease lease;

    private Turn(Leases.Lease lease) {
      this.lease = lease;
    }

    /** Gives it back; whatever the store does, this throws nothing. */
    void end(FlightResult result) {
      try {
        if (result == FlightResult.UNCACHEABLE) {
          leases.releaseWithNothing(lease);
        } else {
          leases.release(lease);
        }
      } catch (CacheException e) {
        // Told by the store's own state; the lease expires.
        return;
      }
    }
  }

  /** Returns the name of the turn for what is about to be computed. */
  static String name(Found found, Ticket ticket) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(found.flightKey().getBytes(StandardCharsets.UTF_8));
      sha256.update(ticket.mark().getBytes(StandardCharsets.UTF_8));
      return NAME + Base64.getUrlEncoder().withoutPadding().encodeToString(sha256.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  /**
   * Takes the turn of a name unless somebody has it.
   *
   * @throws CacheException when the store fails
   */
  Optional<Turn> tryTake(String name) {
    return leases.tryAcquire(name).map(Turn::new);
  }

  /**
   * Waits while somebody has the turn.
   *
   * @return whether he has it still, or what he got is of no use to anybody else
   * @throws CacheException when the store fails
   */
  Leases.State await(String name, Duration atMost) {
    return leases.await(name, atMost);
  }
}
