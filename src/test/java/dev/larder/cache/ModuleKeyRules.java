package dev.larder.cache;

import static dev.larder.cache.ModuleRules.keys;
import static dev.larder.cache.ModuleRules.set;
import static dev.larder.cache.ModuleRules.textOf;
import static dev.larder.cache.StoreRules.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The contract of modules: prefixes, and Larder's own keys. */
public interface ModuleKeyRules extends ModuleRules {

  List<String> RESERVED =
      List.of(
          "bifrost:requirements:content",
          "{bifrost:requirements:content}:fence",
          "{bifrost:requirements:content}",
          "{bifrost:requirements:content}x",
          "larder:",
          "larder:response:/a",
          "larder:\n");

  List<String> NOT_RESERVED =
      List.of(
          "bifrost:requirements:contents",
          "bifrost:requirements:conten",
          "bifrost:requirements:content ",
          "Bifrost:requirements:content",
          " bifrost:requirements:content",
          "x{bifrost:requirements:content}",
          "larder",
          "Larder:x",
          "x:larder:");

  @Test
  default void aKeyIsWrittenBehindPrefixAndColonAndComesBackWithout() {
    for (String prefix : PREFIXES) {
      CacheModule module = module(prefix);
      String written = prefix.isEmpty() ? "" : prefix + ":";
      set(module, "k", prefix);
      set(module, "", "empty " + prefix);
      assertThat(StoreRules.text(store().get(written + "k"))).isEqualTo(prefix);
      assertThat(StoreRules.text(store().get(written))).isEqualTo("empty " + prefix);
    }
    for (String prefix : PREFIXES.subList(1, PREFIXES.size())) {
      assertThat(keys(module(prefix), "*")).as(prefix).contains("k", "");
      assertThat(textOf(module(prefix), "k")).isEqualTo(prefix);
    }
  }

  @Test
  default void modulesWithDifferentPrefixesDoNotTouchEachOther() {
    List<String> neighbours = List.of("cachea", "cacheb", "cache[ab]", "cache", "cache[ab]x", "c");
    for (String prefix : neighbours) {
      CacheModule module = module(prefix);
      set(module, "k1", prefix);
      set(module, "k2", prefix);
    }
    store().put("cachea", bytes("no module's"), Ttl.NONE);
    CacheModule module = module("cache[ab]");
    assertThat(keys(module, "*")).containsExactlyInAnyOrder("k1", "k2");
    assertThat(module.deletePattern(KeyPattern.glob("k*"))).isEqualTo(2);
    assertThat(module.deletePattern(KeyPattern.glob("*"))).isZero();
    assertThat(everything()).hasSize(2 * (neighbours.size() - 1) + 1);
    assertThat(textOf(module("cachea"), "k1")).isEqualTo("cachea");
    assertThat(textOf(module("cache[ab]x"), "k2")).isEqualTo("cache[ab]x");
  }

  @Test
  default void bulkFailuresAndBulkReadsSpeakOfKeysWithoutThePrefix() {
    CacheModule module = module("cache[ab]*?\\^-");
    module.mset(Map.of("x", bytes("1"), "y", bytes("2")));
    assertThat(module.mget(List.of("y", "x", "z")))
        .extracting(StoreRules::text)
        .containsExactly("2", "1", null);
    assertThat(everything()).containsOnlyKeys("cache[ab]*?\\^-:x", "cache[ab]*?\\^-:y");
  }

  @Test
  default void reservedKeysAreOutOfReachOfEveryOperation() {
    CacheModule own = ownModule();
    for (String key : RESERVED) {
      own.set(key, bytes("7"), CacheModule.NO_EXPIRY);
    }
    Map<String, String> before = everything();
    for (String prefix : List.of("", "app")) {
      CacheModule module = module(prefix);
      for (String key : RESERVED) {
        operationsOn(module, key)
            .forEach((name, operation) -> refused(name + " " + key, operation));
      }
      assertThat(keys(module, "*")).isEmpty();
      assertThat(module.deletePattern(KeyPattern.glob("*"))).isZero();
    }
    assertThat(everything()).isEqualTo(before).hasSize(RESERVED.size());
    assertThat(own.keys(KeyPattern.glob("*"))).hasSize(RESERVED.size());
  }

  private Map<String, ThrowingCallable> operationsOn(CacheModule module, String key) {
    byte[] v = bytes("v");
    Duration hour = Duration.ofHours(1);
    Map<String, byte[]> items = new LinkedHashMap<>();
    items.put("free", v);
    items.put(key, v);
    Map<String, ThrowingCallable> operations = new LinkedHashMap<>();
    operations.put("get", () -> module.get(key));
    operations.put("entry", () -> module.entry(key));
    operations.put("set", () -> module.set(key, v));
    operations.put("setIfAbsent", () -> module.setIfAbsent(key, v, hour));
    operations.put("setIf", () -> module.setIf(key, v, hour, WriteCondition.ifEquals(bytes("7"))));
    operations.put(
        "fence", () -> module.setIf("free", v, hour, WriteCondition.forceVersion(key, 1)));
    operations.put("delete", () -> module.delete(key));
    operations.put("deleteIf", () -> module.deleteIf(key, WriteCondition.ifEquals(bytes("7"))));
    operations.put(
        "deleteIf fence", () -> module.deleteIf("free", WriteCondition.forceVersion(key, 1)));
    operations.put("exists", () -> module.exists(key));
    operations.put("getJson", () -> module.getJson(key, Integer.class));
    operations.put("setJson", () -> module.setJson(key, 8));
    operations.put("getOrSet", () -> module.getOrSet(key, Integer.class, hour, () -> 8));
    operations.put("mget", () -> module.mget(List.of("free", key)));
    operations.put("mset", () -> module.mset(items));
    operations.put("incr", () -> module.incr(key));
    operations.put("decr", () -> module.decr(key));
    return operations;
  }

  private static void refused(String what, ThrowingCallable operation) {
    CacheException refusal = catchThrowableOfType(CacheException.class, operation);
    assertThat(refusal).as(what).isNotNull();
    assertThat(refusal.reason()).as(what).isEqualTo(CacheException.Reason.RESERVED_KEY);
  }

  @Test
  default void listingsAndPatternsSkipReservedKeys() {
    CacheModule own = ownModule();
    RESERVED.forEach(key -> own.set(key, bytes("v"), CacheModule.NO_EXPIRY));
    CacheModule module = module("");
    set(module, "lard", "v");
    for (String glob :
        List.of("*", "l*", "larder:*", "b*", "bifrost:requirements:content", "[{]*")) {
      assertThat(keys(module, glob)).as(glob).doesNotContainAnyElementsOf(RESERVED);
      assertThat(module.keys(KeyPattern.glob(glob), null, 1_000).keys())
          .doesNotContainAnyElementsOf(RESERVED);
      module.deletePattern(KeyPattern.glob(glob));
    }
    assertThat(everything()).containsOnlyKeys(RESERVED);
  }

  @Test
  default void keysThatOnlyLookReservedAreFree() {
    CacheModule module = module("");
    for (String key : NOT_RESERVED) {
      set(module, key, key);
      assertThat(textOf(module, key)).isEqualTo(key);
    }
    assertThat(keys(module, "*")).containsExactlyInAnyOrderElementsOf(NOT_RESERVED);
    assertThat(module.deletePattern(KeyPattern.glob("*"))).isEqualTo(NOT_RESERVED.size());
  }

  @Test
  default void aPrefixCannotReachIntoReservedKeys() {
    ownModule().set("larder:x", bytes("v"), CacheModule.NO_EXPIRY);
    ownModule().set("bifrost:requirements:content", bytes("v"), CacheModule.NO_EXPIRY);
    for (String prefix : List.of("larder", "larder:y", "{bifrost:requirements:content}")) {
      IllegalArgumentException refusal =
          catchThrowableOfType(IllegalArgumentException.class, () -> module(prefix));
      assertThat(refusal).as(prefix).isNotNull();
    }
    CacheModule module = module("bifrost:requirements");
    refused("get", () -> module.get("content"));
    refused("set", () -> set(module, "content", "w"));
    assertThat(keys(module, "*")).isEmpty();
    assertThat(module.deletePattern(KeyPattern.glob("*"))).isZero();
    assertThat(everything()).hasSize(2);
  }

  @Test
  default void aModuleForOwnKeysIsUnprefixedAndLeavesTheStoreOpen() {
    CacheModule own = ownModule();
    own.set("larder:x", bytes("v"), CacheModule.NO_EXPIRY);
    assertThat(store().get("larder:x")).isPresent();
    assertThat(own.get("larder:x")).isPresent();
    own.stop();
    assertThat(store().get("larder:x")).isPresent();
    assertThat(module("").get("free")).isEqualTo(Optional.empty());
    assertThat(new ArrayList<>(keys(module(""), "*"))).isEmpty();
  }
}
