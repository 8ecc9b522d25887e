package dev.larder.cache.redis;

import dev.larder.cache.redis.RedisCalls.Repeat;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/** A Lua script, sent by its SHA-1, and as a whole when the server does not know it (any more). */
final class Lua {

  /** KEYS: the key. ARGV: the bytes expected, the value, and the TTL in ms or "". */
  static final Lua PUT_IF_EQUALS =
      new Lua(
          """
          if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
          if ARGV[3] == '' then redis.call('SET', KEYS[1], ARGV[2])
          else redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3]) end
          return 1
          """);

  /** KEYS: the key. ARGV: the bytes expected. */
  static final Lua DELETE_IF_EQUALS =
      new Lua(
          """
          if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
          return redis.call('UNLINK', KEYS[1])
          """);

  /**
   * KEYS: the key. ARGV: the bytes it is to begin with. One byte more than those is read: without
   * it, "" would be asked for as everything, since a range of Redis includes its end.
   */
  private static final String UNLESS_STARTS_WITH =
      """
      local head = redis.call('GETRANGE', KEYS[1], 0, #ARGV[1])
      if string.sub(head, 1, #ARGV[1]) ~= ARGV[1] then return 0 end
      if head == '' and redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
      """;

  /** KEYS: the key. ARGV: what it is to begin with, the value, and the TTL in ms or "". */
  static final Lua PUT_IF_STARTS_WITH =
      new Lua(
          UNLESS_STARTS_WITH
              + """
              if ARGV[3] == '' then redis.call('SET', KEYS[1], ARGV[2])
              else redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3]) end
              return 1
              """);

  /** KEYS: the key. ARGV: what it is to begin with. */
  static final Lua DELETE_IF_STARTS_WITH =
      new Lua(UNLESS_STARTS_WITH + "return redis.call('UNLINK', KEYS[1])\n");

  /**
   * The fence. Lua's numbers are doubles, so two canonical decimals of 64 bits are compared by
   * sign, then by the first and by the last ten of their digits, filled up with zeros.
   */
  private static final String FENCE =
      """
      local function parts(text)
        local sign, digits = string.match(text, '^(-?)([1-9]%d*)$')
        if not digits then
          if text ~= '0' then return nil end
          sign, digits = '', '0'
        end
        if #digits > 19 then return nil end
        digits = string.rep('0', 20 - #digits) .. digits
        local high, low = tonumber(string.sub(digits, 1, 10)), tonumber(string.sub(digits, 11))
        local last = sign == '-' and 6854775808 or 6854775807
        if high > 922337203 or (high == 922337203 and low > last) then return nil end
        if sign == '-' then return -high, -low end
        return high, low
      end
      local function above(a, b)
        local a1, a2 = parts(a)
        local b1, b2 = parts(b)
        if not a1 then return nil end
        return a1 > b1 or (a1 == b1 and a2 > b2)
      end
      if ARGV[2] == '0' then
        local fence = redis.call('GET', KEYS[2])
        if fence then
          local newer = above(fence, ARGV[1])
          if newer == nil then
            return redis.error_reply('ERR value is not an integer or out of range')
          end
          if newer then return 0 end
        end
      end
      """;

  /** KEYS: the key and its fence. ARGV: version, 1 to force, the value, and the TTL in ms or "". */
  static final Lua PUT_IF_NEWER =
      new Lua(
          FENCE
              + """
              redis.call('SET', KEYS[2], ARGV[1])
              if ARGV[4] == '' then redis.call('SET', KEYS[1], ARGV[3])
              else redis.call('SET', KEYS[1], ARGV[3], 'PX', ARGV[4]) end
              return 1
              """);

  /** KEYS: the key and its fence. ARGV: version, 1 to force. */
  static final Lua DELETE_IF_NEWER =
      new Lua(
          FENCE
              + """
              redis.call('SET', KEYS[2], ARGV[1])
              return redis.call('UNLINK', KEYS[1])
              """);

  /**
   * KEYS: the key and the other one. ARGV: what the other is to hold, the value, the TTL in ms or
   * "", and the bytes expected of the key itself, if it is not to be absent.
   */
  static final Lua PUT_IF_HELD =
      new Lua(
          """
          if redis.call('GET', KEYS[2]) ~= ARGV[1] then return 0 end
          if redis.call('GET', KEYS[1]) ~= (ARGV[4] or false) then return 0 end
          if ARGV[3] == '' then redis.call('SET', KEYS[1], ARGV[2])
          else redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3]) end
          redis.call('UNLINK', KEYS[2])
          return 1
          """);

  private final byte[] text;
  private final byte[] sha1;

  private Lua(String text) {
    this.text = text.getBytes(StandardCharsets.UTF_8);
    try {
      byte[] digest = MessageDigest.getInstance("SHA-1").digest(this.text);
      this.sha1 = HexFormat.of().formatHex(digest).getBytes(StandardCharsets.US_ASCII);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-1", e);
    }
  }

  /**
   * Runs the script, which answers 1 or 0, where its first key is.
   *
   * @param keys how many of the rest are keys, all of which have the same place
   */
  boolean run(Topology topology, int keys, byte[]... keysAndArguments) {
    Boolean result = run(topology, Command.EVALSHA, sha1, keys, keysAndArguments);
    if (result == null) {
      // It ran nothing, so this is no repetition.
      result = run(topology, Command.EVAL, text, keys, keysAndArguments);
    }
    return Boolean.TRUE.equals(result);
  }

  /**
   * Each form of the script is a call of its own, since the server that a key is at may change, and
   * be another one, between the two; returns {@code null} when the server does not know the script.
   */
  private static @Nullable Boolean run(
      Topology topology, Command command, byte[] script, int keys, byte[][] keysAndArguments) {
    CommandArguments arguments = new CommandArguments(command).add(script).add(keys);
    long bytes = script.length;
    for (byte[] each : keysAndArguments) {
      arguments.add(each);
      bytes += each.length;
    }
    return topology.<@Nullable Boolean>call(
        keysAndArguments[0],
        Repeat.UNSAFE,
        bytes,
        connection -> {
          try {
            return connection.executeCommand(arguments).equals(1L);
          } catch (JedisNoScriptException e) {
            return null;
          }
        });
  }
}
