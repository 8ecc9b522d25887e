package dev.larder.management;

import dev.larder.http.Decision;
import dev.larder.http.Explanation;
import dev.larder.http.ForwardReason;
import dev.larder.http.ResponseExplainer.Answer;
import dev.larder.http.ResponseExplainer.Question;
import dev.larder.http.ResponseExplainer.Taken;
import dev.larder.http.Rule;
import dev.larder.http.Storability.Storable;
import java.time.Duration;
import java.util.List;

/** What comes out of explanations, in a sentence each. It is pure. */
final class Verdicts {

  private Verdicts() {}

  /** Returns the verdict about everything that was asked, the most telling part first. */
  static String all(Question question, Answer answer) {
    String caveat = "";
    if (!answer.enabled()) {
      caveat =
          " This service does not cache at all now (larder.http.enabled); this is what it would do.";
    } else if (answer.taken() == Taken.NONE) {
      caveat =
          " No cached endpoint of this service answers this URL, so a plain directive without a"
              + " time to live was taken.";
    }
    return sentences(question, answer) + caveat;
  }

  private static String sentences(Question question, Answer answer) {
    Explanation.Storing storing = answer.storing();
    Explanation.Invalidation invalidation = answer.invalidation();
    if (storing == null || invalidation == null) {
      return of(answer.reuse());
    }
    String method = question.request().method();
    if (method.equals("GET") || method.equals("HEAD")) {
      return of(answer.reuse()) + " " + of(storing);
    }
    return of(invalidation, answer.invalidatedTags());
  }

  static String of(Explanation.Reuse told) {
    Decision decision = told.decision();
    if (decision instanceof Decision.Hit hit) {
      return hit(told, hit);
    }
    if (decision instanceof Decision.OnlyIfCached) {
      return "Answered 504: the client wants what is stored only, and nothing stored may answer it.";
    }
    if (decision instanceof Decision.Validate) {
      return "Sent to the resource to validate what is stored: " + because(told.decidedBy()) + ".";
    }
    ForwardReason reason = ((Decision.Forward) decision).reason();
    return switch (reason) {
      case METHOD -> "Sent to the resource: the method is neither GET nor HEAD.";
      case URI_MISS -> "Sent to the resource: nothing usable is stored for this URL.";
      case VARY_MISS ->
          "Sent to the resource: responses to this URL are stored, and none that this request"
              + " selects may be used.";
      default -> "Sent to the resource: " + because(told.decidedBy()) + ".";
    };
  }

  private static String hit(Explanation.Reuse told, Decision.Hit hit) {
    String age = text(Duration.ofSeconds(hit.age())) + " old";
    String status = told.answer().isPresent() ? " with " + told.answer().getAsInt() : "";
    if (hit.ttl() > 0) {
      return "Answered from the cache%s: %s, fresh for another %s."
          .formatted(status, age, text(Duration.ofSeconds(hit.ttl())));
    }
    String why =
        hit.refresh()
            ? "stale-while-revalidate allows it, and it is refreshed in the background"
            : "the client allows it by max-stale";
    return "Answered from the cache%s: %s and stale; %s.".formatted(status, age, why);
  }

  static String of(Explanation.Storing told) {
    if (told.storability() instanceof Storable storable) {
      String lifetime =
          told.times().left().isNegative() || told.times().left().isZero()
              ? "stale at once"
              : "fresh for " + text(told.times().left());
      return "The response is stored: %s, kept for %s.".formatted(lifetime, text(storable.keep()));
    }
    return "The response is not stored: " + because(told.decidedBy()) + ".";
  }

  static String of(Explanation.Invalidation told, List<String> tags) {
    String declared =
        tags.isEmpty() ? "" : " and what the endpoint declares: " + String.join(", ", tags);
    if (told.targets().isEmpty()) {
      return tags.isEmpty()
          ? "The response makes nothing invalid: " + because(told.decidedBy()) + "."
          : "The response makes invalid what the endpoint declares: "
              + String.join(", ", tags)
              + ".";
    }
    int others = told.targets().size() - 1;
    String uris =
        others == 0
            ? "what is stored for this URL"
            : "what is stored for this URL and " + others + (others == 1 ? " other" : " others");
    return "The response makes invalid " + uris + declared + ".";
  }

  /** Returns why a rule decided against the cache. */
  private static String because(Rule rule) {
    return switch (rule) {
      case NEEDS_RESOURCE -> "it has a condition on the current state, or content";
      case METHOD -> "the method is not GET";
      case AUTHORIZATION -> "it is asked for by a user, and the response is not for everybody";
      case REQUEST_NO_STORE -> "the request says no-store";
      case CONNECTION -> "Connection names a field that decides";
      case STATUS -> "its status is never stored";
      case MALFORMED_CACHE_CONTROL -> "its Cache-Control cannot be read";
      case MUST_UNDERSTAND -> "it says must-understand, and its status is not known";
      case NO_STORE -> "it says no-store";
      case PRIVATE -> "it says private";
      case SET_COOKIE -> "it sets a cookie";
      case VARY -> "its Vary has *";
      case NO_FRESHNESS -> "nobody states a lifetime, and none may be estimated";
      case STALE -> "it is stale on arrival, and could never be used";
      case NO_CACHE -> "it says no-cache";
      case REQUEST_NO_CACHE -> "the request says no-cache";
      case PRAGMA -> "the request says Pragma: no-cache";
      case REQUEST_MAX_AGE -> "it is older than the request's max-age";
      case REQUEST_MIN_FRESH -> "it does not stay fresh for the request's min-fresh";
      case STALE_FORBIDDEN -> "it is stale, and says that it must be validated then";
      case STALE_NOT_ALLOWED -> "it is stale";
      case SAFE_METHOD -> "the method changes nothing";
      case ERROR_STATUS -> "its status is no success";
      default -> rule.sentence();
    };
  }

  /** Returns a time such as {@code 2 h 5 min}. */
  static String text(Duration time) {
    long seconds = time.toSeconds();
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3_600) {
      return joined(seconds / 60, "min", seconds % 60, "s");
    }
    return seconds < 86_400
        ? joined(seconds / 3_600, "h", seconds % 3_600 / 60, "min")
        : joined(seconds / 86_400, "d", seconds % 86_400 / 3_600, "h");
  }

  private static String joined(long large, String unit, long small, String smaller) {
    return small == 0 ? large + " " + unit : large + " " + unit + " " + small + " " + smaller;
  }
}
