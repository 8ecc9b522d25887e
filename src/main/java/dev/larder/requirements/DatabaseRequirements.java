package dev.larder.requirements;

import dev.larder.cache.CacheException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The operations over the row and its copy: each changes the row, and has it published. */
final class DatabaseRequirements implements RequirementsCache {

  /** A row that another program removes again and again is not waited for. */
  private static final int INSERT_ATTEMPTS = 3;

  private final Transactions transactions;
  private final WorkspaceFiles files;
  private final SharedCopy copy;
  private final Clock clock;
  private final Duration bound;
  private final CopyKeeper keeper;

  /**
   * @param bound how long a call waits for the cache to be written
   */
  DatabaseRequirements(
      Transactions transactions,
      WorkspaceFiles files,
      SharedCopy copy,
      Clock clock,
      Duration bound,
      CopyKeeper keeper) {
    this.transactions = transactions;
    this.files = files;
    this.copy = copy;
    this.clock = clock;
    this.bound = bound;
    this.keeper = keeper;
  }

  @Override
  public Optional<Requirements> get() {
    if (transactions.isActive()) {
      transactions.afterCommit(keeper::lookNow);
      return row();
    }
    if (keeper.isBehind()) {
      return row();
    }
    SharedCopy.Look look;
    try {
      look = copy.look();
    } catch (CacheException e) {
      // Counted and logged by the cache module; the row is as good an answer.
      return row();
    }
    if (look.requirements().isPresent()) {
      return look.requirements();
    }
    Optional<Requirements> row = row();
    if (row.isPresent() || look.present()) {
      keeper.publishAndWait(bound);
    }
    return row;
  }

  @Override
  public boolean set(String content, String hash) {
    Requirements given = new Requirements(content, hash);
    Optional<FileRow> row = transactions.join(files::find);
    if (row.isPresent()) {
      return publish().filter(given::equals).isPresent();
    }
    if (given.isBlank()) {
      throw new IllegalArgumentException("blank requirements are not cached");
    }
    if (transactions.isActive()) {
      transactions.afterCommit(() -> keeper.writeWithoutRow(given));
      return true;
    }
    return copy.writeWithoutRow(given);
  }

  @Override
  public boolean warm() {
    return publish().isPresent();
  }

  /** Caches the row, or promises to; returns what it is. */
  private Optional<Requirements> publish() {
    if (transactions.isActive()) {
      transactions.afterCommit(keeper::publish);
      return row();
    }
    Published published = keeper.publishAndWait(bound);
    if (published instanceof Published.Cached cached) {
      return Optional.of(cached.requirements());
    }
    if (published instanceof Published.Failed failed) {
      if (failed.cause() instanceof CacheException || failed.cause() instanceof DatabaseException) {
        throw failed.cause();
      }
      throw new CacheException(
          CacheException.Reason.UNAVAILABLE, "the cache was not written in time", failed.cause());
    }
    return Optional.empty();
  }

  @Override
  public SaveResult save(String content, SaveCondition condition) {
    Requirements requirements = Requirements.of(content);
    boolean saved =
        changing(
            () -> {
              Optional<FileRow> row = files.lock();
              if (!condition.holds(row.flatMap(FileRow::requirements))) {
                return false;
              }
              FileRow target = row.orElseGet(this::inserted);
              if (!condition.holds(target.requirements())) {
                return false;
              }
              write(target, requirements);
              return true;
            });
    if (!saved) {
      throw new RequirementsChangedException();
    }
    return new SaveResult(requirements, published());
  }

  @Override
  public PackageResult addPackage(String name, @Nullable String version) {
    PackageSpec spec = PackageSpec.parse(name, version);
    return edit(true, file -> file.add(spec));
  }

  @Override
  public PackageResult removePackage(String name) {
    PackageName parsed = PackageName.parse(name);
    return edit(false, file -> file.remove(parsed));
  }

  @Override
  public RequirementsStatus status() {
    return keeper.status();
  }

  /** What an edit came to; a conflict is carried out of the transaction, which goes on. */
  private record Edit(
      Requirements requirements,
      boolean updated,
      boolean hashesDropped,
      @Nullable PackageConflictException conflict) {}

  /**
   * @param takesOver whether a row that is not in force gets into force even if the file stays
   */
  private PackageResult edit(
      boolean takesOver, Function<RequirementsFile, RequirementsChange> change) {
    Edit edit = changing(() -> edited(takesOver, change));
    if (edit.conflict() != null) {
      throw edit.conflict();
    }
    boolean cached = edit.updated() ? published() : !keeper.isBehind();
    return new PackageResult(edit.requirements(), edit.updated(), edit.hashesDropped(), cached);
  }

  private Edit edited(boolean takesOver, Function<RequirementsFile, RequirementsChange> change) {
    Optional<FileRow> row = files.lock();
    if (row.isEmpty() && takesOver) {
      row = Optional.of(inserted());
    }
    String before = row.map(FileRow::editable).orElse("");
    RequirementsChange changed;
    try {
      changed = change.apply(RequirementsFile.parse(before));
    } catch (PackageConflictException e) {
      return new Edit(Requirements.of(before), false, false, e);
    }
    Requirements after = Requirements.of(changed.file().text());
    boolean inForce = row.flatMap(FileRow::requirements).isPresent();
    if (row.isEmpty() || !(changed.changed() || (takesOver && !inForce))) {
      return new Edit(after, false, false, null);
    }
    write(row.get(), after);
    return new Edit(after, true, changed.hashesDropped(), null);
  }

  /** Inserts the row unless another transaction does, and locks it. */
  private FileRow inserted() {
    for (int i = 0; i < INSERT_ATTEMPTS; i++) {
      files.insertIfAbsent(LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC));
      Optional<FileRow> row = files.lock();
      if (row.isPresent()) {
        return row.get();
      }
    }
    throw new IllegalStateException(
        "the row of " + FileRow.PATH + " is removed as soon as it is inserted");
  }

  private void write(FileRow row, Requirements requirements) {
    files.update(requirements, Publication.nextVersion(Optional.of(row), clock));
  }

  private <T> T changing(Supplier<T> change) {
    if (transactions.isActive()) {
      // Before the change, so that no change goes without it.
      transactions.afterCommit(keeper::publish);
    }
    try {
      return transactions.join(change);
    } catch (DatabaseException e) {
      // The connection may have been lost after the commit was carried out.
      keeper.lookNow();
      throw e;
    }
  }

  /** Whether the change is in the cache now. */
  private boolean published() {
    return !transactions.isActive() && keeper.publishAndWait(bound) instanceof Published.Cached;
  }

  private Optional<Requirements> row() {
    return transactions.join(files::find).flatMap(FileRow::requirements);
  }
}
