package dev.larder.cache;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the parts of the modules' contract have in common: modules over one store. */
public interface ModuleRules extends StoreRules {

  /** Prefixes that tend to go wrong somewhere; the empty one is none. */
  List<String> PREFIXES = List.of("", "app", "cache[ab]*?\\^-", "a:b", "ключ 😀", "*", "{tag}");

  /** Returns a started module with this prefix over the store under test. */
  CacheModule module(String prefix);

  /** Returns a started module over the store under test that may use Larder's own keys. */
  CacheModule ownModule();

  static @Nullable String textOf(CacheModule module, String key) {
    return StoreRules.text(module.get(key));
  }

  static void set(CacheModule module, String key, String value) {
    module.set(key, value.getBytes(StandardCharsets.UTF_8));
  }

  static List<String> keys(CacheModule module, String glob) {
    return module.keys(KeyPattern.glob(glob)).toList();
  }

  /** Returns every key of a pattern by pages. */
  static List<String> pages(CacheModule module, KeyPattern pattern, int limit) {
    List<String> found = new ArrayList<>();
    String cursor = null;
    do {
      KeyPage page = module.keys(pattern, cursor, limit);
      found.addAll(page.keys());
      cursor = page.cursor().orElse(null);
    } while (cursor != null);
    return found;
  }

  /** Returns everything in the store, with the keys as they are written there. */
  default Map<String, String> everything() {
    Map<String, String> all = new TreeMap<>();
    for (String key : scanAll(KeyScan.of("", "*"), 1_000)) {
      String value = StoreRules.text(store().get(key));
      if (value != null) {
        all.put(key, value);
      }
    }
    return all;
  }
}
