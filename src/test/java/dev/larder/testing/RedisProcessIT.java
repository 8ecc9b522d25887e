package dev.larder.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;

class RedisProcessIT {

  @Test
  void aStartedServerAnswersUnderItsUrlWithThePasswordItWasGiven() {
    try (RedisProcess redis = RedisProcess.start("--requirepass", "secret");
        Jedis jedis = new Jedis(redis.url())) {
      assertThat(redis.url()).isEqualTo("redis://:secret@127.0.0.1:" + redis.port());
      jedis.set("key", "value");
      assertThat(jedis.get("key")).isEqualTo("value");
    }
  }

  @Test
  void aKilledServerIsGoneAndComesBackEmptyOnTheSamePort() {
    try (RedisProcess redis = RedisProcess.start()) {
      try (Jedis jedis = new Jedis(redis.url())) {
        jedis.set("key", "value");
        redis.kill();
        assertThat(redis.isRunning()).isFalse();
        assertThatThrownBy(() -> jedis.get("key")).isInstanceOf(JedisConnectionException.class);
      }
      redis.restart();
      try (Jedis jedis = new Jedis(redis.url())) {
        assertThat(jedis.get("key")).isNull();
      }
    }
  }

  @Test
  void dataSurvivesAKillWhenThePersistenceIsAskedFor() {
    try (RedisProcess redis =
        RedisProcess.start("--appendonly", "yes", "--appendfsync", "always")) {
      try (Jedis jedis = new Jedis(redis.url())) {
        jedis.set("key", "value");
      }
      redis.kill();
      redis.restart();
      try (Jedis jedis = new Jedis(redis.url())) {
        assertThat(jedis.get("key")).isEqualTo("value");
      }
    }
  }

  @Test
  void aFrozenServerKeepsItsConnectionsAndIsSilentUntilItThaws() {
    try (RedisProcess redis = RedisProcess.start();
        Jedis jedis = new Jedis("127.0.0.1", redis.port(), 300)) {
      jedis.set("key", "value");
      redis.freeze();
      assertThatThrownBy(() -> jedis.get("key"))
          .hasRootCauseInstanceOf(SocketTimeoutException.class);
      redis.thaw();
      try (Jedis again = new Jedis(redis.url())) {
        assertThat(again.get("key")).isEqualTo("value");
      }
    }
  }

  @Test
  void aServerThatIsNotStartedListensNowhereUntilItIs() {
    try (RedisProcess redis = RedisProcess.notStarted()) {
      assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), redis.port()).close())
          .isInstanceOf(ConnectException.class);
      redis.restart();
      try (Jedis jedis = new Jedis(redis.url())) {
        assertThat(jedis.ping()).isEqualTo("PONG");
      }
    }
  }

  @Test
  void aWrongArgumentFailsAtOnceAndSaysWhatTheServerSaid() {
    assertThatThrownBy(() -> RedisProcess.start("--no-such-option", "1"))
        .hasMessageContaining("no-such-option");
  }

  @Test
  void closingEndsAFrozenServerToo() {
    RedisProcess redis = RedisProcess.start();
    redis.freeze();
    redis.close();
    assertThat(redis.isRunning()).isFalse();
  }
}
