package dev.larder.http.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.http.rules.app.Plan;
import dev.larder.testing.Feature;
import dev.larder.testing.RawAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Two users with different answers for one URI never see each other's. */
@Feature("Response cache: no answer of another user")
abstract class LeakRules extends Rules {

  private static final int THREADS = 32;
  private static final int REQUESTS_EACH = 6;

  /**
   * Who asks.
   *
   * @param line what makes him known; none when empty
   * @param user the name that the application knows him by
   */
  private record Client(String line, String user) {
    boolean known() {
      return !user.equals("nobody") || line.regionMatches(true, 0, "Authorization", 0, 13);
    }

    /** The Authorization that the application sees. */
    String authorization() {
      return line.regionMatches(true, 0, "Authorization", 0, 13)
          ? line.substring(line.indexOf(':') + 1).strip()
          : "none";
    }
  }

  private static final List<Client> CLIENTS =
      List.of(
          new Client(ALICE, "alice"),
          new Client(BOB, "bob"),
          new Client("Cookie: login=alice", "alice"),
          new Client("cookie: other=1; login=bob", "bob"),
          new Client("Cookie: theme=dark", "nobody"),
          new Client("Authorization: Bearer first", "nobody"),
          new Client("AUTHORIZATION:Bearer second", "nobody"),
          new Client("X-Nothing: 1", "nobody"));

  /** What the response says; the second part of each says whether it may be everybody's. */
  private static final String[][] RESPONSES = {
    {"", "no"},
    {"Cache-Control: max-age=60", "no"},
    {"Cache-Control: private", "no"},
    {"Cache-Control: no-store", "no"},
    {"Cache-Control: max-age=60, no-cache", "no"},
    {"Expires: {date+60}", "no"},
    {"Cache-Control: max-age=0", "no"},
    {"Cache-Control: max-age=60|Vary: Cookie", "no"},
    {"Cache-Control: max-age=60|Set-Cookie: personal={user}", "no"},
    {"Cache-Control: max-age=60|Age: 100|ETag: \"same\"", "no"},
    {"Cache-Control: max-age=60, stale-while-revalidate=600|Age: 100", "no"},
    {"Cache-Control: public, max-age=60", "yes"},
    {"Cache-Control: s-maxage=60", "yes"},
    {"Cache-Control: must-revalidate, max-age=60", "yes"},
    {"Cache-Control: public, max-age=60, private", "no"},
    {"Cache-Control: public, max-age=60|Vary: Authorization, Cookie", "vary"},
  };

  @Test
  @DisplayName("no user gets another's answer, in any combination, many at once")
  void rule03_noLeakUnderConcurrency() {
    long seed = System.nanoTime();
    List<String> leaks = new ArrayList<>();
    for (String directive : List.of("five", "user")) {
      for (String[] response : RESPONSES) {
        id = App.newId();
        Plan plan = Plan.ok().text("{user}|{h:Authorization}|{n}").delay(2);
        if (!response[0].isEmpty()) {
          plan.with(response[0].split("\\|"));
        }
        plan(plan);
        boolean shared = directive.equals("five") && response[1].equals("yes");
        Together.run(THREADS, number -> client(directive, shared, new Random(seed + number)))
            .forEach(leaks::addAll);
      }
    }
    assertThat(leaks).as("seed " + seed).isEmpty();
  }

  /** Asks again and again as anybody, and returns what was wrong. */
  private Callable<List<String>> client(String directive, boolean shared, Random random) {
    return () -> {
      List<String> wrong = new ArrayList<>();
      for (int i = 0; i < REQUESTS_EACH; i++) {
        Client client = CLIENTS.get(random.nextInt(CLIENTS.size()));
        RawAnswer answer = get(directive, client.line());
        String[] seen = answer.text().split("\\|");
        boolean right =
            answer.status() == 200
                && (shared
                    || (seen[0].equals(client.user())
                        && (client.user().equals("nobody")
                            ? seen[1].equals(client.authorization())
                            : true)));
        if (!right) {
          wrong.add(directive + " for " + client + ": " + answer + "\n" + answer.text());
        }
      }
      return wrong;
    };
  }

  @Test
  @DisplayName("who waits for another's run never gets an answer that is not his")
  void rule24_noLeakThroughCollapsing() {
    for (String cacheControl : List.of("max-age=60", "no-store", "private")) {
      for (int round = 0; round < 5; round++) {
        id = App.newId();
        plan(Plan.cacheControl(cacheControl).text("{user}|{h:Authorization}").delay(30));
        List<String> texts =
            Together.run(
                32,
                number -> () -> get("five", CLIENTS.get(number % CLIENTS.size()).line()).text());
        for (int i = 0; i < texts.size(); i++) {
          Client client = CLIENTS.get(i % CLIENTS.size());
          assertThat(texts.get(i))
              .as("%s with %s", client, cacheControl)
              .isEqualTo(client.user() + "|" + client.authorization());
        }
      }
    }
  }

  @Test
  @DisplayName("no spelling of a request's credentials gets, or leaves, what is not theirs")
  void rule03_spellingsOfCredentials() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 120; round++) {
      id = App.newId();
      plan(Plan.cacheControl("max-age=60").text("{user}|{h:Authorization}|{n}"));
      Spelling spelling = new Spelling(random);
      String line = spelling.credentials(ALICE);
      String description = "seed " + seed + ", round " + round + ": " + line;
      RawAnswer first = get("five", line);
      RawAnswer anonymous = get("five");
      RawAnswer again = get("five", line);
      assertThat(first.status()).as(description).isIn(200, 400);
      assertThat(anonymous.status()).as(description).isEqualTo(200);
      assertThat(anonymous.text()).as(description).startsWith("nobody|none|");
      if (again.status() == 200 && first.status() == 200) {
        assertThat(again.text()).as(description).isNotEqualTo(anonymous.text());
        assertThat(isHit(again)).as(description).isFalse();
      }
    }
  }

  @Test
  @DisplayName("no spelling of a response's fields stores what must not be stored, or is an error")
  void rule02_spellingsOfResponses() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 250; round++) {
      id = App.newId();
      Spelling spelling = new Spelling(random);
      boolean forbidden = random.nextInt(3) > 0;
      Plan plan = Plan.ok().with(spelling.response(forbidden).toArray(String[]::new));
      plan(plan);
      String[] request = spelling.request().toArray(String[]::new);
      String description =
          "seed " + seed + ", round " + round + ": " + plan + " " + String.join(" / ", request);
      String directive = random.nextBoolean() ? "five" : "explicit";
      RawAnswer first = get(directive, request);
      assertThat(first.status()).as(description).isIn(200, 400, 504);
      RawAnswer second = get(directive, request);
      assertThat(second.status()).as(description).isIn(200, 400, 504, 304, 206, 416);
      RawAnswer third = get(directive);
      assertThat(third.status()).as(description).isEqualTo(200);
      if (forbidden) {
        RawAnswer fourth = get(directive);
        assertThat(fourth.text()).as(description).isNotEqualTo(third.text());
        assertThat(isHit(second)).as(description).isFalse();
        assertThat(isHit(third)).as(description).isFalse();
      }
    }
  }
}
