package dev.larder.cache.redis;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How the Redis store reaches its server or servers. Instances are immutable; {@link #toString()}
 * never shows a password. A call takes at most about {@code poolMaxWait + connectTimeout + 2 ×
 * timeout}, and once more {@code connectTimeout + 2 × timeout} when a pooled connection turns out
 * to be broken. While sentinels or a cluster have to be asked who serves a key now, a call may take
 * {@code connectTimeout + timeout} more for the answer, and as long again for the server they name;
 * one call in five seconds asks them whether the primary is the right one, for at most {@code
 * timeout}, and the one that learns of another {@code connectTimeout + timeout} more to reach it.
 *
 * @param url the server or servers, and the login
 * @param connectTimeout {@code larder.redis.connect-timeout}: how long a connection may take to be
 *     made, name look-up included, from 1 ms to 1 hour
 * @param timeout {@code larder.redis.timeout}: how long the server may be silent in an answer, from
 *     1 ms to 1 hour
 * @param poolMaxSize {@code larder.redis.pool.max-size}: how many connections there may be to one
 *     server at a time, from 1 to 10000
 * @param poolMaxWait {@code larder.redis.pool.max-wait}: how long a call waits for a free
 *     connection, from 0 to 1 hour
 * @param tlsCa {@code larder.redis.tls.ca}: a PEM file with the certificates trusted for {@code
 *     rediss}, or {@code null} for those that the JVM trusts
 * @param tlsCert {@code larder.redis.tls.cert}: a PEM file with the certificate this client shows,
 *     and after it those between it and its authority; {@code null} when it shows none
 * @param tlsKey {@code larder.redis.tls.key}: a PEM file with the private key of {@code tlsCert},
 *     PKCS#8 and not encrypted; {@code null} exactly when that is
 * @param sentinelUser {@code larder.redis.sentinel.user}: the ACL user at the sentinels, or {@code
 *     null} for their default user
 * @param sentinelPassword {@code larder.redis.sentinel.password}: the password at the sentinels, or
 *     {@code null} when none is sent to them
 */
public record RedisSettings(
    RedisUrl url,
    Duration connectTimeout,
    Duration timeout,
    int poolMaxSize,
    Duration poolMaxWait,
    @Nullable Path tlsCa,
    @Nullable Path tlsCert,
    @Nullable Path tlsKey,
    @Nullable String sentinelUser,
    @Nullable String sentinelPassword) {

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
    needsTls("larder.redis.tls.ca", tlsCa, url);
    needsTls("larder.redis.tls.cert", tlsCert, url);
    needsTls("larder.redis.tls.key", tlsKey, url);
    if ((tlsCert == null) != (tlsKey == null)) {
      throw new IllegalArgumentException(
          "of larder.redis.tls.cert and larder.redis.tls.key only "
              + (tlsKey == null ? "larder.redis.tls.cert" : "larder.redis.tls.key")
              + " is set; a client certificate needs both");
    }
    if (sentinelUser != null && sentinelPassword == null) {
      throw new IllegalArgumentException(
          "larder.redis.sentinel.user is set without larder.redis.sentinel.password");
    }
    if (sentinelPassword != null && url.mode() != RedisUrl.Mode.SENTINEL) {
      throw new IllegalArgumentException(
          "larder.redis.sentinel.password is set, but larder.cache.url names no sentinels; use"
              + " redis+sentinel:// or remove it");
    }
  }

  private static void needsTls(String key, @Nullable Path value, RedisUrl url) {
    if (value != null && !url.tls()) {
      throw new IllegalArgumentException(
          key
              + " is set, but larder.cache.url begins with redis, which does not encrypt; use"
              + " rediss:// (rediss+sentinel://, rediss+cluster://) or remove "
              + key);
    }
  }

  @Override
  public String toString() {
    return "RedisSettings[url="
        + url
        + ", connectTimeout="
        + connectTimeout
        + ", timeout="
        + timeout
        + ", poolMaxSize="
        + poolMaxSize
        + ", poolMaxWait="
        + poolMaxWait
        + ", tlsCa="
        + tlsCa
        + ", tlsCert="
        + tlsCert
        + ", sentinelUser="
        + sentinelUser
        + "]";
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
    private @Nullable Path tlsCert;
    private @Nullable Path tlsKey;
    private @Nullable String sentinelUser;
    private @Nullable String sentinelPassword;

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

    /** Sets the PEM file with the certificate that this client shows; none by default. */
    public Builder tlsCert(@Nullable Path tlsCert) {
      this.tlsCert = tlsCert;
      return this;
    }

    /** Sets the PEM file with the private key of that certificate; none by default. */
    public Builder tlsKey(@Nullable Path tlsKey) {
      this.tlsKey = tlsKey;
      return this;
    }

    /** Sets the ACL user at the sentinels; their default user by default. */
    public Builder sentinelUser(@Nullable String sentinelUser) {
      this.sentinelUser = sentinelUser;
      return this;
    }

    /** Sets the password at the sentinels; none by default. */
    public Builder sentinelPassword(@Nullable String sentinelPassword) {
      this.sentinelPassword = sentinelPassword;
      return this;
    }

    /**
     * Makes the settings.
     *
     * @throws IllegalArgumentException when one is out of its range, or two contradict each other
     */
    public RedisSettings build() {
      return new RedisSettings(
          url,
          connectTimeout,
          timeout,
          poolMaxSize,
          poolMaxWait,
          tlsCa,
          tlsCert,
          tlsKey,
          sentinelUser,
          sentinelPassword);
    }
  }
}
