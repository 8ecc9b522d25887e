package dev.larder.entries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.larder.cache.CacheEvents;
import dev.larder.cache.CacheModule;
import dev.larder.cache.CacheModuleBuilder;
import dev.larder.cache.json.JacksonCodec;
import dev.larder.cache.memory.MemoryStore;
import dev.larder.rest.EntityTags;
import dev.larder.rest.ProblemException;
import dev.larder.rest.ProblemType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ConditionalChangeTest {

  private final CacheModule cache =
      new CacheModuleBuilder(
              new MemoryStore(10 << 20, System::nanoTime, CacheEvents.NONE), new JacksonCodec())
          .build();

  @BeforeEach
  void start() {
    cache.start();
  }

  @AfterEach
  void stop() {
    cache.stop();
  }

  @Test
  void ifMatchLosesNoUpdateOfManyWriters() throws Exception {
    int writers = 8;
    int updates = 200;
    cache.set("n", bytes("0"));
    ExecutorService executor = Executors.newFixedThreadPool(writers);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < writers; i++) {
        all.add(
            executor.submit(
                () -> {
                  for (int done = 0; done < updates; ) {
                    byte[] seen = cache.get("n").orElseThrow();
                    int next = Integer.parseInt(text(seen)) + 1;
                    if (attempt(ifMatch(EntityTag.of(seen)), "" + next)) {
                      done++;
                    }
                  }
                }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    } finally {
      executor.shutdownNow();
    }
    assertThat(text(cache.get("n").orElseThrow())).isEqualTo("" + writers * updates);
  }

  @Test
  void ofManyWritersThatAskForNoEntryOneWins() throws Exception {
    for (int round = 0; round < 200; round++) {
      cache.delete("n");
      ExecutorService executor = Executors.newFixedThreadPool(4);
      AtomicInteger won = new AtomicInteger();
      try {
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          String value = "" + i;
          all.add(
              executor.submit(
                  () -> {
                    if (attempt(new Conditions(null, new EntityTags(true, List.of())), value)) {
                      won.incrementAndGet();
                    }
                  }));
        }
        for (Future<?> one : all) {
          one.get();
        }
      } finally {
        executor.shutdownNow();
      }
      assertThat(won).hasValue(1);
    }
  }

  @Test
  void aConditionThatDoesNotHoldChangesNothing() {
    cache.set("n", bytes("old"));
    Conditions wrong = ifMatch("\"x\"");
    assertFails(() -> change(wrong).set(bytes("new"), CacheModule.DEFAULT_TTL));
    assertFails(() -> change(wrong).delete());
    Conditions present =
        new Conditions(null, EntityTags.parse(List.of(EntityTag.of(bytes("old")))));
    assertFails(() -> change(present).set(bytes("new"), CacheModule.DEFAULT_TTL));
    assertFails(() -> change(present).delete());
    assertThat(cache.get("n")).hasValueSatisfying(v -> assertThat(text(v)).isEqualTo("old"));
    change(ifMatch(EntityTag.of(bytes("old")))).delete();
    assertThat(cache.exists("n")).isFalse();
    assertFails(() -> change(new Conditions(new EntityTags(true, List.of()), null)).delete());
  }

  private boolean attempt(Conditions conditions, String value) {
    try {
      change(conditions).set(bytes(value), CacheModule.DEFAULT_TTL);
      return true;
    } catch (ProblemException e) {
      assertThat(e.type()).isEqualTo(ProblemType.PRECONDITION_FAILED);
      return false;
    }
  }

  private ConditionalChange change(Conditions conditions) {
    return new ConditionalChange(cache, "n", conditions);
  }

  private static Conditions ifMatch(String tag) {
    return new Conditions(new EntityTags(false, List.of(tag)), null);
  }

  private static void assertFails(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(call)
        .satisfies(e -> assertThat(e.type()).isEqualTo(ProblemType.PRECONDITION_FAILED));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
