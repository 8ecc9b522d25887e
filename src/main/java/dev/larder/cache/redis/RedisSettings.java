package dev.larder.cache.redis;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How the Redis store reaches its server. Instances are immutable; {@link #toString()} never shows
 * the password. A call takes at most about {@code poolMaxWait + connectTimeout + 2 × timeout}, and
 * once more {@code connectTimeout + 2 × timeout} when a pooled connection turns out to be broken.
 *
 * @param url the server and the login
 * @param connectTimeout how long a connection may take to be made, name look-up included, from 1 ms
 *     to 1 hour
 * @param timeout how long the server may be silent in an answer, from 1 ms to 1 hour
 * @param poolMaxSize how many connections there may be at a time, from 1 to 10000
 * @param poolMaxWait how long a call waits for a free connection, from 0 to 1 hour
 * @param tlsCa a PEM file with the certificates trusted for {@code rediss://}, or {@code null} for
 *     those that the JVM trusts
 */
public record RedisSettings(
    RedisUrl url,
    Duration connectTimeout,
    Duration timeout,
    int poolMaxSize,
    Duration poolMaxWait,
    @Nullable Path tlsCa) {

  private static final Duration LONGEST = Duration.ofHours(1);

  /** Checks every setting, and that they fit together. */
  public RedisSettings {
    Objects.requireNonNull(url);
    between("larder.redis.connect-timeout", connectTimeout, Duration.ofMillis(1));
    between("larder.redis.timeout", timeout, Duration.ofMillis(1));
    between("larder.redis.pool.max-wait", poolMaxWait, Duration.ZERO);
    if (poolMaxSize < 1 || poolMaxSize > 10_000) {
      throw new IllegalArgumentException(
          "larder.redis.pool.max-size is " + poolMaxSize + "; allowed: 1 to 10000");
    }
    if (tlsCa != null && !url.tls()) {
      throw new IllegalArgumentException(
          "larder.redis.tls.ca is set, but larder.cache.url begins with redis://, which does not"
              + " encrypt; use rediss:// or remove larder.redis.tls.ca");
    }
  }

  /** Begins with a URL and the defaults. */
  public static Builder builder(RedisUrl url) {
    return new Builder(url);
  }

  /** Begins with the text of a URL, as {@link RedisUrl#parse} reads it, and the defaults. */
  public static Builder builder(String url) {
    return new Builder(RedisUrl.parse(url));
  }

  private static void between(String key, Duration value, Duration least) {
    if (value.compareTo(least) < 0 || value.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          key + " is " + value + "; allowed: " + least.toMillis() + "ms to 1h");
    }
  }

  /** The settings while they are gathered, with the defaults. Not thread-safe. */
  public static final class Builder {
    private final RedisUrl url;
    private Duration connectTimeout = Duration.ofSeconds(1);
    private Duration timeout = Duration.ofSeconds(1);
    private int poolMaxSize = 32;
    private Duration poolMaxWait = Duration.ofMillis(500);
    private @Nullable Path tlsCa;

    private Builder(RedisUrl url) {
      this.url = url;
    }

    /** Sets how long a connection may take to be made; 1 s by default. */
    public Builder connectTimeout(Duration connectTimeout) {
      this.connectTimeout = connectTimeout;
      return this;
    }

    /** Sets how long the server may be silent in an answer; 1 s by default. */
    public Builder timeout(Duration timeout) {
      this.timeout = timeout;
      return this;
    }

    /** Sets how many connections there may be at a time; 32 by default. */
    public Builder poolMaxSize(int poolMaxSize) {
      this.poolMaxSize = poolMaxSize;
      return this;
    }

    /** Sets how long a call waits for a free connection; 500 ms by default. */
    public Builder poolMaxWait(Duration poolMaxWait) {
      this.poolMaxWait = poolMaxWait;
      return this;
    }

    /** Sets the PEM file with the certificates that are trusted; the JVM's by default. */
    public Builder tlsCa(@Nullable Path tlsCa) {
      this.tlsCa = tlsCa;
      return this;
    }

    /**
     * Makes the settings.
     *
     * @throws IllegalArgumentException when one is out of its range, or two contradict each other
     */
    public RedisSettings build() {
      return new RedisSettings(url, connectTimeout, timeout, poolMaxSize, poolMaxWait, tlsCa);
    }
  }
}
