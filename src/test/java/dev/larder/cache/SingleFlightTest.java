package dev.larder.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.cache.SingleFlight.Flight;
import dev.larder.cache.SingleFlight.Seat;
import dev.larder.cache.SingleFlight.Wait;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What {@code getOrSet} and the response cache may rely on in the register of flights. */
@Timeout(60)
class SingleFlightTest {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(20);

  private final SingleFlight<String> flights = new SingleFlight<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stop() throws InterruptedException {
    threads.shutdownNow();
    assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
  }

  private <T> T elsewhere(Callable<T> call) throws Exception {
    return threads.submit(call).get();
  }

  @Test
  void one_leads_and_the_others_get_what_it_publishes() throws Exception {
    Seat lead = flights.join("k");
    assertThat(lead.leads()).isTrue();
    List<Future<Object>> followers = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      followers.add(
          threads.submit(
              () -> {
                Seat seat = flights.join("k");
                assertThat(seat.leads()).isFalse();
                assertThat(flights.await(seat.flight(), LONG)).isEqualTo(Wait.LANDED);
                return seat.flight().result();
              }));
    }
    lead.flight().publish("result");
    for (Future<Object> follower : followers) {
      assertThat(follower.get()).isEqualTo("result");
    }
    flights.land("k", lead.flight());
    assertThat(flights.size()).isZero();
    assertThat(flights.join("k").leads()).isTrue();
  }

  @Test
  void a_flight_may_end_on_another_thread_than_it_began_on() throws Exception {
    Seat lead = flights.join("k");
    Future<Wait> follower = threads.submit(() -> flights.await(lead.flight(), LONG));
    elsewhere(
        () -> {
          lead.flight().publish("result");
          flights.land("k", lead.flight());
          return 0;
        });
    assertThat(follower.get()).isEqualTo(Wait.LANDED);
    assertThat(flights.size()).isZero();
  }

  @Test
  void a_thread_that_gave_its_flight_away_waits_for_it_like_anybody() throws Exception {
    Seat attached = flights.join("attached");
    assertThat(flights.await(attached.flight(), LONG)).isEqualTo(Wait.REFUSED);
    Seat seat = flights.join("k");
    seat.flight().detach();
    assertThat(flights.await(seat.flight(), SHORT)).isEqualTo(Wait.TIMED_OUT);
    Future<?> elsewhere =
        threads.submit(
            () -> {
              seat.flight().publish("result");
            });
    assertThat(flights.await(seat.flight(), LONG)).isEqualTo(Wait.LANDED);
    elsewhere.get();
  }

  @Test
  void a_flight_that_never_ends_is_landed_by_who_waited_in_vain_and_the_next_one_leads()
      throws Exception {
    Seat dropped = elsewhere(() -> flights.join("k"));
    Seat follower = flights.join("k");
    assertThat(follower.leads()).isFalse();
    assertThat(flights.await(follower.flight(), SHORT)).isEqualTo(Wait.TIMED_OUT);
    flights.land("k", follower.flight());
    Seat next = flights.join("k");
    assertThat(next.leads()).isTrue();
    // Others who waited in vain for the first one do not land the second.
    flights.land("k", dropped.flight());
    assertThat(elsewhere(() -> flights.join("k")).leads()).isFalse();
  }

  @Test
  void a_superseded_flight_stores_nothing_and_is_not_joined_any_more() {
    Flight old = flights.join("k1").flight();
    Flight other = flights.join("x").flight();
    flights.supersedeMatching(key -> key.startsWith("k"));
    assertThat(old.unlessSuperseded(() -> true)).isFalse();
    assertThat(other.unlessSuperseded(() -> true)).isTrue();
    Seat next = flights.join("k1");
    assertThat(next.leads()).isTrue();
    flights.land("k1", old);
    assertThat(flights.join("k1").flight()).isSameAs(next.flight());
    flights.supersede("k1");
    assertThat(next.flight().unlessSuperseded(() -> true)).isFalse();
    old.publish("those who joined before still get it");
    assertThat(flights.await(old, Duration.ZERO)).isEqualTo(Wait.LANDED);
  }

  @Test
  void a_retired_flight_is_not_joined_any_more_and_stores_unless_its_key_is_changed() {
    Flight first = flights.join("k").flight();
    flights.retire("k", first);
    Flight second = flights.join("k").flight();
    flights.retire("k", second);
    Seat third = flights.join("k");
    assertThat(third.leads()).isTrue();
    flights.retire("k", first);
    assertThat(flights.join("k").flight()).isSameAs(third.flight());
    flights.supersede("other");
    flights.supersedeMatching(key -> key.startsWith("o"));
    for (Flight flight : List.of(first, second, third.flight())) {
      assertThat(flight.unlessSuperseded(() -> true)).isTrue();
    }
    flights.land("k", first);
    flights.supersede("k");
    assertThat(second.unlessSuperseded(() -> true)).isFalse();
    assertThat(third.flight().unlessSuperseded(() -> true)).isFalse();
    // Landed, so nobody looked for it.
    assertThat(first.unlessSuperseded(() -> true)).isTrue();

    Flight by = flights.join("k").flight();
    flights.retire("k", by);
    flights.supersedeMatching(key -> key.startsWith("k"));
    assertThat(by.unlessSuperseded(() -> true)).isFalse();
  }

  @Test
  void a_landed_flight_is_not_retired() {
    Flight landed = flights.join("k").flight();
    flights.land("k", landed);
    flights.retire("k", landed);
    flights.supersede("k");
    assertThat(landed.unlessSuperseded(() -> true)).isTrue();
  }

  @Test
  void a_change_sees_a_flight_at_each_moment_of_its_retirement() throws Exception {
    for (int round = 0; round < 5_000; round++) {
      Flight flight = flights.join("k").flight();
      java.util.concurrent.CyclicBarrier both = new java.util.concurrent.CyclicBarrier(2);
      boolean pattern = round % 2 == 0;
      Future<?> change =
          threads.submit(
              () -> {
                both.await();
                if (pattern) {
                  flights.supersedeMatching("k"::equals);
                } else {
                  flights.supersede("k");
                }
                return null;
              });
      both.await();
      flights.retire("k", flight);
      change.get();
      assertThat(flight.unlessSuperseded(() -> true)).as("round %d", round).isFalse();
      flights.land("k", flight);
      assertThat(flights.size()).isZero();
    }
  }

  @Test
  void a_change_waits_until_a_flight_has_stored() throws Exception {
    Flight flight = flights.join("k").flight();
    List<String> order = java.util.Collections.synchronizedList(new ArrayList<>());
    Future<?> change =
        elsewhereWhile(
            flight,
            () -> {
              flights.supersede("k");
              order.add("changed");
            },
            () -> order.add("stored"));
    change.get();
    assertThat(order).containsExactly("stored", "changed");
  }

  private Future<?> elsewhereWhile(Flight flight, Runnable change, Runnable store) {
    List<Future<?>> begun = new ArrayList<>();
    flight.unlessSuperseded(
        () -> {
          Thread[] changer = new Thread[1];
          begun.add(
              threads.submit(
                  () -> {
                    changer[0] = Thread.currentThread();
                    change.run();
                  }));
          await().until(() -> changer[0] != null && changer[0].getState() == Thread.State.BLOCKED);
          store.run();
          return true;
        });
    return begun.get(0);
  }

  @Test
  void two_who_would_wait_for_each_other_do_not_both_wait() throws Exception {
    for (int round = 0; round < 200; round++) {
      java.util.concurrent.CyclicBarrier bothLead = new java.util.concurrent.CyclicBarrier(2);
      String a = "a" + round;
      String b = "b" + round;
      Future<Wait> one = threads.submit(() -> crossing(a, b, bothLead));
      Future<Wait> two = threads.submit(() -> crossing(b, a, bothLead));
      assertThat(List.of(one.get(), two.get()))
          .contains(Wait.REFUSED)
          .doesNotContain(Wait.TIMED_OUT);
    }
  }

  private Wait crossing(String mine, String other, java.util.concurrent.CyclicBarrier bothLead)
      throws Exception {
    Flight own = flights.join(mine).flight();
    bothLead.await();
    Seat theirs = flights.join(other);
    Wait wait = theirs.leads() ? Wait.REFUSED : flights.await(theirs.flight(), LONG);
    own.publish(mine);
    flights.land(mine, own);
    if (theirs.leads()) {
      flights.land(other, theirs.flight());
    }
    return wait;
  }

  @Test
  void an_interrupt_ends_the_wait_and_stays_set() throws Exception {
    Flight flight = flights.join("k").flight();
    boolean[] stayed = new boolean[1];
    Wait[] wait = new Wait[1];
    Thread waiter =
        new Thread(
            () -> {
              wait[0] = flights.await(flight, LONG);
              stayed[0] = Thread.currentThread().isInterrupted();
            });
    waiter.start();
    await().until(() -> waiter.getState() == Thread.State.TIMED_WAITING);
    waiter.interrupt();
    waiter.join();
    assertThat(wait[0]).isEqualTo(Wait.REFUSED);
    assertThat(stayed[0]).isTrue();
  }
}
