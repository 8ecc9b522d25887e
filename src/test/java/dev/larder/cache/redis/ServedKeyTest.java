package dev.larder.cache.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.cache.redis.RedisUrl.Address;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ServedKeyTest {

  private static final Address ASKED = new Address("asked", 1);
  private static final Address OTHER = new Address("other", 1);

  private final AtomicReference<SlotMap> slots = new AtomicReference<>(SlotMap.EMPTY);

  private ServedKey of(String... prefixes) {
    List<byte[]> bytes = new ArrayList<>();
    for (String prefix : prefixes) {
      bytes.add(prefix.getBytes(UTF_8));
    }
    return new ServedKey(ASKED, slots::get, bytes);
  }

  /** ASKED serves these slots, OTHER all others. */
  private void serve(int first, int last) {
    List<Object> reply = new ArrayList<>();
    if (first > 0) {
      reply.add(range(0, first - 1, OTHER));
    }
    reply.add(range(first, last, ASKED));
    if (last < SlotMap.SLOTS - 1) {
      reply.add(range(last + 1, SlotMap.SLOTS - 1, OTHER));
    }
    slots.set(SlotMap.read(reply, ASKED));
  }

  private static List<Object> range(long first, long last, Address primary) {
    byte[] host = primary.host().getBytes(UTF_8);
    return List.of(first, last, List.of(host, (long) primary.port(), host));
  }

  @Test
  void theKeyIsInASlotOfThePrimaryAndBeginsWithAPrefix() {
    for (String prefix : List.of("", "app:", "a{b", "{}", "ключ")) {
      ServedKey served = prefix.isEmpty() ? of() : of(prefix);
      for (int slot : new int[] {0, 4_000, SlotMap.SLOTS - 1}) {
        serve(slot, slot);
        byte[] key = served.key();
        assertThat(SlotMap.slot(key)).as(prefix).isEqualTo(slot);
        assertThat(new String(key, UTF_8)).startsWith(prefix);
      }
    }
  }

  @Test
  void theKeyStaysAsLongAsThePrimaryHasItsSlot() {
    serve(0, 9_000);
    ServedKey served = of("app:");
    byte[] key = served.key();
    assertThat(key).isNotNull();
    serve(0, SlotMap.slot(key));
    assertThat(served.key()).isSameAs(key);
    serve(SlotMap.slot(key) + 1, SlotMap.SLOTS - 1);
    assertThat(SlotMap.slot(served.key())).isGreaterThan(SlotMap.slot(key));
  }

  @Test
  void thereIsNoneWhereNoKeyOfThePrefixesCanBe() {
    assertThat(of().key()).isNull();
    int tagged = SlotMap.slot("{app}".getBytes(UTF_8));
    serve(0, tagged - 1);
    assertThat(of("{app}:").key()).isNull();
    assertThat(of("{app}:", "x").key()).isNotNull();
    serve(tagged, tagged);
    assertThat(of("{app}:").key()).isNotNull();
  }
}
