package dev.larder.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.larder.http.HeaderFields.Field;
import dev.larder.http.PolicyCache.Response;
import dev.larder.http.PolicyCache.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Users with different answers for one URI, in long random stories of one cache: whoever asks, with
 * whatever fields, gets what was made for somebody else only where the response said that it is for
 * everybody. Each failure names its seed.
 */
class LeakPropertyTest {

  private static final int STORIES = 1_500;
  private static final int REQUESTS = 25;

  private static final String[] SHARED = {
    "max-age=60, public", "PUBLIC,max-age=60", "max-age=60,\tmust-revalidate", "s-maxage=60"
  };

  private static final String[] OTHERS = {
    "max-age=60",
    "max-age=60, foo=\"public\"",
    "max-age=60, public=no",
    "xpublic, max-age=60",
    "max-age=60, stale-while-revalidate=600",
    "max-age=60, stale-if-error=600",
    "max-age=60, proxy-revalidate",
    "no-cache",
    ""
  };

  private static final String[] NEVER = {
    "private, max-age=60",
    "public, PRIVATE, max-age=60",
    "max-age=60, public, no-store",
    "s-maxage=60, private=\"x\""
  };

  /** Who asks: at most one of the three is known of anybody. */
  private record User(@Nullable String principal, @Nullable String authorization, String cookie) {

    /** Returns whom a resource would take it for. */
    String identity() {
      return principal != null
          ? "principal " + principal
          : authorization != null ? "authorization " + authorization : "anybody";
    }

    String identityWithCookie() {
      return identity() + " " + cookie;
    }
  }

  private static final User[] USERS = {
    new User("ada", null, ""),
    new User("bob", null, "c=1"),
    new User("ada", "Basic x", ""),
    new User(null, "Basic x", ""),
    new User(null, "Basic y", "c=1"),
    new User(null, null, "c=1"),
    new User(null, null, "c=2"),
    new User(null, null, "")
  };

  /** What the stories served from the cache. */
  private static final class Served {
    int all;
    int perUser;
    int shared;
  }

  @Test
  void nobodyIsServedWhatWasMadeForSomebodyElse() {
    Served served = new Served();
    for (long seed = 1; seed <= STORIES; seed++) {
      try {
        new Story(new Random(seed)).tell(served);
      } catch (RuntimeException | AssertionError e) {
        fail("with seed " + seed + ": " + e.getMessage(), e);
      }
    }
    // The stories are worth something: much is served from the cache, to others and to users.
    assertThat(served.all).isGreaterThan(STORIES);
    assertThat(served.perUser).isGreaterThan(STORIES / 10);
    assertThat(served.shared).isGreaterThan(STORIES / 10);
  }

  private static void check(Result result, User user, boolean perUser, Served served) {
    String madeFor = result.response().text();
    served.all++;
    assertThat(result.field("Never")).as(result.toString()).hasValue("no");
    if (perUser) {
      assertThat(result.field("Made-For")).hasValue(user.identityWithCookie());
      served.perUser++;
    } else if (result.by() == PolicyCache.By.VALIDATED) {
      // The resource was asked, as this user, whether this is right.
      assertThat(madeFor).isEqualTo(user.identity());
    } else if (!madeFor.equals("anybody") || !user.identity().equals("anybody")) {
      assertThat(result.field("Shared"))
          .as("made for %s, served to %s: %s", madeFor, user, result)
          .hasValue("yes");
      served.shared++;
    }
  }

  /** One cache, one URI, one directive, many requests. */
  private record Story(Random random) {

    void tell(Served served) {
      Directive directive =
          new Directive(
              oneOf(null, Duration.ofMinutes(5)),
              random.nextInt(3) == 0,
              null,
              List.of(),
              List.of(),
              random.nextBoolean(),
              false);
      CacheOptions options =
          new CacheOptions(
              random.nextBoolean(),
              Duration.ofDays(1),
              oneOf(Duration.ZERO, Duration.ofMinutes(10)),
              Duration.ofMinutes(10),
              Duration.ofDays(7));
      PolicyCache cache = new PolicyCache(options);
      for (int i = 0; i < REQUESTS; i++) {
        User user = oneOf(USERS);
        Result result = cache.request(request(user), directive, request -> answer(request, user));
        if (result.by() != PolicyCache.By.RESOURCE && !result.response().text().isEmpty()) {
          check(result, user, directive.perUser(), served);
        }
        cache.pass(Duration.ofSeconds(oneOf(1, 1, 1, 70)));
      }
    }

    private CacheRequest request(User user) {
      List<Field> fields = new ArrayList<>();
      if (user.authorization() != null) {
        fields.add(new Field(oneOf("Authorization", "AUTHORIZATION"), user.authorization()));
      }
      if (!user.cookie().isEmpty()) {
        fields.add(new Field("Cookie", user.cookie()));
      }
      String wish =
          oneOf("", "", "", "no-cache", "no-store", "max-stale", "only-if-cached", "max-age=0");
      if (!wish.isEmpty()) {
        fields.add(new Field("Cache-Control", wish));
      }
      String method = oneOf("GET", "GET", "GET", "GET", "GET", "GET", "HEAD", "POST");
      return new CacheRequest(method, Messages.TARGET, HeaderFields.of(fields), user.principal());
    }

    private Response answer(CacheRequest request, User user) {
      if (random.nextInt(10) == 0) {
        return Response.of(503, "");
      }
      int kind = random.nextInt(3);
      String directives = kind == 0 ? oneOf(SHARED) : kind == 1 ? oneOf(OTHERS) : oneOf(NEVER);
      String tag = "\"" + user.identityWithCookie().hashCode() + "\"";
      List<Field> fields = new ArrayList<>();
      fields.add(new Field("Made-For", user.identityWithCookie()));
      fields.add(new Field("Shared", kind == 0 ? "yes" : "no"));
      fields.add(new Field("Never", kind == 2 ? "yes" : "no"));
      fields.add(new Field("Cache-Control", directives));
      if (request.fields().values("If-None-Match").contains(tag)) {
        // What a 304 says of a response that was kept is true of it from now on.
        fields.set(2, new Field("Never", "no"));
        return new Response(304, HeaderFields.of(fields), new byte[0]);
      }
      if (random.nextBoolean()) {
        fields.add(new Field("ETag", tag));
      }
      return new Response(200, HeaderFields.of(fields), PolicyCache.bytes(user.identity()));
    }

    @SafeVarargs
    private <T extends @Nullable Object> T oneOf(T... values) {
      return values[random.nextInt(values.length)];
    }
  }
}
