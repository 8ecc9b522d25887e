package dev.larder.cache.redis;

import dev.larder.cache.CacheException;
import dev.larder.cache.KeyScan;
import dev.larder.cache.ScanPage;
import dev.larder.cache.redis.Topology.Keyed;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/**
 * Listing and removal of keys by SCAN. The server selects by the pattern, and every key is tested
 * once more here: it must begin with the literal prefix, match, and be accepted, before it is shown
 * or removed.
 */
final class RedisScan {

  /** The largest COUNT, and the most keys of one UNLINK. */
  private static final int BATCH = 1_000;

  private static final int LEAST_COUNT = 10;

  /** The most round trips of one page; they look at some 100,000 keys. */
  private static final int ROUNDS = 100;

  private final Topology topology;

  RedisScan(Topology topology) {
    this.topology = topology;
  }

  ScanPage page(KeyScan scan, @Nullable String cursor, int limit) {
    KeyWalk walk = topology.walk(cursor);
    byte[] pattern = Utf8.bytes(scan.redisPattern());
    Predicate<String> matcher = scan.matcher();
    Set<String> found = new LinkedHashSet<>();
    long seen = 0;
    int round = 0;
    do {
      requireWanted();
      int count = count(limit, found.size(), seen);
      List<byte[]> keys = walk.next(pattern, count);
      seen += count;
      for (byte[] key : keys) {
        String text = Utf8.text(key);
        if (text != null && matcher.test(text)) {
          found.add(text);
        }
      }
      round++;
    } while (walk.cursor() != null && found.size() < limit && round < ROUNDS);
    return new ScanPage(List.copyOf(found), Optional.ofNullable(walk.cursor()));
  }

  /** As many as are likely to give what is still missing, judged by what was found so far. */
  private static int count(int limit, int found, long seen) {
    long likely = seen == 0 ? limit : (limit - found) * seen / Math.max(found, 1);
    return (int) Math.max(LEAST_COUNT, Math.min(BATCH, likely));
  }

  long delete(KeyScan scan) {
    KeyWalk walk = topology.walk(null);
    byte[] pattern = Utf8.bytes(scan.redisPattern());
    Predicate<String> matcher = scan.matcher();
    long removed = 0;
    do {
      requireWanted();
      List<byte[]> keys = walk.next(pattern, BATCH);
      List<byte[]> batch = new ArrayList<>(keys.size());
      for (byte[] key : keys) {
        String text = Utf8.text(key);
        if (text != null && matcher.test(text)) {
          batch.add(key);
        }
        if (batch.size() == BATCH) {
          removed += unlink(batch);
          batch.clear();
        }
      }
      removed += unlink(batch);
    } while (walk.cursor() != null);
    return removed;
  }

  /** A caller who is interrupted does not want the rest any more. */
  private static void requireWanted() {
    if (Thread.currentThread().isInterrupted()) {
      throw RedisErrors.interrupted();
    }
  }

  private long unlink(List<byte[]> keys) {
    if (keys.isEmpty()) {
      return 0;
    }
    List<Keyed> commands = new ArrayList<>();
    long bytes = 0;
    CommandArguments all = new CommandArguments(Command.UNLINK);
    for (byte[] key : keys) {
      bytes += key.length + 16;
      if (topology.isOneServer()) {
        all.add(key);
      } else {
        // One command must not be about several slots; nor about one that is just being moved.
        commands.add(new Keyed(key, new CommandArguments(Command.UNLINK).add(key)));
      }
    }
    if (topology.isOneServer()) {
      commands.add(new Keyed(keys.get(0), all));
    }
    long removed = 0;
    for (Object result : topology.callAll(commands, bytes)) {
      if (result instanceof CacheException e) {
        throw e;
      }
      removed += (Long) result;
    }
    return removed;
  }
}
