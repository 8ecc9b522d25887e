package dev.larder.cache.redis;

import dev.larder.cache.redis.LinkOpener.Login;
import dev.larder.cache.redis.RedisUrl.Address;
import java.util.List;
import java.util.function.Supplier;

/** One primary of a cluster, or a node that a key was said to be at, with its connections. */
final class ClusterNode implements Primary {

  private final Address address;
  private final Target target;
  private final RedisCalls calls;
  private final Supplier<SlotMap> slots;
  private volatile long namedAt = System.nanoTime();

  /**
   * Makes one; nothing is connected yet.
   *
   * @param slots what is known at present
   */
  ClusterNode(RedisSettings settings, LinkOpener opener, Address address, Supplier<SlotMap> slots) {
    this.address = address;
    this.slots = slots;
    this.target = new FixedTarget(opener, address, Login.ofServers(settings));
    this.calls = new RedisCalls(settings, opener, target);
  }

  @Override
  public String id() {
    return address.toString();
  }

  Address address() {
    return address;
  }

  RedisCalls calls() {
    return calls;
  }

  /** Another node said just now that a key is at this one. */
  void named() {
    namedAt = System.nanoTime();
  }

  /** When another node said last that a key is at this one. */
  long namedAt() {
    return namedAt;
  }

  @Override
  public Link open(long deadline) {
    return target.open(deadline, 0);
  }

  @Override
  public ServedKey servedKey(List<byte[]> prefixes) {
    return new ServedKey(address, slots, prefixes);
  }
}
