package dev.larder.cache;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The condition of a conditional write or removal. Instances are immutable. */
public sealed interface WriteCondition {

  /** Returns the condition that the key has no live entry. It makes no sense for a removal. */
  static WriteCondition ifAbsent() {
    return new IfAbsent();
  }

  /** Returns the condition that the key holds exactly these bytes. */
  static WriteCondition ifEquals(byte[] expected) {
    return new IfEquals(expected.clone());
  }

  /**
   * Returns the condition that the key holds a value that begins with these bytes; an empty array
   * means any value, the empty one included. So a value may carry a mark in front by which it is
   * known to be still the same one, whatever else in it has changed.
   */
  static WriteCondition ifStartsWith(byte[] prefix) {
    return new IfStartsWith(prefix.clone());
  }

  /**
   * Returns the condition that nothing newer was written: the fence key holds no version above this
   * one. When it holds, the fence takes this version, without expiry, in the same atomic step; so a
   * write that was delayed for long cannot undo a later one. The same version may be written again.
   */
  static WriteCondition ifNewer(String fenceKey, long version) {
    return new IfNewer(fenceKey, version, false);
  }

  /**
   * Returns a condition that always holds and sets the fence to this version, also to a lower one:
   * for repair after the database or Redis was restored from an older state.
   */
  static WriteCondition forceVersion(String fenceKey, long version) {
    return new IfNewer(fenceKey, version, true);
  }

  /**
   * Returns the condition that another key holds exactly these bytes, and that a further condition
   * holds for the key itself. When something is stored, the other key is removed in the same atomic
   * step: so a lease is given back by the write that it allowed.
   *
   * <p>It is atomic with regard to removals: whoever removes the other key, and then the key,
   * leaves nothing behind that was stored on this condition.
   *
   * @param otherKey in Redis Cluster of the same slot as the key written
   * @param then {@link IfAbsent} or {@link IfEquals}
   * @throws IllegalArgumentException when {@code then} is another condition
   */
  static WriteCondition ifHeld(String otherKey, byte[] token, WriteCondition then) {
    return new IfHeld(otherKey, token.clone(), then);
  }

  /** The key has no live entry. */
  record IfAbsent() implements WriteCondition {}

  /** The key holds exactly these bytes. */
  final class IfEquals implements WriteCondition {
    private final byte[] expected;

    private IfEquals(byte[] expected) {
      this.expected = expected;
    }

    /** Returns the bytes expected; they must not be changed. */
    public byte[] expected() {
      return expected;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof IfEquals that && Arrays.equals(expected, that.expected);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(expected);
    }
  }

  /** The key holds a value that begins with these bytes. */
  final class IfStartsWith implements WriteCondition {
    private final byte[] prefix;

    private IfStartsWith(byte[] prefix) {
      this.prefix = prefix;
    }

    /** Returns the bytes it is to begin with; they must not be changed. */
    public byte[] prefix() {
      return prefix;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof IfStartsWith that && Arrays.equals(prefix, that.prefix);
    }

    @Override
    public int hashCode() {
      return 31 * Arrays.hashCode(prefix);
    }
  }

  /**
   * The fence key holds no version above this one.
   *
   * @param fenceKey the key of the fence; in Redis Cluster of the same slot as the key written
   * @param version the version of what is written
   * @param force whether to write whatever the fence holds
   */
  record IfNewer(String fenceKey, long version, boolean force) implements WriteCondition {
    /** Checks the fence key. */
    public IfNewer {
      Objects.requireNonNull(fenceKey);
    }
  }

  /** Another key holds exactly these bytes, and a further condition holds for the key itself. */
  final class IfHeld implements WriteCondition {
    private final String otherKey;
    private final byte[] token;
    private final WriteCondition then;

    private IfHeld(String otherKey, byte[] token, WriteCondition then) {
      if (!(then instanceof IfAbsent || then instanceof IfEquals)) {
        throw new IllegalArgumentException("only absence or equality can be asked for besides");
      }
      this.otherKey = Objects.requireNonNull(otherKey);
      this.token = token;
      this.then = then;
    }

    /** Returns the other key. */
    public String otherKey() {
      return otherKey;
    }

    /** Returns the bytes that the other key is to hold; they must not be changed. */
    public byte[] token() {
      return token;
    }

    /** Returns the condition for the key itself. */
    public WriteCondition then() {
      return then;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof IfHeld that
          && otherKey.equals(that.otherKey)
          && Arrays.equals(token, that.token)
          && then.equals(that.then);
    }

    @Override
    public int hashCode() {
      return 31 * (31 * otherKey.hashCode() + Arrays.hashCode(token)) + then.hashCode();
    }
  }
}
