package dev.larder.requirements;

import java.util.Optional;
import java.util.Set;

/** What must be true of the requirements in the database for them to be replaced. Immutable. */
public sealed interface SaveCondition {

  /** Whatever they are. */
  static SaveCondition none() {
    return new None();
  }

  /** There are some. */
  static SaveCondition present() {
    return new Present();
  }

  /** There are none. */
  static SaveCondition absent() {
    return new Absent();
  }

  /** There are some, and their hash is one of these. */
  static SaveCondition hashIn(Set<String> hashes) {
    return new HashIn(hashes);
  }

  /** Whether it is true of what is there now. */
  boolean holds(Optional<Requirements> current);

  /** See {@link #none}. */
  record None() implements SaveCondition {
    @Override
    public boolean holds(Optional<Requirements> current) {
      return true;
    }
  }

  /** See {@link #present}. */
  record Present() implements SaveCondition {
    @Override
    public boolean holds(Optional<Requirements> current) {
      return current.isPresent();
    }
  }

  /** See {@link #absent}. */
  record Absent() implements SaveCondition {
    @Override
    public boolean holds(Optional<Requirements> current) {
      return current.isEmpty();
    }
  }

  /**
   * See {@link #hashIn}.
   *
   * @param hashes in lower-case hexadecimal digits
   */
  record HashIn(Set<String> hashes) implements SaveCondition {
    /** Copies the set. */
    public HashIn {
      hashes = Set.copyOf(hashes);
    }

    @Override
    public boolean holds(Optional<Requirements> current) {
      return current.map(Requirements::hash).filter(hashes::contains).isPresent();
    }
  }
}
