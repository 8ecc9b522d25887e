package dev.larder.requirements;

import java.time.Clock;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the looks at the cached copy have found since the start. Thread-safe. */
final class CopyChecks {

  private final Clock clock;
  private final Map<CopyDrift, Long> found = new EnumMap<>(CopyDrift.class);
  private @Nullable Instant inOrder;

  CopyChecks(Clock clock) {
    this.clock = clock;
    for (CopyDrift kind : CopyDrift.values()) {
      found.put(kind, 0L);
    }
  }

  synchronized void found(CopyDrift kind) {
    found.merge(kind, 1L, Long::sum);
  }

  /** The copy is as it should be, or was made so. */
  synchronized void inOrder() {
    inOrder = clock.instant();
  }

  /** How often each kind was found; every kind is there. */
  synchronized Map<CopyDrift, Long> counts() {
    return Map.copyOf(found);
  }

  synchronized Optional<Instant> lastInOrder() {
    return Optional.ofNullable(inOrder);
  }
}
