package dev.larder.cache.redis;

import dev.larder.cache.redis.RedisCalls.Repeat;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.Protocol.Keyword;

/** A walk over the keys of one server, by the cursor that the server gives. */
final class ServerWalk implements KeyWalk {

  private static final String START = "0";
  private static final Pattern CURSOR = Pattern.compile("[1-9][0-9]{0,19}");

  private final RedisCalls calls;
  private String at;
  private boolean ended;

  ServerWalk(RedisCalls calls, @Nullable String cursor) {
    this.calls = calls;
    this.at = cursor == null ? START : check(cursor);
  }

  @Override
  public List<byte[]> next(byte[] pattern, int count) {
    CommandArguments scan =
        new CommandArguments(Command.SCAN)
            .add(Utf8.bytes(at))
            .add(Keyword.MATCH)
            .add(pattern)
            .add(Keyword.COUNT)
            .add(count);
    List<?> reply =
        calls.call(
            Repeat.SAFE, pattern.length, connection -> (List<?>) connection.executeCommand(scan));
    String next = Utf8.text((byte[]) reply.get(0));
    at = next == null ? START : next;
    ended = at.equals(START);
    return ((List<?>) reply.get(1)).stream().map(key -> (byte[]) key).toList();
  }

  @Override
  public @Nullable String cursor() {
    return ended ? null : at;
  }

  /** Redis takes any number, and lists something for it; so only what it may have given passes. */
  static String check(String cursor) {
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
}
