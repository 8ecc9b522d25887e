package dev.larder.cache.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.testing.RedisProcess;
import dev.larder.testing.TcpProxy;

/** The ways in which a Redis that keeps its data goes away and comes back. */
enum Outage {
  /** The server stands still, with all connections open. */
  FROZEN {
    @Override
    void begin(RedisProcess redis, TcpProxy proxy, RawGet early, String key) {
      redis.freeze();
      // A server that stands still changes nothing, so the answer holds until it thaws.
      early.send(key);
    }

    @Override
    boolean proveAndEnd(
        RedisProcess redis, TcpProxy proxy, RawGet early, String key, String value) {
      redis.thaw();
      // The removal that the node had sent, and gave up, may come to its turn before the question.
      String answer = early.receive();
      assertThat(answer).isIn(value, null);
      return answer != null;
    }
  },

  /** The connections are cut, and none can be made. */
  CUT {
    @Override
    void begin(RedisProcess redis, TcpProxy proxy, RawGet early, String key) {
      proxy.cut();
    }

    @Override
    boolean proveAndEnd(
        RedisProcess redis, TcpProxy proxy, RawGet early, String key, String value) {
      assertThat(early.get(key)).isEqualTo(value);
      proxy.restore();
      return true;
    }
  },

  /** Nothing arrives, and what was sent arrives late. */
  BLACK_HOLE {
    @Override
    void begin(RedisProcess redis, TcpProxy proxy, RawGet early, String key) {
      proxy.blackHole();
    }

    @Override
    boolean proveAndEnd(
        RedisProcess redis, TcpProxy proxy, RawGet early, String key, String value) {
      assertThat(early.get(key)).isEqualTo(value);
      proxy.restore();
      return true;
    }
  },

  /** The server is killed, and comes back with what its AOF has. */
  RESTARTED {
    @Override
    void begin(RedisProcess redis, TcpProxy proxy, RawGet early, String key) {
      redis.kill();
    }

    @Override
    boolean proveAndEnd(
        RedisProcess redis, TcpProxy proxy, RawGet early, String key, String value) {
      // The node must not be quicker than the proof.
      proxy.cut();
      redis.restart();
      try (RawGet late = new RawGet(redis.port())) {
        assertThat(late.get(key)).isEqualTo(value);
      }
      proxy.restore();
      return true;
    }
  };

  /**
   * Begins it.
   *
   * @param early a connection of its own to the server
   */
  abstract void begin(RedisProcess redis, TcpProxy proxy, RawGet early, String key);

  /**
   * Ends it, having shown by the connection of its own that the value was there until then; returns
   * false when that could not be shown.
   */
  abstract boolean proveAndEnd(
      RedisProcess redis, TcpProxy proxy, RawGet early, String key, String value);
}
