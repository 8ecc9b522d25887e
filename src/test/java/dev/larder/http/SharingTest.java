package dev.larder.http;

import static dev.larder.http.Messages.NOW;
import static dev.larder.http.Messages.by;
import static dev.larder.http.Messages.get;
import static dev.larder.http.Messages.head;
import static dev.larder.http.Messages.minutes;
import static dev.larder.http.Messages.only;
import static dev.larder.http.Messages.perUser;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.http.Decision.Forward;
import dev.larder.http.Decision.Hit;
import dev.larder.http.Storability.NotStorable;
import dev.larder.http.Storability.Storable;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Responses that belong to somebody: rule 3. */
class SharingTest {

  private static final CachePolicy POLICY = new CachePolicy(CacheOptions.DEFAULTS);

  static Stream<CacheRequest> authenticated() {
    return Stream.of(
        get("Authorization: Basic eA=="),
        get("aUTHORIZATION:"),
        get("X: y ⏎ authorization: Bearer t ⏎ Authorization: Bearer u"),
        by("ada", get("(none)")),
        by("", get("(none)")),
        by("ada", get("Cookie: a=b ⏎ Authorization: x")));
  }

  private static Storability stored(CacheRequest request, Directive directive, String directives) {
    return POLICY.storability(
        request, directive, head(200, "Cache-Control: " + directives), List.of(), NOW);
  }

  private static Decision reused(CacheRequest request, Directive directive, String directives) {
    return POLICY.decide(
        request,
        directive,
        only(Messages.stored("Cache-Control: " + directives + " ⏎ Date: {+0}")),
        0,
        NOW.plusSeconds(1));
  }

  @ParameterizedTest
  @MethodSource("authenticated")
  void aResponseThatDoesNotSayItIsForEverybodyIsNotStoredForOrServedToAUser(CacheRequest user) {
    for (String directives :
        List.of("max-age=60", "max-age=60, proxy-revalidate", "max-age=60, public=1", "x-public")) {
      assertThat(stored(user, minutes(5), directives)).isEqualTo(new NotStorable("authorization"));
      assertThat(reused(user, minutes(5), directives))
          .isEqualTo(new Forward(ForwardReason.REQUEST));
    }
    assertThat(
            POLICY.storability(
                user, minutes(5), head(200, "Expires: {+60} ⏎ Date: {+0}"), List.of(), NOW))
        .isEqualTo(new NotStorable("authorization"));
  }

  @ParameterizedTest
  @MethodSource("authenticated")
  void oneThatSaysSoIs(CacheRequest user) {
    for (String directives :
        List.of(
            "max-age=60, public",
            "Public, max-age=60",
            "max-age=60, must-revalidate",
            "s-maxage=60")) {
      assertThat(stored(user, minutes(5), directives)).isInstanceOf(Storable.class);
      assertThat(reused(user, minutes(5), directives)).isInstanceOf(Hit.class);
    }
  }

  @ParameterizedTest
  @MethodSource("authenticated")
  void everyResponseIsWhereTheUserIsPartOfTheKeyUnlessItRefuses(CacheRequest user) {
    assertThat(stored(user, perUser(), "max-age=60")).isInstanceOf(Storable.class);
    assertThat(reused(user, perUser(), "max-age=60")).isInstanceOf(Hit.class);
    assertThat(stored(user, perUser(), "max-age=60, private"))
        .isEqualTo(new NotStorable("private"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Cookie: a=b", "Proxy-Authorization: x", "X-Authorization: x"})
  void otherFieldsAuthenticateNobody(String fields) {
    assertThat(stored(get(fields), minutes(5), "max-age=60")).isInstanceOf(Storable.class);
    assertThat(reused(get(fields), minutes(5), "max-age=60")).isInstanceOf(Hit.class);
  }

  @ParameterizedTest
  @MethodSource("authenticated")
  void theWordMustStandInTheFieldThatCounts(CacheRequest user) {
    String fields = "CDN-Cache-Control: max-age=60 ⏎ Cache-Control: public, s-maxage=60";
    assertThat(POLICY.storability(user, minutes(5), head(200, fields), List.of(), NOW))
        .isEqualTo(new NotStorable("authorization"));
    String open = "CDN-Cache-Control: max-age=60, public ⏎ Cache-Control: private";
    assertThat(POLICY.storability(user, minutes(5), head(200, open), List.of(), NOW))
        .isInstanceOf(Storable.class);
  }

  @Test
  void aUsersRequestIsNotValidatedWithWhatIsForOthersAndNothingStandsInForIt() {
    StoredResponse stale =
        Messages.stored("Cache-Control: max-age=1, stale-if-error=600 ⏎ ETag: \"a\"");
    CacheRequest user = by("ada", get("(none)"));
    assertThat(POLICY.decide(user, minutes(5), only(stale), 0, NOW.plusSeconds(5)))
        .isEqualTo(new Forward(ForwardReason.REQUEST));
    assertThat(POLICY.mayStandIn(user, minutes(5), stale, 500, NOW.plusSeconds(5))).isFalse();
    assertThat(POLICY.mayStandIn(user, perUser(), stale, 500, NOW.plusSeconds(5))).isTrue();
  }
}
