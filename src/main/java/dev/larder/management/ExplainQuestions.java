package dev.larder.management;

import com.fasterxml.jackson.databind.JsonNode;
import dev.larder.cache.Durations;
import dev.larder.cache.Ttl;
import dev.larder.http.CacheRequest;
import dev.larder.http.Directive;
import dev.larder.http.HeaderFields;
import dev.larder.http.HeaderFields.Field;
import dev.larder.http.ResponseExplainer.Question;
import dev.larder.http.ResponseHead;
import dev.larder.http.TagTemplate;
import dev.larder.http.TargetUri;
import dev.larder.rest.ProblemException;
import dev.larder.rest.ProblemType;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what is to be explained, strictly. It is pure. */
final class ExplainQuestions {

  private static final int LONGEST = 8_000;
  private static final int MOST_FIELDS = 200;
  private static final int MOST_NAMES = 50;
  private static final int LONGEST_NAME = 200;
  private static final long LATEST = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

  /** What {@code RequestForm} takes for plain; any other form is never answered from the cache. */
  private static final Pattern URL =
      Pattern.compile(
          "(?:(?<scheme>https?)://(?<authority>[a-zA-Z0-9._:\\[\\]-]+))?"
              + "(?<path>/[!-~&&[^?#]]*)?(?:\\?(?<query>[!-~&&[^#]]*))?",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern NOT_ENCODED = Pattern.compile("%(?![0-9A-Fa-f]{2})");
  private static final Pattern VALUE = Pattern.compile("[\\t\\x20-\\x7e\\x80-\\uffff]*");

  private ExplainQuestions() {}

  /**
   * Returns what is asked.
   *
   * @param base the URI of the API
   * @throws ProblemException when it is not understood
   */
  static Question of(ExplainBody body, URI base) {
    String method = token(required(body.method(), "method"), "the method");
    TargetUri target = target(required(body.url(), "url"), base);
    HeaderFields fields = fields(body.headers(), "headers");
    String user = body.user();
    if (user != null && (user.isEmpty() || user.length() > LONGEST_NAME)) {
      throw bad("the user has from 1 to " + LONGEST_NAME + " characters; null is nobody");
    }
    return new Question(
        new CacheRequest(method, target, fields, user),
        base.getRawPath(),
        body.directive() == null ? null : directive(body.directive()),
        body.response() == null ? null : response(body.response()),
        body.at() == null ? null : instant(body.at()));
  }

  private static TargetUri target(String url, URI base) {
    Matcher matcher = URL.matcher(url);
    boolean understood =
        url.length() <= LONGEST && matcher.matches() && !NOT_ENCODED.matcher(url).find();
    String path = understood ? matcher.group("path") : null;
    String scheme = understood ? matcher.group("scheme") : null;
    if (!understood || (scheme == null && path == null)) {
      throw bad(
          "the url is http:// or https:// with host and path, or a path from / on, in printable"
              + " ASCII, percent-encoded, without a fragment, at most "
              + LONGEST
              + " characters");
    }
    String authority = scheme == null ? base.getRawAuthority() : matcher.group("authority");
    return new TargetUri(
        (scheme == null ? base.getScheme() : scheme).toLowerCase(Locale.ROOT),
        authority.toLowerCase(Locale.ROOT),
        path == null ? "/" : path,
        matcher.group("query"));
  }

  private static Directive directive(ExplainBody.DirectiveBody body) {
    List<String> vary = new ArrayList<>();
    for (String name : names(body.vary(), "vary")) {
      vary.add(token(name, "a field of vary").toLowerCase(Locale.ROOT));
    }
    List<String> tags = names(body.tags(), "tags");
    for (String tag : tags) {
      plainTag(tag);
    }
    return new Directive(
        body.ttl() == null ? null : ttl(body.ttl()),
        Boolean.TRUE.equals(body.perUser()),
        body.parameters() == null ? null : names(body.parameters(), "parameters"),
        vary,
        tags,
        Boolean.TRUE.equals(body.storeSetCookie()),
        false);
  }

  private static void plainTag(String tag) {
    try {
      if (TagTemplate.parse(tag).names().isEmpty()) {
        return;
      }
    } catch (IllegalArgumentException e) {
      throw bad("a tag is not valid: " + e.getMessage());
    }
    throw bad("give tags as they are expanded, such as product:42 for product:{id}");
  }

  private static Duration ttl(String text) {
    try {
      Duration ttl = Durations.parse(text);
      if (!ttl.isZero()) {
        Ttl.of(ttl);
      }
      return ttl;
    } catch (IllegalArgumentException e) {
      throw new ProblemException(
          ProblemType.BAD_JSON,
          "the ttl of a directive is a whole number and a unit, such as 30s, 5m, 1h or 7d, at most"
              + " 36500d, or ISO-8601 such as PT5M; null is none",
          e);
    }
  }

  private static ResponseHead response(ExplainBody.ResponseBody body) {
    Integer status = body.status();
    if (status == null || status < 100 || status > 599) {
      throw bad("the status of a response is a number from 100 to 599");
    }
    return new ResponseHead(status, fields(body.headers(), "response.headers"));
  }

  private static Instant instant(long seconds) {
    if (seconds < 0 || seconds > LATEST) {
      throw bad("at is a time in seconds since 1970, or null for now");
    }
    return Instant.ofEpochSecond(seconds);
  }

  private static HeaderFields fields(@Nullable JsonNode node, String member) {
    List<Field> fields = new ArrayList<>();
    if (node == null || node.isNull()) {
      return HeaderFields.NONE;
    }
    if (node.isArray()) {
      for (JsonNode pair : node) {
        if (!pair.isArray() || pair.size() != 2 || !pair.get(0).isTextual()) {
          throw badFields(member);
        }
        add(fields, pair.get(0).textValue(), pair.get(1), member);
      }
    } else if (node.isObject()) {
      for (Map.Entry<String, JsonNode> each : node.properties()) {
        String name = each.getKey();
        if (each.getValue().isArray()) {
          each.getValue().forEach(value -> add(fields, name, value, member));
        } else {
          add(fields, name, each.getValue(), member);
        }
      }
    } else {
      throw badFields(member);
    }
    return HeaderFields.of(fields);
  }

  private static void add(List<Field> fields, String name, JsonNode value, String member) {
    if (!value.isTextual()) {
      throw badFields(member);
    }
    if (fields.size() >= MOST_FIELDS) {
      throw bad("'" + member + "' has more than " + MOST_FIELDS + " lines");
    }
    String text = value.textValue().strip();
    if (text.length() > LONGEST || !VALUE.matcher(text).matches()) {
      throw bad(
          "a value in '"
              + member
              + "' has control characters, or more than "
              + LONGEST
              + " characters");
    }
    fields.add(new Field(token(name, "a name in '" + member + "'"), text));
  }

  private static ProblemException badFields(String member) {
    return bad(
        "'"
            + member
            + "' are pairs such as [[\"Accept\", \"*/*\"]], or an object with a text or a list of"
            + " texts for each name");
  }

  private static List<String> names(@Nullable List<@Nullable String> given, String member) {
    List<String> names = new ArrayList<>();
    if (given == null) {
      return names;
    }
    if (given.size() > MOST_NAMES) {
      throw bad("'directive." + member + "' has more than " + MOST_NAMES + " items");
    }
    for (String name : given) {
      if (name == null || name.isEmpty() || name.length() > LONGEST_NAME) {
        throw bad(
            "an item of 'directive." + member + "' is null, empty or longer than " + LONGEST_NAME);
      }
      names.add(name);
    }
    return names;
  }

  private static String token(String text, String what) {
    if (text.length() > LONGEST_NAME || !TOKEN.matcher(text).matches()) {
      throw bad(what + " is no token of HTTP: letters, digits and !#$%&'*+-.^_`|~");
    }
    return text;
  }

  private static String required(@Nullable String value, String member) {
    if (value == null) {
      throw bad("the member '" + member + "' is missing");
    }
    return value;
  }

  private static ProblemException bad(String detail) {
    return new ProblemException(ProblemType.BAD_JSON, detail);
  }
}
