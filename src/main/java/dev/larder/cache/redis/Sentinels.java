package dev.larder.cache.redis;

import dev.larder.cache.CacheException;
import dev.larder.cache.CacheException.Reason;
import dev.larder.cache.redis.LinkOpener.Login;
import dev.larder.cache.redis.RedisUrl.Address;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol.Command;

/**
 * The sentinels of a URL, and what they name. Those that answer are asked before those that do not.
 * Not thread-safe.
 */
final class Sentinels {

  private final LinkOpener opener;
  private final String master;
  private final Login login;

  /** The one that answered last comes first. */
  private final List<Address> sentinels;

  Sentinels(RedisSettings settings, LinkOpener opener) {
    RedisUrl url = settings.url();
    this.opener = opener;
    this.master = Objects.requireNonNull(url.master());
    this.login = Login.ofSentinels(settings);
    this.sentinels = new ArrayList<>(url.addresses());
  }

  /** Returns them in the order in which they are to be asked. */
  List<Address> inOrder() {
    return List.copyOf(sentinels);
  }

  /** A sentinel is the first to be asked from now on. */
  void prefer(Address sentinel) {
    sentinels.remove(sentinel);
    sentinels.add(0, sentinel);
  }

  /**
   * Asks one of them for the primary.
   *
   * @throws CacheException when it does not answer, or names none
   */
  Address ask(Address sentinel, long deadline) {
    try {
      return opener.ask(sentinel, login, deadline, this::named);
    } catch (Unreached e) {
      throw new Unreached("no sentinel answers", e.getCause());
    } catch (CacheException e) {
      throw new CacheException(e.reason(), "a sentinel gives no answer: " + e.getMessage(), e);
    }
  }

  private Address named(Connection connection) {
    Object reply =
        connection.executeCommand(
            new CommandArguments(Command.SENTINEL).add("GET-MASTER-ADDR-BY-NAME").add(master));
    if (!(reply instanceof List<?> parts) || parts.size() != 2) {
      throw new CacheException(Reason.UNAVAILABLE, "it knows no master of the name in the URL");
    }
    String host = Utf8.text((byte[]) parts.get(0));
    String port = Utf8.text((byte[]) parts.get(1));
    return new Address(
        Objects.requireNonNull(host), Integer.parseInt(Objects.requireNonNull(port)));
  }

  /**
   * Asks one after the other until the majority names the same primary, and returns what most name;
   * where that is not clear, or none answers, the present one.
   */
  Address mostNamed(Address present, long deadline) {
    Map<Address, Integer> votes = new HashMap<>();
    int left = sentinels.size();
    int majority = left / 2 + 1;
    for (Address sentinel : inOrder()) {
      long now = System.nanoTime();
      Address named = askOrPutLast(sentinel, now + (deadline - now) / left--);
      if (named != null && votes.merge(named, 1, Integer::sum) == majority) {
        return named;
      }
    }
    Address most = present;
    for (Map.Entry<Address, Integer> each : votes.entrySet()) {
      if (each.getValue() > votes.getOrDefault(most, 0)) {
        most = each.getKey();
      }
    }
    return most;
  }

  private @Nullable Address askOrPutLast(Address sentinel, long deadline) {
    try {
      return ask(sentinel, deadline);
    } catch (CacheException e) {
      // Those that answer are asked before it from now on, and are enough when they agree.
      sentinels.remove(sentinel);
      sentinels.add(sentinel);
      return null;
    }
  }
}
