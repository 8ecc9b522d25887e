package dev.larder.management;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.larder.testing.Feature;
import dev.larder.testing.LarderClient;
import dev.larder.testing.LarderClient.Answer;
import dev.larder.testing.SharedLarder;
import dev.larder.testing.TestUsers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the service says of its response cache is what it does. */
@Feature("Health, metrics, JMX, operator routes")
class ExplainIT {

  @RegisterExtension static final SharedLarder larder = SharedLarder.memoryOnH2();

  private static final String REQUIREMENTS = "/larder/api/requirements";

  @BeforeEach
  void save() {
    Answer saved = admin().putJson("api/requirements", "{\"content\":\"flask==3.0.0\\n\"}");
    assertThat(saved.status()).isEqualTo(200);
  }

  private static LarderClient admin() {
    return larder.admin();
  }

  private static JsonNode explained(String body) {
    Answer answer = admin().postJson("api/responses/explain", body.replace('\'', '"'));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private static JsonNode requirements(String members) {
    return explained(
        "{'method':'GET','url':'"
            + REQUIREMENTS
            + "','headers':{'Accept':'application/json'},'user':'admin'"
            + members
            + "}");
  }

  private static JsonNode step(JsonNode part, String rule) {
    for (JsonNode step : part.get("steps")) {
      if (step.get("rule").textValue().equals(rule)) {
        return step;
      }
    }
    throw new AssertionError(rule + " is none of " + part.get("steps"));
  }

  @Test
  void aMissIsExplainedBeforeAndAHitAfterTheRequirementsWereRead() {
    JsonNode before = requirements("");
    assertThat(before.at("/reuse/decision").textValue()).isEqualTo("forward");
    assertThat(before.at("/reuse/reason").textValue()).isEqualTo("uri-miss");
    assertThat(before.at("/directive/from").textValue()).isEqualTo("endpoint");
    assertThat(before.at("/directive/endpoint").textValue()).contains("RequirementsResource");
    assertThat(before.at("/directive/ttl").textValue()).isEqualTo("60s");
    assertThat(before.at("/directive/perUser").booleanValue()).isTrue();
    assertThat(before.at("/directive/tags/0").textValue()).isEqualTo("requirements");

    Answer read = admin().get("api/requirements", "Accept", "application/json");
    assertThat(read.header("Cache-Status").orElse("")).contains("fwd=uri-miss", "stored");

    JsonNode after = requirements("");
    assertThat(after.at("/reuse/decision").textValue()).isEqualTo("hit");
    assertThat(after.at("/reuse/decidedBy").textValue()).isEqualTo("fresh");
    assertThat(after.at("/reuse/status").intValue()).isEqualTo(200);
    assertThat(after.at("/reuse/times/from").textValue()).isEqualTo("directive");
    assertThat(after.at("/reuse/times/lifetime").longValue()).isEqualTo(60);
    assertThat(after.at("/reuse/candidates")).hasSize(1);
    assertThat(after.get("verdict").textValue()).startsWith("Answered from the cache with 200");
    assertThat(step(after.get("reuse"), "stale-forbidden").get("outcome").textValue())
        .isEqualTo("not-reached");

    Answer again = admin().get("api/requirements", "Accept", "application/json");
    assertThat(again.header("Cache-Status").orElse("")).contains("hit");
  }

  @Test
  void eachUserAndEachRepresentationHasItsOwn() {
    assertThat(admin().get("api/requirements", "Accept", "application/json").status())
        .isEqualTo(200);
    assertThat(requirements("").at("/reuse/decision").textValue()).isEqualTo("hit");
    JsonNode other =
        explained(
            "{'method':'GET','url':'"
                + REQUIREMENTS
                + "','headers':[['Accept','application/json']],'user':'reader'}");
    assertThat(other.at("/reuse/reason").textValue()).isEqualTo("uri-miss");
    JsonNode text =
        explained(
            "{'method':'GET','url':'"
                + REQUIREMENTS
                + "','headers':[['Accept','text/plain']],'user':'admin'}");
    assertThat(text.at("/reuse/reason").textValue()).isEqualTo("vary-miss");
  }

  @Test
  void timeCanBeLookedAhead() {
    assertThat(admin().get("api/requirements", "Accept", "application/json").status())
        .isEqualTo(200);
    long now = requirements("").get("at").longValue();
    JsonNode later = requirements(",'at':" + (now + 3_600));
    assertThat(later.at("/reuse/decision").textValue()).isEqualTo("validate");
    assertThat(later.at("/reuse/decidedBy").textValue()).isEqualTo("stale-not-allowed");
    assertThat(later.at("/reuse/times/freshFor").longValue()).isNegative();
  }

  @Test
  void itChangesNothingAndIsNoLookUp() {
    assertThat(admin().get("api/requirements", "Accept", "application/json").status())
        .isEqualTo(200);
    JsonNode before = admin().get("api/stats").json();
    for (int i = 0; i < 5; i++) {
      requirements(",'response':{'status':200,'headers':{'Cache-Control':'max-age=60'}}");
      explained(
          "{'method':'PUT','url':'" + REQUIREMENTS + "','user':'admin','response':{'status':200}}");
      explained("{'method':'GET','url':'/nothing','response':{'status':200}}");
    }
    JsonNode after = admin().get("api/stats").json();
    assertThat(after.get("hits")).isEqualTo(before.get("hits"));
    assertThat(after.get("misses")).isEqualTo(before.get("misses"));
    assertThat(after.get("entries")).isEqualTo(before.get("entries"));
    assertThat(requirements("").at("/reuse/decision").textValue()).isEqualTo("hit");
  }

  @Test
  void aResponseOfTheApplicationIsExplainedRuleByRule() {
    JsonNode told =
        requirements(
            ",'response':{'status':200,'headers':"
                + "[['cache-control','max-age=60'],['Cache-Control','NO-STORE']]}");
    JsonNode storing = told.get("storing");
    assertThat(storing.get("stored").booleanValue()).isFalse();
    assertThat(storing.get("decidedBy").textValue()).isEqualTo("no-store");
    assertThat(storing.get("keep").isNull()).isTrue();
    JsonNode rule = step(storing, "no-store");
    assertThat(rule.get("outcome").textValue()).isEqualTo("decided");
    assertThat(rule.get("source").textValue()).isEqualTo("RFC 9111, section 5.2.2.5");
    List<String> seen = new ArrayList<>();
    rule.get("seen").forEach(each -> seen.add(each.get("text").textValue()));
    assertThat(seen).containsExactly("Cache-Control: max-age=60", "Cache-Control: NO-STORE");
    assertThat(step(storing, "must-understand").get("outcome").textValue()).isEqualTo("passed");
    assertThat(step(storing, "private").get("outcome").textValue()).isEqualTo("not-reached");
    assertThat(told.get("verdict").textValue()).contains("not stored: it says no-store");
  }

  @Test
  void aChangeIsExplainedWithAllThatItMakesInvalid() {
    JsonNode told =
        explained(
            "{'method':'PUT','url':'"
                + REQUIREMENTS
                + "','user':'admin','response':{'status':201,'headers':"
                + "{'Location':['requirements/x','https://elsewhere.example/y']}}}");
    JsonNode invalidation = told.get("invalidation");
    String base = larder.server().url().resolve("/").toString();
    assertThat(invalidation.at("/uris/0").textValue()).isEqualTo(base + "larder/api/requirements");
    assertThat(invalidation.at("/uris/1").textValue())
        .isEqualTo(base + "larder/api/requirements/x");
    assertThat(invalidation.at("/tags/0").textValue()).isEqualTo("requirements");
    assertThat(invalidation.at("/references/1/rule").textValue()).isEqualTo("other-origin");
    assertThat(invalidation.at("/references/1/uri").isNull()).isTrue();
    assertThat(told.get("verdict").textValue())
        .isEqualTo(
            "The response makes invalid what is stored for this URL and 1 other and what the"
                + " endpoint declares: requirements.");
  }

  @Test
  void theDirectiveOfTheQuestionWinsAndWithoutAnyThatIsSaid() {
    JsonNode given = requirements(",'directive':{'ttl':'5m','vary':['X-Tenant']}");
    assertThat(given.at("/directive/from").textValue()).isEqualTo("given");
    assertThat(given.at("/directive/vary/0").textValue()).isEqualTo("x-tenant");
    assertThat(given.get("key")).isNotEqualTo(requirements("").get("key"));
    JsonNode none = explained("{'method':'GET','url':'/larder/api/health'}");
    assertThat(none.at("/directive/from").textValue()).isEqualTo("none");
    assertThat(none.get("verdict").textValue()).contains("No cached endpoint of this service");
    assertThat(none.get("storing").isNull()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'method':'GET'}",
        "{'url':'/'}",
        "{'method':'GET','url':'/','more':1}",
        "{'method':'G T','url':'/'}",
        "{'method':'','url':'/'}",
        "{'method':'GET','url':''}",
        "{'method':'GET','url':'a'}",
        "{'method':'GET','url':'/a b'}",
        "{'method':'GET','url':'/a#b'}",
        "{'method':'GET','url':'/%zz'}",
        "{'method':'GET','url':'/ü'}",
        "{'method':'GET','url':'ftp://a/'}",
        "{'method':'GET','url':'http://user@a/'}",
        "{'method':'GET','url':'/','headers':'x'}",
        "{'method':'GET','url':'/','headers':[['a']]}",
        "{'method':'GET','url':'/','headers':[['a','b','c']]}",
        "{'method':'GET','url':'/','headers':[[1,'b']]}",
        "{'method':'GET','url':'/','headers':{'a b':'c'}}",
        "{'method':'GET','url':'/','headers':{'a':1}}",
        "{'method':'GET','url':'/','headers':{'a':'b\\u000ac'}}",
        "{'method':'GET','url':'/','headers':{'a':'b','a':'c'}}",
        "{'method':'GET','url':'/','user':''}",
        "{'method':'GET','url':'/','directive':{'ttl':'soon'}}",
        "{'method':'GET','url':'/','directive':{'ttl':'99999999d'}}",
        "{'method':'GET','url':'/','directive':{'tags':['{id}']}}",
        "{'method':'GET','url':'/','directive':{'tags':[null]}}",
        "{'method':'GET','url':'/','directive':{'vary':['a b']}}",
        "{'method':'GET','url':'/','directive':{'early':true}}",
        "{'method':'GET','url':'/','response':{}}",
        "{'method':'GET','url':'/','response':{'status':99}}",
        "{'method':'GET','url':'/','response':{'status':600}}",
        "{'method':'GET','url':'/','response':{'status':200,'body':''}}",
        "{'method':'GET','url':'/','at':-1}",
        "{'method':'GET','url':'/','at':'now'}"
      })
  void whatCannotBeUnderstoodIsRefusedWithTheReason(String body) {
    Answer answer = admin().postJson("api/responses/explain", body.replace('\'', '"'));
    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    assertThat(answer.json().get("type").textValue()).endsWith("/bad-json");
    assertThat(answer.json().get("detail").textValue()).isNotBlank().doesNotContain("dev.larder");
  }

  @Test
  void tooManyHeadersAreRefused() {
    StringBuilder headers = new StringBuilder();
    for (int i = 0; i < 201; i++) {
      headers.append(i == 0 ? "" : ",").append("[\"a\",\"b\"]");
    }
    Answer answer =
        admin()
            .postJson(
                "api/responses/explain",
                "{\"method\":\"GET\",\"url\":\"/\",\"headers\":[" + headers + "]}");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("detail").textValue()).contains("200 lines");
  }

  @Test
  void noCredentialsAreShown() throws Exception {
    JsonNode told =
        requirements(
            ",'directive':{'vary':['cookie']},'response':{'status':200,'headers':"
                + "{'Set-Cookie':'sid=s3cret','Cache-Control':'max-age=60'}}");
    JsonNode cookie =
        explained(
            "{'method':'GET','url':'/a','headers':{'Cookie':'s3cret','Authorization':'s3cret'},"
                + "'directive':{'ttl':'1m','vary':['cookie'],'perUser':true},"
                + "'response':{'status':200}}");
    assertThat(cookie.at("/storing/stored").booleanValue()).isTrue();
    assertThat(new ObjectMapper().writeValueAsString(told)).doesNotContain("s3cret");
    assertThat(new ObjectMapper().writeValueAsString(cookie)).doesNotContain("s3cret");
  }

  @Test
  void whoIsNoAdminIsRefused() {
    Answer answer =
        larder
            .server()
            .client()
            .as("writer", TestUsers.PASSWORD)
            .postJson("api/responses/explain", "{\"method\":\"GET\",\"url\":\"/\"}");
    assertThat(answer.status()).isEqualTo(403);
  }
}
