package dev.larder.requirements;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.LocalDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code workspace_files}, with the columns that Larder reads. The others belong to the
 * platform and are not mapped, so that no update touches them.
 */
@Entity
@Table(name = "workspace_files")
class WorkspaceFile {

  @Id private @Nullable UUID id;

  @Column(length = 1000, nullable = false, unique = true)
  private @Nullable String path;

  @Column(name = "content_hash", length = 64, nullable = false)
  private @Nullable String contentHash;

  @Column(name = "size_bytes", nullable = false)
  private int sizeBytes;

  @Column(name = "entity_type", length = 20)
  private @Nullable String entityType;

  // An existing table may allow null here.
  @Column(name = "is_deleted")
  private @Nullable Boolean deleted;

  // In UTC, without zone. java.time.Instant is stored as bytes by one of the two providers.
  @Column(name = "updated_at")
  private @Nullable LocalDateTime updatedAt;

  // No @Lob: on PostgreSQL that would be a large object for one of the two providers.
  @Column(columnDefinition = "text")
  private @Nullable String content;

  /** For the persistence provider. */
  protected WorkspaceFile() {}

  FileRow row() {
    return new FileRow(content, contentHash, entityType, Boolean.TRUE.equals(deleted), updatedAt);
  }
}
