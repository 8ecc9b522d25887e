package dev.larder.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an operator reads in the log of a store that fails. */
class StoreCallsTest {

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
  private final StoreCalls calls = new StoreCalls("test", CacheEvents.NONE, nanos::get);
  private final List<LogRecord> lines = new CopyOnWriteArrayList<>();
  private final Logger logger = Logger.getLogger("dev.larder.cache");
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          lines.add(line);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    logger.addHandler(handler);
  }

  @AfterEach
  void listenNoMore() {
    logger.removeHandler(handler);
  }

  @Test
  void an_outage_is_two_lines_however_many_calls_fail() {
    for (int i = 0; i < 100; i++) {
      fail();
    }
    answer();
    answer();
    assertThat(lines).hasSize(2);
  }

  @Test
  void a_store_that_reads_and_does_not_write_is_three_lines_until_it_is_quiet() {
    for (int i = 0; i < 100; i++) {
      fail();
      answer();
      pass(Duration.ofMillis(90));
    }
    assertThat(lines).hasSize(3);
    pass(Duration.ofSeconds(10));
    answer();
    assertThat(lines)
        .hasSize(4)
        .last()
        .extracting(LogRecord::getMessage)
        .asString()
        .contains("again");
    pass(Duration.ofMinutes(1));
    fail();
    answer();
    assertThat(lines).hasSize(6);
  }

  private void fail() {
    assertThatThrownBy(
            () ->
                calls.call(
                    "set",
                    () -> {
                      throw new CacheException(CacheException.Reason.UNAVAILABLE, "full");
                    }))
        .isInstanceOf(CacheException.class);
  }

  private void answer() {
    assertThat(calls.call("get", () -> 1)).isEqualTo(1);
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }
}
