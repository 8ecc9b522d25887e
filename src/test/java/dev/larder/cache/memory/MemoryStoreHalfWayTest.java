package dev.larder.cache.memory;

import static java.lang.Thread.State.TERMINATED;
import static java.lang.Thread.State.TIMED_WAITING;
import static java.lang.Thread.State.WAITING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.cache.CacheEvents;
import dev.larder.cache.KeyScan;
import dev.larder.cache.Ttl;
import dev.larder.cache.WriteCondition;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What others see of a writer that was stopped in the middle of its write. */
class MemoryStoreHalfWayTest {

  /** A store whose clock stops one thread as soon as others can read a key. */
  private static final class Stopping {
    private final String key;
    private final CountDownLatch halfWay = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final AtomicBoolean looking = new AtomicBoolean();
    private final MemoryStore store = new MemoryStore(1 << 20, this::clock, CacheEvents.NONE);
    private final Thread first;

    Stopping(String key, Consumer<MemoryStore> write) {
      this.key = key;
      this.first = new Thread(() -> write.accept(store));
      store.start();
      first.start();
      awaitUninterruptibly(halfWay);
    }

    private long clock() {
      if (Thread.currentThread() == first && looking.compareAndSet(false, true)) {
        if (store.exists(key)) {
          halfWay.countDown();
          awaitUninterruptibly(goOn);
        } else {
          looking.set(false);
        }
      }
      return 0;
    }

    void goOn() throws InterruptedException {
      goOn.countDown();
      first.join(30_000);
      assertThat(first.isAlive()).isFalse();
    }
  }

  @Test
  void whoWritesAKeyFindsItAlsoWhenTheFirstWriterHasStoppedHalfWay() throws Exception {
    Stopping stopping = new Stopping("new", store -> store.put("new", new byte[1], Ttl.NONE));
    MemoryStore store = stopping.store;
    try {
      store.put("new", new byte[2], Ttl.NONE);
      assertThat(store.scan(KeyScan.of("", "*"), null, 10).keys()).containsExactly("new");
    } finally {
      stopping.goOn();
    }
    assertThat(store.get("new").orElseThrow()).hasSize(2);
    assertThat(store.deleteMatching(KeyScan.of("", "*"))).isEqualTo(1);
    assertThat(store.open().keysFrom("", true)).isEmpty();
  }

  @Test
  void anOlderVersionThatStoppedHalfWayDoesNotOverwriteANewerOne() throws Exception {
    Stopping stopping =
        new Stopping(
            "fence",
            store -> store.putIf("k", new byte[1], Ttl.NONE, WriteCondition.ifNewer("fence", 1)));
    MemoryStore store = stopping.store;
    Thread newer =
        new Thread(
            () -> store.putIf("k", new byte[2], Ttl.NONE, WriteCondition.ifNewer("fence", 2)));
    newer.start();
    // It waits for the first one, or, if nothing makes it wait, is done.
    await().until(() -> EnumSet.of(WAITING, TIMED_WAITING, TERMINATED).contains(newer.getState()));
    stopping.goOn();
    newer.join(30_000);
    assertThat(store.get("fence")).contains("2".getBytes(StandardCharsets.UTF_8));
    assertThat(store.get("k").orElseThrow()).hasSize(2);
  }

  @Test
  void whatAPatternRemovesIsGoneWhenItReturnsAlsoIfItIsBeingEvicted() throws Exception {
    CountDownLatch evicting = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    CacheEvents stopping =
        new CacheEvents() {
          @Override
          public void evicted(long bytes) {
            evicting.countDown();
            awaitUninterruptibly(goOn);
          }
        };
    MemoryStore store = new MemoryStore(100_000, System::nanoTime, stopping);
    store.start();
    AtomicInteger written = new AtomicInteger();
    AtomicInteger left = new AtomicInteger(-1);
    Thread writer =
        new Thread(
            () -> {
              while (evicting.getCount() > 0) {
                store.put("k" + written.get(), new byte[500], Ttl.NONE);
                written.incrementAndGet();
              }
            });
    writer.start();
    awaitUninterruptibly(evicting);
    int before = written.get();
    Thread removing =
        new Thread(
            () -> {
              store.deleteMatching(KeyScan.of("", "*"));
              int found = 0;
              for (int i = 0; i < before; i++) {
                found += store.get("k" + i).isPresent() ? 1 : 0;
              }
              left.set(found);
            });
    removing.start();
    // It waits for the eviction, or, if nothing makes it wait, is done.
    await()
        .until(() -> EnumSet.of(WAITING, TIMED_WAITING, TERMINATED).contains(removing.getState()));
    goOn.countDown();
    writer.join(30_000);
    removing.join(30_000);
    assertThat(before).isPositive();
    assertThat(left).hasValue(0);
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
