package dev.larder.requirements;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Many threads that change the packages of one requirements file through several services at once,
 * and readers of the cached copy meanwhile. What it checks afterwards:
 *
 * <ol>
 *   <li><b>No lost update.</b> The row names exactly the packages whose addition was acknowledged
 *       last, and none whose removal was.
 *   <li><b>The copy never goes back.</b> The copies that one reader sees one after another can be
 *       given versions of the row that never fall.
 *   <li><b>The copy never goes away</b> once there was one, since the row is always in force.
 *   <li><b>What was said to be cached is.</b> A read of the copy that begins after a change was
 *       answered with "cached" shows that change or a later one.
 * </ol>
 */
final class Hammer {

  private final long seed;
  private final List<RequirementsCache> services;
  private final Supplier<Optional<Requirements>> cachedCopy;

  private final AtomicInteger versions = new AtomicInteger();
  private final AtomicInteger acknowledgedAsCached = new AtomicInteger();
  private final AtomicInteger conflicts = new AtomicInteger();
  private final Map<String, String> expected = Collections.synchronizedMap(new TreeMap<>());
  private final List<List<String>> sightings = Collections.synchronizedList(new ArrayList<>());
  private final List<Ack> acks = Collections.synchronizedList(new ArrayList<>());
  private volatile boolean ended;

  /** The hash of a change that was said to be cached, and of the copy that was read afterwards. */
  private record Ack(String changed, String seen) {}

  Hammer(long seed, List<RequirementsCache> services, Supplier<Optional<Requirements>> cachedCopy) {
    this.seed = seed;
    this.services = services;
    this.cachedCopy = cachedCopy;
  }

  /** Changes as often as asked, in so many threads of each service, while two readers look. */
  void run(int threadsPerService, int changesPerThread) throws Exception {
    services.get(0).save("# base\n");
    List<Callable<Void>> writers = new ArrayList<>();
    for (int service = 0; service < services.size(); service++) {
      for (int thread = 0; thread < threadsPerService; thread++) {
        int number = service * threadsPerService + thread;
        RequirementsCache target = services.get(service);
        writers.add(
            () -> {
              write(number, target, new Random(seed * 31 + number), changesPerThread);
              return null;
            });
      }
    }
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      List<Future<?>> readers = List.of(threads.submit(this::look), threads.submit(this::look));
      for (Future<Void> writer : threads.invokeAll(writers)) {
        writer.get();
      }
      ended = true;
      for (Future<?> reader : readers) {
        reader.get();
      }
    } finally {
      ended = true;
      threads.shutdown();
      assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    }
  }

  private void write(int number, RequirementsCache service, Random random, int changes) {
    for (int i = 0; i < changes; i++) {
      String name = "t" + number + "-p" + random.nextInt(6);
      String version = Integer.toString(versions.incrementAndGet());
      int kind = random.nextInt(10);
      if (kind < 5) {
        PackageResult added = service.addPackage(name, version);
        assertThat(added.updated()).isTrue();
        expected.put(name, version);
        acknowledged(added.requirements(), added.cached());
      } else if (kind < 8) {
        PackageResult removed = service.removePackage(name);
        assertThat(removed.updated()).isEqualTo(expected.remove(name) != null);
        if (removed.updated()) {
          acknowledged(removed.requirements(), removed.cached());
        }
      } else {
        replace(service, name, version);
      }
    }
  }

  /** Reads the file, changes it, and saves it if nobody else has changed it meanwhile. */
  private void replace(RequirementsCache service, String name, String version) {
    Requirements before = service.get().orElseThrow();
    String content =
        RequirementsFile.parse(before.content())
            .add(PackageSpec.parse(name, version))
            .file()
            .text();
    try {
      SaveResult saved = service.save(content, SaveCondition.hashIn(Set.of(before.hash())));
      expected.put(name, version);
      acknowledged(saved.requirements(), saved.cached());
    } catch (RequirementsChangedException e) {
      conflicts.incrementAndGet();
    }
  }

  private void acknowledged(Requirements changed, boolean cached) {
    if (cached) {
      acknowledgedAsCached.incrementAndGet();
      acks.add(new Ack(changed.hash(), cachedCopy.get().orElseThrow().hash()));
    }
  }

  private void look() {
    List<String> seen = new ArrayList<>();
    sightings.add(seen);
    while (!ended) {
      Optional<Requirements> copy = cachedCopy.get();
      if (copy.isEmpty()) {
        if (!seen.isEmpty()) {
          seen.add("nothing");
        }
      } else if (seen.isEmpty() || !seen.get(seen.size() - 1).equals(copy.get().hash())) {
        seen.add(copy.get().hash());
      }
    }
  }

  /**
   * Checks what is promised.
   *
   * @param history the versions of the row, by the hash of the content they had
   */
  void check(Requirements row, Map<String, NavigableSet<Long>> history) {
    Set<String> lines = new TreeSet<>(row.content().lines().toList());
    Set<String> wanted = new TreeSet<>(Set.of("# base"));
    expected.forEach((name, version) -> wanted.add(name + "==" + version));
    assertThat(lines).as("seed %s: packages", seed).isEqualTo(wanted);
    int changes = 0;
    for (List<String> seen : sightings) {
      checkOrder(seen, history);
      changes += seen.size();
    }
    for (Ack ack : acks) {
      assertThat(history.get(ack.seen()).last())
          .as("seed %s: the copy read after a change was said to be cached", seed)
          .isGreaterThanOrEqualTo(history.get(ack.changed()).first());
    }
    System.out.printf(
        "hammer, seed %d: %d versions of the row, %d said to be cached, %d saves refused,"
            + " %d copies seen%n",
        seed, history.size(), acknowledgedAsCached.get(), conflicts.get(), changes);
    assertThat(changes).as("copies seen").isGreaterThan(2);
  }

  /** A content may come again, so each copy is given the first version it can have by then. */
  private void checkOrder(List<String> seen, Map<String, NavigableSet<Long>> history) {
    long at = Long.MIN_VALUE;
    for (String hash : seen) {
      assertThat(history).as("seed %s: versions of a copy that was seen", seed).containsKey(hash);
      Long next = history.get(hash).ceiling(at);
      assertThat(next).as("seed %s: the copy went back", seed).isNotNull();
      at = next;
    }
  }
}
