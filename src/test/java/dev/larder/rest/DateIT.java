package dev.larder.rest;

import static java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.testing.Feature;
import dev.larder.testing.LarderServer;
import dev.larder.testing.RawAnswer;
import dev.larder.testing.RawConnection;
import dev.larder.testing.SharedLarder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every answer says once when it was made (RFC 9110, section 6.6.1). */
@Feature("Date in every answer")
class DateIT {

  @RegisterExtension static final SharedLarder larder = SharedLarder.memoryOnH2();

  private static final String ADMIN =
      Base64.getEncoder()
          .encodeToString(
              ("admin:" + LarderServer.ADMIN_PASSWORD).getBytes(StandardCharsets.UTF_8));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /larder/",
        "GET /larder/nowhere.html",
        "GET /larder/openapi.yaml",
        "GET /larder/api/health",
        "GET /larder/api/requirements",
        "HEAD /larder/api/requirements",
        "GET /larder/api/nowhere",
        "GET /larder/api/entries/date-missing",
        "GET /larder/api/entries/a;b",
        "DELETE /larder/api/entries/date-missing",
        "OPTIONS /larder/api/stats"
      })
  void itHasOneDateOfNow(String request) {
    larder.admin().putText("api/requirements", "dated==1.0\n");
    String[] words = request.split(" ");
    // The second answer may come from the response cache.
    for (int i = 0; i < 2; i++) {
      RawAnswer answer = answer(words);
      List<String> dates = answer.headers("Date");
      assertThat(dates).as(answer.toString()).hasSize(1);
      Instant date = ZonedDateTime.parse(dates.get(0), RFC_1123_DATE_TIME).toInstant();
      assertThat(Duration.between(date, Instant.now()).abs()).isLessThan(Duration.ofMinutes(1));
    }
  }

  private static RawAnswer answer(String[] words) {
    try (RawConnection connection = RawConnection.open(larder.server().port())) {
      return connection.exchange(words[0], words[1], null, "Authorization: Basic " + ADMIN);
    }
  }
}
