package dev.larder.cache.redis;

import dev.larder.cache.redis.LinkOpener.Login;
import dev.larder.cache.redis.RedisUrl.Address;

/** One primary of a cluster, or a node that a key was said to be at, with its connections. */
final class ClusterNode implements Primary {

  private final Address address;
  private final Target target;
  private final RedisCalls calls;
  private volatile long namedAt = System.nanoTime();

  ClusterNode(RedisSettings settings, LinkOpener opener, Address address) {
    this.address = address;
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
}
