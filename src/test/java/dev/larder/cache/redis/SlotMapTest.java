package dev.larder.cache.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.cache.redis.RedisUrl.Address;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What nodes of a cluster say of slots, in every form that Redis has for it. */
class SlotMapTest {

  private static final Address ASKED = new Address("asked", 1);
  private static final String ID = "0123456789abcdef0123456789abcdef01234567";
  private static final String OTHER = "76543210fedcba9876543210fedcba9876543210";

  @Test
  void aTagDecidesTheSlotOnlyWhenItHoldsSomething() {
    assertThat(slot("{user1000}.following")).isEqualTo(slot("user1000"));
    assertThat(slot("foo{{bar}}zap")).isEqualTo(slot("{bar"));
    assertThat(slot("foo{bar}{zap}")).isEqualTo(slot("bar"));
    assertThat(slot("foo{}{bar}")).isNotEqualTo(slot("bar"));
    assertThat(slot("123456789")).isEqualTo(0x31c3);
  }

  @Test
  void rangesHaveAPrimaryAndReplicasAndMayLackHosts() {
    SlotMap map =
        SlotMap.read(
            List.of(
                range(0, 9, node("10.0.0.1", 6379, "a"), node("10.0.0.2", 6380, "b")),
                range(10, 10, node("", 7000, "c"), node(null, 7001, "d")),
                range(11, 16_000, node("?", 7002, "e")),
                range(16_001, 16_383, node("::1", 6379, "f"), node("?", 1, "g"))),
            ASKED);
    assertThat(map.served()).isEqualTo(11 + 383);
    assertThat(map.shard(9).primary()).isEqualTo(new Address("10.0.0.1", 6379));
    assertThat(map.shard(10).primary()).isEqualTo(new Address("asked", 7000));
    assertThat(map.shard(11)).isNull();
    assertThat(map.replicas())
        .containsExactlyInAnyOrder(new Address("10.0.0.2", 6380), new Address("asked", 7001));
    assertThat(map.primaries()).hasSize(3);
    BitSet done = new BitSet();
    done.set(0, 11);
    assertThat(map.firstServedBeside(done)).isEqualTo(16_001);
    done.set(11, SlotMap.SLOTS);
    assertThat(map.firstServedBeside(done)).isEqualTo(-1);
    SlotMap moved = map.with(3, new Address("::1", 6379));
    assertThat(moved.shard(3)).isSameAs(map.shard(16_383));
    assertThat(map.shard(3).id()).isEqualTo("a");
  }

  @Test
  void somethingElseIsNoMap() {
    for (Object wrong : List.of("OK".getBytes(UTF_8), 1L, List.of(1L), List.of(List.of(0L)))) {
      assertThatThrownBy(() -> SlotMap.read(wrong, ASKED)).isInstanceOf(RuntimeException.class);
    }
  }

  @Test
  void aNodeTellsItsOwnSlotsAndThoseOnTheirWay() {
    NodeSlots slots =
        NodeSlots.read(
            OTHER
                + " fe80::2:7001@17001,host.example slave - 0 0 3 connected\n"
                + ID
                + " :7000@17000 myself,master - 0 0 5 connected 0-99 200 [7->-"
                + OTHER
                + "] [300-<-"
                + OTHER
                + "]\n");
    assertThat(slots.id()).isEqualTo(ID);
    assertThat(slots.owned().cardinality()).isEqualTo(101);
    BitSet kept = slots.kept();
    assertThat(kept.get(7)).isFalse();
    assertThat(kept.get(300)).isTrue();
    assertThat(kept.cardinality()).isEqualTo(101);
    assertThat(slots.destination(slots.owned())).isEqualTo(OTHER);
    assertThat(slots.destination(new BitSet())).isNull();
    assertThat(slots.leavingFor(OTHER).stream()).containsExactly(7);
    assertThat(slots.address(OTHER)).isEqualTo(new Address("fe80::2", 7001));
    assertThat(slots.address(ID)).isNull();
    NodeSlots replica = NodeSlots.read(ID + " h:1@2 myself,slave " + OTHER + " 0 0 5 connected\n");
    assertThat(replica.owned().isEmpty()).isTrue();
  }

  @Test
  void cursorsOfWalksComeBackAsTheyWere() {
    Random random = new Random(7);
    for (int round = 0; round < 50; round++) {
      BitSet done = slots(random, round);
      BitSet begun = slots(random, round);
      WalkCursor cursor =
          new WalkCursor(done, begun, round % 3 == 0 ? "" : ID, round % 2 == 0 ? "0" : "17");
      assertThat(WalkCursor.read(cursor.write())).isEqualTo(cursor);
      // Even of slots spread at random, it fits into a query.
      assertThat(cursor.write()).hasSizeLessThan(5_700);
    }
  }

  private static BitSet slots(Random random, int round) {
    BitSet slots = new BitSet();
    if (round % 2 == 0) {
      slots.set(0, random.nextInt(SlotMap.SLOTS) + 1);
    } else {
      for (int i = 0; i < SlotMap.SLOTS / 2; i++) {
        slots.set(random.nextInt(SlotMap.SLOTS));
      }
    }
    return slots;
  }

  private static int slot(String key) {
    return SlotMap.slot(key.getBytes(UTF_8));
  }

  private static List<Object> node(String host, long port, String id) {
    return Arrays.asList(
        host == null ? null : host.getBytes(UTF_8), port, id.getBytes(UTF_8), List.of());
  }

  @SafeVarargs
  private static List<Object> range(long first, long last, List<Object>... nodes) {
    List<Object> range = new ArrayList<>(List.of(first, last));
    range.addAll(List.of(nodes));
    return range;
  }
}
