package dev.larder.requirements;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The requirements that Python workers install: one row of the table {@code workspace_files}, which
 * is the truth, and its copy in the cache, which workers read under the key {@code
 * bifrost:requirements:content}. Injected by CDI; thread-safe.
 *
 * <p><b>The cache may lag behind the database, and never goes back.</b> Whatever several processes
 * and threads save at once, the copy follows the order of their commits. When the cache is away a
 * save stands all the same, and the copy is written when the cache is back. The copy is refreshed
 * before its 24 hours end.
 *
 * <p><b>Transactions.</b> Every method takes part in the caller's transaction if there is one, and
 * never ends it. Its work on the cache is done after that transaction commits, and not at all if it
 * is rolled back; inside it, reads see its own saves. Exceptions of {@link
 * IllegalArgumentException} kind and conflicts leave the caller's transaction as it was.
 *
 * <p>Content with a NUL or a lone surrogate is an {@link IllegalArgumentException}. Every wait is
 * bounded; a database that does not answer is a {@link DatabaseException}.
 */
public interface RequirementsCache {

  /**
   * Returns the requirements: the cached copy, or the row's, which is cached then. Inside a
   * transaction, and while the cache is away, the row's. Empty if there is no row in force, or only
   * white space in it.
   */
  Optional<Requirements> get();

  /**
   * Caches the requirements for 86,400 seconds, if they are the ones in the database or there never
   * were any; otherwise the database's are cached.
   *
   * @return whether it was those given; inside a transaction, whether they are the row's and will
   *     be cached
   * @throws IllegalArgumentException if the hash is not the content's
   * @throws dev.larder.cache.CacheException if the cache does not answer
   */
  boolean set(String content, String hash);

  /**
   * Caches the requirements of the row; removes the cached copy if there is no row in force.
   *
   * @return whether there was one
   * @throws dev.larder.cache.CacheException if the cache does not answer
   */
  boolean warm();

  /** Saves the requirements, whatever they were, and caches them. */
  default SaveResult save(String content) {
    return save(content, SaveCondition.none());
  }

  /**
   * Saves and caches the requirements if the row, locked, meets a condition. A row of the same path
   * that is marked as deleted, or used for something else, is taken over. Outside a transaction it
   * returns when they are cached, or when the bound on waiting for that is reached.
   *
   * @throws RequirementsChangedException if it does not
   */
  SaveResult save(String content, SaveCondition condition);

  /**
   * Has the requirements ask for a package; every other line stays as it is.
   *
   * @param name name and extras, such as {@code uvicorn[standard]}
   * @param version a PEP 440 version or conditions on it; null for any
   * @throws InvalidPackageException if they are no such thing
   * @throws PackageConflictException if the package is there in a form that cannot be changed
   */
  PackageResult addPackage(String name, @Nullable String version);

  /**
   * Takes a package out of the requirements, in whatever spelling; every other line stays as it is.
   *
   * @throws InvalidPackageException if it is no package name
   * @throws PackageConflictException if it cannot be taken out safely
   */
  PackageResult removePackage(String name);

  /** Returns what is known of the cached copy, without asking anybody. */
  RequirementsStatus status();
}
