package dev.larder.http;

import static dev.larder.http.Messages.NOW;
import static dev.larder.http.Messages.TARGET;
import static dev.larder.http.RandomMessages.forAll;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.http.Decision.Hit;
import dev.larder.http.RandomMessages.Pieces;
import dev.larder.http.Storability.Storable;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Fields in every spelling: sensible ones mean the same, and no other makes an exception. */
class SpellingPropertyTest {

  @Test
  void noSpellingOfAnythingMakesAnExceptionOrAnAnswerOutOfBounds() {
    forAll(
        random -> {
          CachePolicy policy = new CachePolicy(random.options());
          CacheRequest request =
              new CacheRequest(
                  random.oneOf("GET", "HEAD", "POST", random.junk()),
                  TARGET,
                  random.junkFields(),
                  random.oneOf(null, "", "ada"));
          ResponseHead head = new ResponseHead(random.status(), random.junkFields());
          Directive directive = random.directive();
          Instant now = random.later();
          Storability storability =
              policy.storability(request, directive, head, List.of("accept"), now);
          if (storability instanceof Storable storable) {
            StoredResponse made = policy.stored(head.status(), storable, new byte[10], now, now, 7);
            assertThat(policy.decide(request, directive, Messages.only(made), 7, now)).isNotNull();
          }
          StoredResponse stored = random.stored(head);
          Candidates candidates =
              new Candidates(
                  List.of(stored, random.stored(head), random.stored(random.head(random.pieces()))),
                  true);
          assertThat(policy.decide(request, directive, candidates, 7, now)).isNotNull();
          policy.mayStandIn(request, directive, stored, 503, now);
          Optional<StoredResponse> fresh =
              policy.freshened(stored, new ResponseHead(304, random.junkFields()), NOW, now);
          fresh.ifPresent(it -> assertThat(it.body()).isEqualTo(stored.body()));
          assertThat(policy.invalidated(request, head)).doesNotHaveDuplicates();
          Answer answer = policy.answer(request, directive, stored, now);
          assertThat(answer.status()).isIn(stored.status(), 206, 304, 416);
          assertThat(answer.offset()).isBetween(0, stored.body().length);
          assertThat(answer.length()).isBetween(0, stored.body().length - answer.offset());
        });
  }

  @Test
  void aSpellingThatMeansTheSameIsDecidedTheSame() {
    forAll(
        random -> {
          Pieces pieces = random.pieces();
          CacheRequest request = random.request();
          Directive directive = random.directive();
          CacheOptions options = random.options();
          Instant now = random.later();
          int status = random.status();
          assertThat(
                  isHit(
                      options,
                      request,
                      directive,
                      new ResponseHead(status, random.spelled(pieces)),
                      now))
              .isEqualTo(
                  isHit(
                      options,
                      request,
                      directive,
                      new ResponseHead(status, random.plain(pieces)),
                      now));
        });
  }

  private static boolean isHit(
      CacheOptions options,
      CacheRequest request,
      Directive directive,
      ResponseHead head,
      Instant now) {
    StoredResponse stored = new StoredResponse(head, new byte[3], NOW, NOW, List.of(), 0);
    return new CachePolicy(options).decide(request, directive, Messages.only(stored), 0, now)
        instanceof Hit;
  }
}
