package dev.larder.cache.redis;

import dev.larder.cache.KeyScan;
import dev.larder.cache.ScanPage;
import dev.larder.cache.redis.RedisCalls.Repeat;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.Protocol.Keyword;

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

  private static final String START = "0";
  private static final Pattern CURSOR = Pattern.compile("[1-9][0-9]{0,19}");

  private final RedisCalls calls;

  RedisScan(RedisCalls calls) {
    this.calls = calls;
  }

  ScanPage page(KeyScan scan, @Nullable String cursor, int limit) {
    String at = cursor == null ? START : check(cursor);
    byte[] pattern = Utf8.bytes(scan.redisPattern());
    Predicate<String> matcher = scan.matcher();
    Set<String> found = new LinkedHashSet<>();
    long seen = 0;
    for (int round = 0; round < ROUNDS; round++) {
      int count = count(limit, found.size(), seen);
      Reply reply = scan(at, pattern, count);
      seen += count;
      at = reply.cursor();
      for (byte[] key : reply.keys()) {
        String text = Utf8.text(key);
        if (text != null && matcher.test(text)) {
          found.add(text);
        }
      }
      if (at.equals(START) || found.size() >= limit) {
        break;
      }
    }
    return new ScanPage(List.copyOf(found), at.equals(START) ? Optional.empty() : Optional.of(at));
  }

  /** As many as are likely to give what is still missing, judged by what was found so far. */
  private static int count(int limit, int found, long seen) {
    long likely = seen == 0 ? limit : (limit - found) * seen / Math.max(found, 1);
    return (int) Math.max(LEAST_COUNT, Math.min(BATCH, likely));
  }

  long delete(KeyScan scan) {
    byte[] pattern = Utf8.bytes(scan.redisPattern());
    Predicate<String> matcher = scan.matcher();
    long removed = 0;
    String at = START;
    do {
      Reply reply = scan(at, pattern, BATCH);
      at = reply.cursor();
      List<byte[]> batch = new ArrayList<>(reply.keys().size());
      for (byte[] key : reply.keys()) {
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
    } while (!at.equals(START));
    return removed;
  }

  private long unlink(List<byte[]> keys) {
    if (keys.isEmpty()) {
      return 0;
    }
    CommandArguments unlink = new CommandArguments(Command.UNLINK);
    long bytes = 0;
    for (byte[] key : keys) {
      unlink.add(key);
      bytes += key.length + 16;
    }
    return calls.call(Repeat.SAFE, bytes, connection -> (Long) connection.executeCommand(unlink));
  }

  private Reply scan(String cursor, byte[] pattern, int count) {
    CommandArguments scan =
        new CommandArguments(Command.SCAN)
            .add(Utf8.bytes(cursor))
            .add(Keyword.MATCH)
            .add(pattern)
            .add(Keyword.COUNT)
            .add(count);
    return calls.call(
        Repeat.SAFE,
        pattern.length,
        connection -> {
          List<?> reply = (List<?>) connection.executeCommand(scan);
          String next = Utf8.text((byte[]) reply.get(0));
          List<byte[]> keys = ((List<?>) reply.get(1)).stream().map(key -> (byte[]) key).toList();
          return new Reply(next == null ? START : next, keys);
        });
  }

  /** Redis takes any number, and lists something for it; so only what it may have given passes. */
  private static String check(String cursor) {
    boolean right = CURSOR.matcher(cursor).matches();
    if (right) {
      try {
        Long.parseUnsignedLong(cursor);
      } catch (NumberFormatException e) {
        right = false;
      }
    }
    if (!right) {
      throw new IllegalArgumentException("the cursor is not one of the Redis store");
    }
    return cursor;
  }

  private record Reply(String cursor, List<byte[]> keys) {}
}
