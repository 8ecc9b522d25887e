package dev.larder.cache;

import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The keys of a pattern, asked for page by page as they are needed. For one thread. */
final class KeyListing extends Spliterators.AbstractSpliterator<String> {

  private static final int PAGE = 1_000;

  private final CacheModule module;
  private final KeyPattern pattern;
  private List<String> page = List.of();
  private int at;
  private @Nullable String cursor;
  private boolean last;

  KeyListing(CacheModule module, KeyPattern pattern) {
    super(Long.MAX_VALUE, Spliterator.NONNULL);
    this.module = module;
    this.pattern = pattern;
  }

  @Override
  public boolean tryAdvance(Consumer<? super String> action) {
    while (at == page.size()) {
      if (last) {
        return false;
      }
      KeyPage next = module.keys(pattern, cursor, PAGE);
      page = next.keys();
      at = 0;
      cursor = next.cursor().orElse(null);
      last = cursor == null;
    }
    action.accept(page.get(at++));
    return true;
  }
}
