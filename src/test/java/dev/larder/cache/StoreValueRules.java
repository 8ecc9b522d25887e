package dev.larder.cache;

import static dev.larder.cache.StoreRules.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The contract of stores: keys and values, one by one and in bulk. */
public interface StoreValueRules extends StoreRules {

  @Test
  default void everyKeyAndItsValueComeBackAsStored() {
    for (int i = 0; i < HOSTILE_KEYS.size(); i++) {
      put(HOSTILE_KEYS.get(i), "value " + i);
    }
    for (int i = 0; i < HOSTILE_KEYS.size(); i++) {
      String key = HOSTILE_KEYS.get(i);
      assertThat(read(key)).isEqualTo("value " + i);
      assertThat(store().entry(key)).hasValueSatisfying(e -> assertThat(e.ttl()).isEmpty());
      assertThat(store().exists(key)).isTrue();
    }
    assertThat(store().getAll(HOSTILE_KEYS)).extracting(StoreRules::text).doesNotContainNull();
    assertThat(scanAll("", "*")).containsExactlyInAnyOrderElementsOf(HOSTILE_KEYS);
    for (String key : HOSTILE_KEYS) {
      assertThat(store().delete(key)).as("delete '%s'", key).isTrue();
      assertThat(store().get(key)).isEmpty();
      assertThat(store().exists(key)).isFalse();
      assertThat(store().delete(key)).isFalse();
    }
  }

  @Test
  default void everyValueComesBackByteForByte() {
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    byte[] large = new byte[1 << 20];
    new Random(1).nextBytes(large);
    List<byte[]> values =
        List.of(new byte[0], new byte[] {0}, new byte[] {(byte) 0xff}, bytes("\r\n"), all, large);
    for (byte[] value : values) {
      store().put("k", value, Ttl.NONE);
      assertThat(store().get("k")).contains(value);
      assertThat(store().entry("k").orElseThrow().value()).isEqualTo(value);
      assertThat(store().getAll(List.of("k")).get(0)).contains(value);
    }
  }

  @Test
  default void aMissingKeyIsNoError() {
    assertThat(store().get("missing")).isEmpty();
    assertThat(store().entry("missing")).isEmpty();
    assertThat(store().exists("missing")).isFalse();
    assertThat(store().delete("missing")).isFalse();
    assertThat(store().getAll(List.of("missing", "missing")))
        .containsExactly(Optional.empty(), Optional.empty());
  }

  @Test
  default void whatIsReadForReadingOnlyIsWhatOthersRead() {
    byte[] large = new byte[300_000];
    new Random(2).nextBytes(large);
    for (byte[] value : List.of(new byte[0], bytes("value"), large)) {
      store().put("k", value, Ttl.NONE);
      assertThat(store().getShared("k")).contains(value);
      List<Optional<byte[]>> all = store().getAllShared(List.of("missing", "k", "k"));
      assertThat(all.get(0)).isEmpty();
      assertThat(all.get(1)).contains(value);
      assertThat(all.get(2)).contains(value);
    }
    store().put("k", bytes("short"), Ttl.of(Duration.ofMillis(200)));
    byte[] held = store().getShared("k").orElseThrow();
    elapse(Duration.ofMillis(300));
    assertThat(store().getShared("k")).isEmpty();
    assertThat(store().getAllShared(List.of("k")).get(0)).isEmpty();
    put("k", "other");
    assertThat(held).isEqualTo(bytes("short"));
  }

  @Test
  default void headsTellLengthTtlAndBeginning() {
    byte[] large = new byte[300_000];
    new Random(3).nextBytes(large);
    store().put("large", large, Ttl.NONE);
    store().put("empty", new byte[0], Ttl.NONE);
    store().put("brief", bytes("value"), Ttl.of(Duration.ofMinutes(1)));
    store().put("600", Arrays.copyOf(large, 600), Ttl.NONE);
    store().put("601", Arrays.copyOf(large, 601), Ttl.NONE);
    List<Optional<EntryHead>> heads =
        store().heads(List.of("601", "missing", "brief", "empty", "large", "600", "brief"), 600);
    assertThat(heads)
        .extracting(head -> head.map(EntryHead::length).orElse(null))
        .containsExactly(601L, null, 5L, 0L, 300_000L, 600L, 5L);
    assertThat(heads.get(0)).hasValueSatisfying(head -> assertHead(head, large, 512));
    assertThat(heads.get(2))
        .hasValueSatisfying(
            head -> {
              assertThat(head.beginning()).isEqualTo(bytes("value"));
              assertThat(head.isWhole()).isTrue();
              assertThat(head.ttl().orElseThrow())
                  .isBetween(Duration.ofSeconds(30), Duration.ofMinutes(1));
            });
    assertThat(heads.get(3)).hasValueSatisfying(head -> assertThat(head.isWhole()).isTrue());
    assertThat(heads.get(4)).hasValueSatisfying(head -> assertHead(head, large, 512));
    assertThat(heads.get(5)).hasValueSatisfying(head -> assertHead(head, large, 600));
    assertThat(store().heads(List.of("large"), 300_000).get(0))
        .hasValueSatisfying(head -> assertHead(head, large, 300_000));
    assertThat(store().heads(List.of("brief"), 0).get(0))
        .hasValueSatisfying(head -> assertThat(head.beginning()).isEqualTo(bytes("value")));
    assertThat(store().heads(List.of(), 600)).isEmpty();
    heads.get(2).orElseThrow().beginning()[0] = 'X';
    assertThat(read("brief")).isEqualTo("value");
  }

  private static void assertHead(EntryHead head, byte[] value, int shown) {
    assertThat(head.beginning()).isEqualTo(Arrays.copyOf(value, shown));
    assertThat(head.isWhole()).isEqualTo(head.length() == shown);
    assertThat(head.ttl()).isEmpty();
  }

  @Test
  default void headsOfMoreKeysThanOneRoundTripTakes() {
    Map<String, byte[]> items = new LinkedHashMap<>();
    for (int i = 0; i < 1_100; i++) {
      items.put("k" + i, bytes("v".repeat(i % 7)));
    }
    assertThat(store().putAll(items, Ttl.NONE)).isEmpty();
    List<Optional<EntryHead>> heads = store().heads(List.copyOf(items.keySet()), 600);
    assertThat(heads).hasSize(1_100);
    for (int i = 0; i < heads.size(); i++) {
      assertThat(heads.get(i).orElseThrow().length()).isEqualTo(i % 7);
    }
  }

  @Test
  default void aHeadEndsWithItsEntry() {
    put("k", "value", Duration.ofMillis(200));
    assertThat(store().heads(List.of("k"), 600).get(0)).isPresent();
    elapse(Duration.ofMillis(300));
    assertThat(store().heads(List.of("k"), 600).get(0)).isEmpty();
  }

  @Test
  default void aSecondValueReplacesTheFirst() {
    put("k", "a long first value");
    put("k", "2");
    assertThat(read("k")).isEqualTo("2");
    put("k", "");
    assertThat(read("k")).isEmpty();
    assertThat(store().exists("k")).isTrue();
  }

  @Test
  default void laterChangesToAnArrayHandedOverChangeNothing() {
    byte[] value = bytes("value");
    Map<String, byte[]> items = new LinkedHashMap<>();
    items.put("all", value);
    store().put("put", value, Ttl.NONE);
    store().putIf("if", value, Ttl.NONE, WriteCondition.ifAbsent());
    store().putAll(items, Ttl.NONE);
    value[0] = 'X';
    items.clear();
    assertThat(read("put")).isEqualTo("value");
    assertThat(read("if")).isEqualTo("value");
    assertThat(read("all")).isEqualTo("value");
  }

  @Test
  default void laterChangesToAnArrayReceivedChangeNothing() {
    put("k", "value");
    store().get("k").orElseThrow()[0] = 'X';
    store().entry("k").orElseThrow().value()[0] = 'X';
    store().getAll(List.of("k", "k")).forEach(value -> value.orElseThrow()[0] = 'X');
    assertThat(read("k")).isEqualTo("value");
    List<Optional<byte[]>> twice = store().getAll(List.of("k", "k"));
    twice.get(0).orElseThrow()[0] = 'X';
    assertThat(StoreRules.text(twice.get(1))).isEqualTo("value");
  }

  @Test
  default void bulkReadsKeepOrderRepeatDuplicatesAndHaveHoles() {
    put("a", "1");
    put("b", "2");
    put("", "empty");
    assertThat(store().getAll(List.of("b", "x", "a", "b", "", "x")))
        .extracting(StoreRules::text)
        .containsExactly("2", null, "1", "2", "empty", null);
    assertThat(store().getAll(List.of())).isEmpty();
  }

  @Test
  default void bulkWritesStoreEverything() {
    put("0", "old");
    Map<String, byte[]> items = new LinkedHashMap<>();
    for (int i = 0; i < 2_500; i++) {
      items.put(i == 7 ? "" : Integer.toString(i), bytes("v" + i));
    }
    assertThat(store().putAll(items, Ttl.NONE)).isEmpty();
    List<String> found = new ArrayList<>();
    store()
        .getAll(new ArrayList<>(items.keySet()))
        .forEach(v -> found.add(new String(v.orElseThrow(), StandardCharsets.UTF_8)));
    assertThat(found).hasSize(2_500).startsWith("v0", "v1").endsWith("v2499");
    assertThat(read("")).isEqualTo("v7");
    assertThat(store().putAll(Map.of(), Ttl.NONE)).isEmpty();
  }
}
