package dev.larder.cache.redis;

import dev.larder.cache.redis.LinkOpener.Login;
import dev.larder.cache.redis.RedisUrl.Address;

/** Always the same server. */
final class FixedTarget implements Target {

  private final LinkOpener opener;
  private final Address address;
  private final Login login;

  FixedTarget(LinkOpener opener, Address address, Login login) {
    this.opener = opener;
    this.address = address;
    this.login = login;
  }

  /** The only server of a URL. */
  FixedTarget(RedisSettings settings, LinkOpener opener) {
    this(opener, settings.url().addresses().get(0), Login.ofServers(settings));
  }

  @Override
  public Link open(long deadline, int generation) {
    return opener.open(address, login, deadline, generation);
  }

  @Override
  public long openNanos() {
    return opener.openNanos();
  }
}
