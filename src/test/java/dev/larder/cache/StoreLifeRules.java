package dev.larder.cache;

import static dev.larder.cache.StoreRules.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The contract of stores: start, close, and what is told of the state. */
public interface StoreLifeRules extends StoreRules {

  @Test
  default void aSecondStartKeepsWhatIsThere() {
    put("k", "v");
    store().start();
    assertThat(read("k")).isEqualTo("v");
  }

  @Test
  default void anOpenStoreAnswersAPing() {
    store().ping(Duration.ofSeconds(1));
    assertThat(store().status().state()).isEqualTo("up");
    assertThat(store().name()).isNotBlank();
  }

  @Test
  default void aClosedStoreSaysSoToEveryOperation() {
    put("k", "1");
    store().close();
    store().close();
    byte[] v = bytes("v");
    KeyScan all = KeyScan.of("", "*");
    Map<String, ThrowingCallable> operations = new LinkedHashMap<>();
    operations.put("get", () -> store().get("k"));
    operations.put("entry", () -> store().entry("k"));
    operations.put("getAll", () -> store().getAll(List.of("k")));
    operations.put("put", () -> store().put("k", v, Ttl.NONE));
    operations.put("putIf", () -> store().putIf("k", v, Ttl.NONE, WriteCondition.ifAbsent()));
    operations.put("delete", () -> store().delete("k"));
    operations.put("deleteIf", () -> store().deleteIf("k", WriteCondition.ifEquals(v)));
    operations.put("exists", () -> store().exists("k"));
    operations.put("increment", () -> store().increment("k", 1));
    operations.put("scan", () -> store().scan(all, null, 10));
    operations.put("deleteMatching", () -> store().deleteMatching(all));
    operations.put("ping", () -> store().ping(Duration.ofSeconds(1)));
    operations.forEach(
        (name, operation) -> {
          CacheException refusal = catchThrowableOfType(CacheException.class, operation);
          assertThat(refusal).as(name).isNotNull();
          assertThat(refusal.reason()).as(name).isEqualTo(CacheException.Reason.STOPPED);
        });
    // A bulk write answers for each key, or for all of them at once.
    Map<String, CacheException> failures;
    try {
      failures = store().putAll(Map.of("k", v), Ttl.NONE);
    } catch (CacheException e) {
      failures = Map.of("k", e);
    }
    assertThat(failures).containsOnlyKeys("k");
    assertThat(failures.get("k").reason()).isEqualTo(CacheException.Reason.STOPPED);
    assertThat(store().status().state()).isNotEqualTo("up");
  }
}
