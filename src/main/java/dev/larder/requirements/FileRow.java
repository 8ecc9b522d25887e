package dev.larder.requirements;

import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The row of {@code requirements.txt} as it was read. Immutable.
 *
 * @param content the file, if the row has one
 * @param storedHash the hash that stands in the row, which need not be the content's
 * @param entityType what the row is used for
 * @param deleted whether it is marked as deleted
 * @param updatedAt when it was last changed, in UTC
 */
record FileRow(
    @Nullable String content,
    @Nullable String storedHash,
    @Nullable String entityType,
    boolean deleted,
    @Nullable LocalDateTime updatedAt) {

  static final String PATH = "requirements.txt";
  static final String ENTITY_TYPE = "requirements";

  private static final LocalDateTime EPOCH = LocalDateTime.of(1970, 1, 1, 0, 0);

  /** The requirements, if this row is in force: ours, not deleted, with something in it. */
  Optional<Requirements> requirements() {
    if (deleted || content == null || content.isBlank() || !ENTITY_TYPE.equals(entityType)) {
      return Optional.empty();
    }
    return Optional.of(Requirements.of(content));
  }

  /**
   * What a change of packages starts from. Also the file of a row that is used for something else:
   * it is taken over with what it holds, since starting empty would lose it. A deleted row starts
   * empty.
   */
  String editable() {
    return deleted || content == null ? "" : content;
  }

  /** Whether the row is in force and its hash is not the content's. */
  boolean hasDrifted() {
    return requirements().map(found -> !found.hash().equals(storedHash)).orElse(false);
  }

  /** The order of changes: {@code updated_at} in microseconds since 1970 UTC. */
  long version() {
    return updatedAt == null ? 0 : ChronoUnit.MICROS.between(EPOCH, updatedAt);
  }

  /** The time of a version. */
  static LocalDateTime timeOf(long version) {
    return EPOCH.plus(version, ChronoUnit.MICROS);
  }
}
