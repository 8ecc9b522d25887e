package dev.larder.requirements;

import java.time.LocalDateTime;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The row with pauses before and after each step, and a record of its versions. */
final class WatchedFiles implements WorkspaceFiles {

  private final WorkspaceFiles files;
  private final Map<String, NavigableSet<Long>> history;
  private final Random random;

  WatchedFiles(WorkspaceFiles files, Map<String, NavigableSet<Long>> history, long seed) {
    this.files = files;
    this.history = history;
    this.random = new Random(seed);
  }

  private void pause() {
    int micros;
    synchronized (random) {
      micros = random.nextInt(4) == 0 ? random.nextInt(3_000) : 0;
    }
    LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(micros));
  }

  @Override
  public Optional<FileRow> find() {
    pause();
    return files.find();
  }

  @Override
  public Optional<FileRow> lock() {
    pause();
    Optional<FileRow> row = files.lock();
    pause();
    return row;
  }

  @Override
  public void insertIfAbsent(LocalDateTime now) {
    pause();
    files.insertIfAbsent(now);
  }

  @Override
  public void update(Requirements requirements, LocalDateTime updatedAt) {
    history
        .computeIfAbsent(requirements.hash(), hash -> new ConcurrentSkipListSet<>())
        .add(new FileRow(requirements.content(), null, null, false, updatedAt).version());
    files.update(requirements, updatedAt);
    pause();
  }

  @Override
  public void touch(LocalDateTime updatedAt) {
    files.touch(updatedAt);
  }
}
