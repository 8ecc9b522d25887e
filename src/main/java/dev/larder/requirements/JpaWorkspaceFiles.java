package dev.larder.requirements;

import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Query;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The row by JPA. Changes are statements and not changes of a managed entity: they write just the
 * columns named, at once. Entities are detached as soon as they are read, so that each read asks
 * the database and none is answered from the persistence context.
 */
final class JpaWorkspaceFiles implements WorkspaceFiles {

  /** How long a statement may take, waiting for a lock included, in milliseconds. */
  private static final int TIMEOUT = 10_000;

  private final Supplier<EntityManager> transaction;

  /**
   * Makes it.
   *
   * @param transaction gives the entity manager of the thread's transaction
   */
  JpaWorkspaceFiles(Supplier<EntityManager> transaction) {
    this.transaction = transaction;
  }

  @Override
  public Optional<FileRow> find() {
    return read(LockModeType.NONE);
  }

  @Override
  public Optional<FileRow> lock() {
    return read(LockModeType.PESSIMISTIC_WRITE);
  }

  private Optional<FileRow> read(LockModeType mode) {
    EntityManager entities = transaction.get();
    List<WorkspaceFile> found =
        entities
            .createQuery("select f from WorkspaceFile f where f.path = :path", WorkspaceFile.class)
            .setParameter("path", FileRow.PATH)
            .setLockMode(mode)
            .setHint("jakarta.persistence.query.timeout", TIMEOUT)
            .getResultList();
    found.forEach(entities::detach);
    return found.stream().findFirst().map(WorkspaceFile::row);
  }

  /**
   * The value of git_status is written in the statement, where it fits a column of text and one of
   * an enum alike; a parameter would be text, which PostgreSQL does not take for an enum.
   */
  @Override
  public void insertIfAbsent(LocalDateTime now) {
    String empty = Requirements.of("").hash();
    bounded(
            transaction
                .get()
                .createNativeQuery(
                    "insert into workspace_files (id, path, content_hash, size_bytes, content_type,"
                        + " git_status, created_at, updated_at, is_deleted, is_workflow,"
                        + " is_data_provider, entity_type) values (?1, ?2, ?3, 0, 'text/plain',"
                        + " 'untracked', ?4, ?4, false, false, false, ?5) on conflict do nothing"))
        .setParameter(1, UUID.randomUUID())
        .setParameter(2, FileRow.PATH)
        .setParameter(3, empty)
        .setParameter(4, now)
        .setParameter(5, FileRow.ENTITY_TYPE)
        .executeUpdate();
  }

  @Override
  public void update(Requirements requirements, LocalDateTime updatedAt) {
    bounded(
            transaction
                .get()
                .createQuery(
                    "update WorkspaceFile f set f.content = :content, f.contentHash = :hash,"
                        + " f.sizeBytes = :size, f.entityType = :type, f.deleted = false,"
                        + " f.updatedAt = :now where f.path = :path"))
        .setParameter("content", requirements.content())
        .setParameter("hash", requirements.hash())
        .setParameter("size", requirements.sizeBytes())
        .setParameter("type", FileRow.ENTITY_TYPE)
        .setParameter("now", updatedAt)
        .setParameter("path", FileRow.PATH)
        .executeUpdate();
  }

  @Override
  public void touch(LocalDateTime updatedAt) {
    bounded(
            transaction
                .get()
                .createQuery("update WorkspaceFile f set f.updatedAt = :now where f.path = :path"))
        .setParameter("now", updatedAt)
        .setParameter("path", FileRow.PATH)
        .executeUpdate();
  }

  private static Query bounded(Query query) {
    return query.setHint("jakarta.persistence.query.timeout", TIMEOUT);
  }
}
