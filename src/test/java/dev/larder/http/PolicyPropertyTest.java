package dev.larder.http;

import static dev.larder.http.Messages.NOW;
import static dev.larder.http.Messages.TARGET;
import static dev.larder.http.RandomMessages.forAll;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.http.Decision.Hit;
import dev.larder.http.HeaderFields.Field;
import dev.larder.http.RandomMessages.Pieces;
import dev.larder.http.Storability.Storable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What holds for every request, response, directive and time; each failure names its seed. */
class PolicyPropertyTest {

  private static Decision decide(
      CacheOptions options,
      CacheRequest request,
      Directive directive,
      StoredResponse stored,
      Instant now) {
    return new CachePolicy(options).decide(request, directive, Messages.only(stored), 0, now);
  }

  @Test
  void whatSaysNoStoreOrPrivateIsNeverStoredAndNeverReused() {
    forAll(
        random -> {
          Pieces pieces = random.pieces();
          pieces.directives().add(random.oneOf("no-store", "private", "private=\"x\""));
          HeaderFields fields = random.spelled(pieces);
          CachePolicy policy = new CachePolicy(random.options());
          CacheRequest request = random.request();
          Directive directive = random.directive();
          ResponseHead head = new ResponseHead(random.status(), fields);
          assertThat(policy.storability(request, directive, head, List.of(), NOW))
              .isInstanceOf(Storability.NotStorable.class);
          StoredResponse stored = random.stored(head);
          Instant now = random.later();
          assertThat(policy.decide(request, directive, Messages.only(stored), 0, now))
              .isNotInstanceOfAny(Hit.class, Decision.Validate.class);
          assertThat(policy.mayStandIn(request, directive, stored, 500, now)).isFalse();
        });
  }

  @Test
  void whatSaysNoCacheIsNeverReusedWithoutValidation() {
    forAll(
        random -> {
          Pieces pieces = random.pieces();
          pieces.directives().add(random.oneOf("no-cache", "no-cache=\"a, b\""));
          StoredResponse stored = random.stored(random.head(pieces));
          assertThat(
                  decide(
                      random.options(),
                      random.request(),
                      random.directive(),
                      stored,
                      random.later()))
              .isNotInstanceOf(Hit.class);
        });
  }

  @Test
  void aDirectiveThatRestrictsNeverMakesAResponseMoreReusable() {
    forAll(
        random -> {
          Pieces pieces = random.pieces();
          int status = random.status();
          CacheRequest request = random.request();
          boolean user = request.principal() != null || request.fields().has("Authorization");
          Instant now = random.later();
          Directive directive = random.directive();
          CacheOptions options = random.options();
          int before = reusable(options, request, directive, status, random.plain(pieces), now);
          // For users must-revalidate and s-maxage permit: they may share what says so.
          pieces
              .directives()
              .add(
                  user
                      ? random.oneOf("no-store", "no-cache", "private", "max-age=0")
                      : random.oneOf(
                          "no-store",
                          "no-cache",
                          "private",
                          "must-revalidate",
                          "proxy-revalidate",
                          "s-maxage=0",
                          "max-age=0"));
          int after = reusable(options, request, directive, status, random.plain(pieces), now);
          assertThat(after).isLessThanOrEqualTo(before);
        });
  }

  /** 2 for a fresh hit, 1 for a stale one, 0 for none. */
  private static int reusable(
      CacheOptions options,
      CacheRequest request,
      Directive directive,
      int status,
      HeaderFields fields,
      Instant now) {
    ResponseHead head = new ResponseHead(status, fields);
    StoredResponse stored = new StoredResponse(head, new byte[3], NOW, NOW, List.of(), 0);
    return decide(options, request, directive, stored, now) instanceof Hit hit
        ? (hit.ttl() > 0 ? 2 : 1)
        : 0;
  }

  @Test
  void agesGrowWithTimeAndAreNeverNegative() {
    forAll(
        random -> {
          StoredResponse stored = random.stored(random.head(random.pieces()));
          Instant now = random.later().minusSeconds(5_000);
          Instant later = now.plusMillis(random.upTo(100_000));
          long age = stored.freshness().ageMillis(now);
          long older = stored.freshness().ageMillis(later);
          assertThat(age).isNotNegative().isLessThanOrEqualTo(older);
          assertThat(older - age).isLessThanOrEqualTo(Duration.between(now, later).toMillis());
          Answer answer =
              new CachePolicy(random.options())
                  .answer(random.request(), random.directive(), stored, now);
          assertThat(answer.fields().values("Age")).hasSize(1);
          assertThat(Long.parseLong(answer.fields().first("Age").orElseThrow()))
              .isEqualTo(age / 1_000);
        });
  }

  @Test
  void whatIsStaleOnceStaysStale() {
    forAll(
        random -> {
          StoredResponse stored = random.stored(random.head(random.pieces()));
          CacheRequest request = random.request();
          Directive directive = random.directive();
          CacheOptions options = random.options();
          Instant now = random.later();
          Decision first = decide(options, request, directive, stored, now);
          Decision then =
              decide(options, request, directive, stored, now.plusMillis(random.upTo(100_000)));
          if (!(first instanceof Hit)) {
            assertThat(then).isNotInstanceOf(Hit.class);
          } else if (then instanceof Hit hit && hit.ttl() > 0) {
            assertThat(((Hit) first).ttl()).isPositive();
          }
        });
  }

  @Test
  void aResponseIsKeptForAsLongAsItCouldBeServed() {
    forAll(
        random -> {
          CacheOptions options = random.options();
          CachePolicy policy = new CachePolicy(options);
          Directive directive = random.directive();
          CacheRequest request = Messages.get("(none)");
          ResponseHead head = random.head(random.pieces());
          Storability storability = policy.storability(request, directive, head, List.of(), NOW);
          Instant now = NOW.plusMillis(random.upTo(2_000_000));
          StoredResponse stored =
              new StoredResponse(
                  new ResponseHead(head.status(), HopByHop.endToEnd(head.fields())),
                  new byte[3],
                  NOW,
                  NOW,
                  List.of(),
                  0);
          boolean used =
              decide(options, request, directive, stored, now) instanceof Hit
                  || policy.mayStandIn(request, directive, stored, 500, now);
          if (storability instanceof Storable storable) {
            assertThat(storable.keep()).isPositive().isLessThanOrEqualTo(options.longest());
            if (used) {
              assertThat(Duration.between(NOW, now).minus(storable.keep()))
                  .isLessThanOrEqualTo(
                      storable.keep().equals(options.longest())
                          ? Duration.ofDays(1)
                          : Duration.ZERO);
            }
          }
        });
  }

  @Test
  void headIsDecidedLikeGet() {
    forAll(
        random -> {
          CacheRequest get = random.request();
          CacheRequest head = new CacheRequest("HEAD", get.target(), get.fields(), get.principal());
          StoredResponse stored = random.stored(random.head(random.pieces()));
          Directive directive = random.directive();
          CacheOptions options = random.options();
          Instant now = random.later();
          assertThat(decide(options, head, directive, stored, now))
              .isEqualTo(decide(options, get, directive, stored, now));
        });
  }

  @Test
  void clientsThatMayNotReloadCannotAvoidAFreshHit() {
    forAll(
        random -> {
          CacheOptions some = random.options();
          CacheOptions options =
              new CacheOptions(
                  false,
                  some.heuristicLimit(),
                  some.staleIfError(),
                  some.keepStale(),
                  some.longest());
          StoredResponse stored = random.stored(random.head(random.pieces()));
          Directive directive = random.directive();
          Instant now = random.later();
          Decision plain = decide(options, Messages.get("(none)"), directive, stored, now);
          CacheRequest pushing =
              Messages.get(
                  random.oneOf(
                      "Cache-Control: no-cache",
                      "Cache-Control: max-age=0",
                      "Cache-Control: min-fresh=99999",
                      "Cache-Control: no-store",
                      "Pragma: no-cache",
                      "Cache-Control: \""));
          assertThat(decide(options, pushing, directive, stored, now)).isEqualTo(plain);
        });
  }

  @Test
  void whoSendsTheEntityTagThatWasServedGetsNotModified() {
    forAll(
        random -> {
          CachePolicy policy = new CachePolicy(random.options());
          ResponseHead head = new ResponseHead(200, random.spelled(random.pieces()));
          Storability storability =
              policy.storability(Messages.get("(none)"), Messages.minutes(5), head, List.of(), NOW);
          boolean oneTag = head.fields().values("ETag").size() < 2;
          if (storability instanceof Storable storable && oneTag) {
            byte[] body = new byte[(int) random.upTo(50)];
            StoredResponse stored = policy.stored(200, storable, body, NOW, NOW, 0);
            Answer full = policy.answer(Messages.get("(none)"), Messages.minutes(5), stored, NOW);
            List<Field> condition = new ArrayList<>();
            condition.add(new Field("If-None-Match", full.fields().first("ETag").orElseThrow()));
            CacheRequest again = new CacheRequest("GET", TARGET, HeaderFields.of(condition), null);
            assertThat(policy.answer(again, Messages.minutes(5), stored, NOW).status())
                .isEqualTo(304);
          }
        });
  }
}
