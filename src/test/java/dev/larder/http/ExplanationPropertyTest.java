package dev.larder.http;

import static dev.larder.http.Messages.NOW;
import static dev.larder.http.RandomMessages.forAll;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.http.Decision.Forward;
import dev.larder.http.Decision.Hit;
import dev.larder.http.Decision.OnlyIfCached;
import dev.larder.http.Decision.Validate;
import dev.larder.http.Explanation.Outcome;
import dev.larder.http.Explanation.Step;
import dev.larder.http.HeaderFields.Field;
import dev.larder.http.Storability.NotStorable;
import dev.larder.http.Storability.Storable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Explanations say what the policy does, whatever they explain; each failure names its seed. */
class ExplanationPropertyTest {

  /** What each decision can be the work of. */
  private static final Map<ForwardReason, Set<Rule>> FORWARDING =
      Map.of(
          ForwardReason.METHOD, EnumSet.of(Rule.METHOD),
          ForwardReason.URI_MISS, EnumSet.of(Rule.URI_MISS),
          ForwardReason.VARY_MISS, EnumSet.of(Rule.VARY_MISS),
          ForwardReason.REQUEST, EnumSet.of(Rule.AUTHORIZATION, Rule.REQUEST_NO_STORE));

  private static final Set<Rule> VALIDATING =
      EnumSet.of(
          Rule.NO_CACHE,
          Rule.REQUEST_NO_CACHE,
          Rule.PRAGMA,
          Rule.REQUEST_MAX_AGE,
          Rule.REQUEST_MIN_FRESH,
          Rule.STALE_FORBIDDEN,
          Rule.STALE_NOT_ALLOWED);

  private static CacheRequest request(RandomMessages random) {
    CacheRequest request = random.request();
    List<Field> fields = new ArrayList<>(request.fields().lines());
    if (random.upTo(8) == 0) {
      fields.addAll(random.junkFields().lines());
    }
    return new CacheRequest(
        random.oneOf("GET", "GET", "GET", "GET", "HEAD", "POST", "DELETE", "FROB"),
        request.target(),
        HeaderFields.of(fields),
        request.principal());
  }

  private static ResponseHead head(RandomMessages random) {
    ResponseHead head = random.head(random.pieces());
    List<Field> fields = new ArrayList<>(head.fields().lines());
    if (random.upTo(3) == 0) {
      fields.addAll(
          Messages.fields(
                  random.oneOf(
                      "Cache-Control: no-store",
                      "Cache-Control: private",
                      "Cache-Control: no-cache",
                      "Cache-Control: must-understand, no-store",
                      "Cache-Control: \"",
                      "CDN-Cache-Control: max-age=60",
                      "CDN-Cache-Control: public",
                      "Set-Cookie: a=b",
                      "Vary: *",
                      "Connection: Cache-Control",
                      "Location: /c ⏎ Content-Location: http://other.example/"))
              .lines());
    }
    if (random.upTo(8) == 0) {
      fields.addAll(random.junkFields().lines());
    }
    return new ResponseHead(head.status(), HeaderFields.of(fields));
  }

  /** Of the rules before the one that decides none does, and of those behind it none is reached. */
  private static void isInOrder(List<Step> steps, List<Rule> order) {
    assertThat(steps).extracting(Step::rule).containsExactlyElementsOf(order);
    List<Outcome> outcomes =
        steps.stream()
            .filter(step -> step.rule() != Rule.ONLY_IF_CACHED)
            .map(Step::outcome)
            .toList();
    int decided = outcomes.indexOf(Outcome.DECIDED);
    assertThat(outcomes.subList(0, decided)).allMatch(Outcome.PASSED::equals);
    assertThat(outcomes.subList(decided + 1, outcomes.size()))
        .allMatch(Outcome.NOT_REACHED::equals);
    assertThat(steps)
        .filteredOn(step -> step.outcome() == Outcome.NOT_REACHED)
        .allSatisfy(step -> assertThat(step.seen()).isEmpty());
  }

  @Test
  void anExplanationOfReuseEndsAsThePolicyDecides() {
    Set<Rule> deciding = EnumSet.noneOf(Rule.class);
    forAll(
        random -> {
          CachePolicy policy = new CachePolicy(random.options());
          CacheRequest request = request(random);
          Directive directive = random.directive();
          List<StoredResponse> stored = new ArrayList<>();
          for (long i = random.upTo(4); i > 0; i--) {
            ResponseHead head = head(random);
            stored.add(
                new StoredResponse(
                    head, new byte[3], NOW.minusMillis(10), NOW, List.of(), random.upTo(3)));
          }
          Candidates candidates = new Candidates(stored, random.upTo(2) == 0);
          long resource = random.upTo(3);
          Instant now = random.later();

          Decision decision = policy.decide(request, directive, candidates, resource, now);
          Explanation.Reuse told =
              policy.explainReuse(request, directive, candidates, resource, now);

          isInOrder(told.steps(), Rule.forReuse());
          Rule by = told.decidedBy();
          deciding.add(by);
          boolean answerable = request.method().equals("GET") || request.method().equals("HEAD");
          if (answerable && CachePolicy.needsResource(request)) {
            assertThat(told.decision())
                .isIn(new Forward(ForwardReason.REQUEST), new OnlyIfCached(ForwardReason.REQUEST));
            assertThat(by).isIn(Rule.NEEDS_RESOURCE, Rule.ONLY_IF_CACHED);
            return;
          }
          assertThat(told.decision()).isEqualTo(decision);
          if (decision instanceof Hit hit) {
            assertThat(by)
                .isEqualTo(
                    hit.ttl() > 0
                        ? Rule.FRESH
                        : hit.refresh() ? Rule.STALE_WHILE_REVALIDATE : Rule.MAX_STALE);
            assertThat(told.times().age().toSeconds()).isEqualTo(hit.age());
            assertThat(told.times().left().toMillis() > 0).isEqualTo(hit.ttl() > 0);
            assertThat(told.answer())
                .hasValue(policy.answer(request, directive, hit.stored(), now).status());
            assertThat(told.candidates())
                .filteredOn(Explanation.Candidate::selected)
                .singleElement()
                .satisfies(candidate -> assertThat(candidate.stored()).isSameAs(hit.stored()));
          } else if (decision instanceof Validate validate) {
            assertThat(by).isIn(VALIDATING);
            assertThat(told.standsIn())
                .isEqualTo(policy.mayStandIn(request, directive, validate.stored(), 503, now));
          } else if (decision instanceof Forward forward) {
            assertThat(by).isIn(FORWARDING.get(forward.reason()));
          } else {
            assertThat(by).isEqualTo(Rule.ONLY_IF_CACHED);
          }
        });
    Set<Rule> reachable = EnumSet.copyOf(Rule.forReuse());
    assertThat(deciding).as("what the random messages have decided").isEqualTo(reachable);
  }

  @Test
  void anExplanationOfStoringEndsAsThePolicyDecidesByTheRuleOfItsToken() {
    Set<Rule> deciding = EnumSet.noneOf(Rule.class);
    forAll(
        random -> {
          CachePolicy policy = new CachePolicy(random.options());
          CacheRequest request = request(random);
          Directive directive = random.directive();
          ResponseHead head = head(random);

          Storability storability =
              policy.storability(request, directive, head, List.of("accept"), NOW);
          Explanation.Storing told =
              policy.explainStoring(request, directive, head, List.of("accept"), NOW);

          isInOrder(told.steps(), Rule.forStoring());
          deciding.add(told.decidedBy());
          if (request.method().equals("GET") && CachePolicy.needsResource(request)) {
            assertThat(told.decidedBy()).isEqualTo(Rule.NEEDS_RESOURCE);
            assertThat(told.storability()).isEqualTo(new NotStorable("needs-resource"));
            return;
          }
          assertThat(told.storability()).isEqualTo(storability);
          if (storability instanceof NotStorable not) {
            assertThat(told.decidedBy().token()).isEqualTo(not.why());
          } else {
            assertThat(told.decidedBy()).isEqualTo(Rule.STORED);
            assertThat(storability).isInstanceOf(Storable.class);
          }
        });
    assertThat(deciding)
        .as("what the random messages have decided")
        .isEqualTo(EnumSet.copyOf(Rule.forStoring()));
  }

  @Test
  void anExplanationOfInvalidationNamesWhatThePolicyInvalidates() {
    Set<Rule> deciding = EnumSet.noneOf(Rule.class);
    forAll(
        random -> {
          CachePolicy policy = new CachePolicy(random.options());
          CacheRequest request = request(random);
          ResponseHead head = head(random);

          List<TargetUri> targets = policy.invalidated(request, head);
          Explanation.Invalidation told = policy.explainInvalidation(request, head);

          isInOrder(told.steps(), Rule.forInvalidation());
          deciding.add(told.decidedBy());
          assertThat(told.targets()).isEqualTo(targets);
          assertThat(told.decidedBy() == Rule.TARGET_URI).isEqualTo(!targets.isEmpty());
          List<TargetUri> named = new ArrayList<>();
          if (told.decidedBy() == Rule.TARGET_URI) {
            named.add(request.target());
          }
          told.references()
              .forEach(
                  reference -> {
                    assertThat(reference.rule() == Rule.SAME_ORIGIN)
                        .isEqualTo(reference.target() != null);
                    if (reference.target() != null) {
                      named.add(reference.target());
                    }
                  });
          assertThat(named.stream().distinct()).containsExactlyElementsOf(targets);
        });
    assertThat(deciding).isEqualTo(EnumSet.copyOf(Rule.forInvalidation()));
  }

  @Test
  void noExplanationShowsCredentialsOrCookies() {
    forAll(
        random -> {
          CachePolicy policy = new CachePolicy(random.options());
          CacheRequest plain = random.request();
          List<Field> fields = new ArrayList<>(plain.fields().lines());
          fields.add(new Field("authorization", "Basic s3cret"));
          fields.add(new Field("COOKIE", "s3cret"));
          CacheRequest request =
              new CacheRequest("GET", plain.target(), HeaderFields.of(fields), null);
          ResponseHead head = random.head(random.pieces());
          List<Field> answered = new ArrayList<>(head.fields().lines());
          answered.add(new Field("set-cookie", "a=s3cret"));
          ResponseHead setting = new ResponseHead(head.status(), HeaderFields.of(answered));
          Directive directive = random.directive();
          assertThat(
                  policy
                      .explainStoring(request, directive, setting, List.of(), NOW)
                      .steps()
                      .toString())
              .doesNotContain("s3cret");
          Explanation.Reuse reuse =
              policy.explainReuse(
                  request, directive, Messages.only(random.stored(setting)), 0, random.later());
          assertThat(reuse.steps().toString()).doesNotContain("s3cret");
          reuse
              .candidates()
              .forEach(
                  candidate -> assertThat(candidate.steps().toString()).doesNotContain("s3cret"));
        });
  }
}
