package dev.larder.http;

import dev.larder.http.StoredResponse.Selecting;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The keys under which responses, and the generations that invalidate them, are stored. It is pure.
 *
 * <p>The key of a response is {@code larder:http:} and the full SHA-256, in base64url, of the
 * method GET, scheme, authority, path, the query parameters that count, and the user when the
 * directive is per user. Authority and scheme count in lower case and without the default port;
 * percent-encodings in their normal form (RFC 3986, section 6.2.2); nothing else is changed. Parts
 * cannot run into each other.
 */
public final class ResponseKeys {

  /** What all keys of the response cache begin with. */
  public static final String PREFIX = "larder:http:";

  private static final String TAG = PREFIX + "tag:";
  private static final String TAG_DIGEST = PREFIX + "tag-digest:";

  /** A tag is part of its key up to so many characters. */
  private static final int LONGEST_TAG = 200;

  // What stands last in the digest of a URI: whose entry it is.
  private static final int SHARED = 0;
  private static final int PRINCIPAL = 1;
  private static final int CREDENTIALS = 2;
  private static final int ANONYMOUS = 3;
  private static final int GENERATION = 4;

  private static final int WHOLE_QUERY = 0;
  private static final int SOME_PARAMETERS = 1;

  private ResponseKeys() {}

  /**
   * Returns the key of the record of a URI: of everybody, or of the user of this request.
   *
   * <p>A user is the authenticated principal, if there is one; else the credentials that were sent,
   * which are all {@code Authorization} and {@code Cookie} fields together, if there are any; else
   * everybody who sends none. These three never have a key in common, nor one with the shared.
   */
  public static String head(CacheRequest request, Directive directive) {
    KeyDigest digest = uri(request.target(), directive.parameters());
    return PREFIX + (directive.perUser() ? user(digest, request) : digest.mark(SHARED)).text();
  }

  /**
   * Returns the keys of the generations that an entry carries, each once: of its URI when it is per
   * user, and of its tags.
   *
   * @param tags the expanded tags
   */
  public static List<String> generations(
      TargetUri target, Directive directive, Collection<String> tags) {
    if (!directive.perUser() && tags.isEmpty()) {
      return List.of();
    }
    Set<String> keys = new LinkedHashSet<>();
    if (directive.perUser()) {
      keys.add(generation(target, directive.parameters()));
    }
    for (String tag : tags) {
      keys.add(tag(tag));
    }
    return List.copyOf(keys);
  }

  /**
   * Returns the keys whose removal invalidates every entry of a URI: the shared record, and the
   * generation that the entries of all users carry.
   *
   * @param shapes the shapes in use; of each one key comes
   */
  public static List<String> ofUri(TargetUri target, Collection<KeyShape> shapes) {
    Set<String> keys = new LinkedHashSet<>();
    for (KeyShape shape : shapes) {
      keys.add(
          shape.perUser()
              ? generation(target, shape.parameters())
              : PREFIX + uri(target, shape.parameters()).mark(SHARED).text());
    }
    return List.copyOf(keys);
  }

  /**
   * Returns the parts of a target URI that count for its keys, in their normal form, as text for
   * people: {@code scheme://authority/path?query}. Without query parameters there is no question
   * mark.
   *
   * @param parameters the query parameters that count; null when all do
   */
  public static String text(TargetUri target, @Nullable List<String> parameters) {
    String scheme = Syntax.lower(target.scheme());
    String query = target.query();
    String counted =
        parameters == null
            ? (query == null ? null : PercentEncoding.normal(query))
            : String.join("&", counted(query, parameters));
    boolean none = counted == null || (parameters != null && counted.isEmpty());
    return scheme
        + "://"
        + authority(scheme, target.authority())
        + PercentEncoding.normal(target.path())
        + (none ? "" : "?" + counted);
  }

  /** Returns the key of the generation of a tag, which has at most 216 characters. */
  public static String tag(String tag) {
    if (tag.length() <= LONGEST_TAG
        && tag.chars().noneMatch(c -> Character.isSurrogate((char) c))) {
      return TAG + tag;
    }
    return TAG_DIGEST + new KeyDigest().part(tag).text();
  }

  /**
   * Returns the key of a variant of a record.
   *
   * @param selecting the values that select it, in the order of their names, each name once
   */
  public static String variant(String head, List<Selecting> selecting) {
    return head + ':' + selection(selecting);
  }

  /** Returns the digest of the values that select a variant. */
  public static String selection(List<Selecting> selecting) {
    KeyDigest digest = new KeyDigest().count(selecting.size());
    for (Selecting each : selecting) {
      digest.part(each.name()).part(each.value());
    }
    return digest.text();
  }

  private static String generation(TargetUri target, @Nullable List<String> parameters) {
    return PREFIX + uri(target, parameters).mark(GENERATION).text();
  }

  private static KeyDigest uri(TargetUri target, @Nullable List<String> parameters) {
    String scheme = Syntax.lower(target.scheme());
    KeyDigest digest =
        new KeyDigest()
            .part("GET")
            .part(scheme)
            .part(authority(scheme, target.authority()))
            .part(PercentEncoding.normal(target.path()));
    String query = target.query();
    if (parameters == null) {
      return digest.mark(WHOLE_QUERY).part(query == null ? null : PercentEncoding.normal(query));
    }
    List<String> counted = counted(query, parameters);
    digest.mark(SOME_PARAMETERS).count(counted.size());
    counted.forEach(digest::part);
    return digest;
  }

  private static String authority(String scheme, String authority) {
    String lower = Syntax.lower(authority);
    String defaultPort = scheme.equals("https") ? ":443" : ":80";
    if (lower.endsWith(defaultPort)) {
      return lower.substring(0, lower.length() - defaultPort.length());
    }
    return lower.endsWith(":") ? lower.substring(0, lower.length() - 1) : lower;
  }

  /**
   * Returns the parameters that count as they stand in the query, in its order. Their names are
   * compared decoded, as an application sees them.
   */
  private static List<String> counted(@Nullable String query, List<String> parameters) {
    if (query == null || parameters.isEmpty()) {
      return List.of();
    }
    List<String> counted = new ArrayList<>();
    for (int from = 0; from <= query.length(); ) {
      int to = query.indexOf('&', from);
      to = to < 0 ? query.length() : to;
      int equals = query.indexOf('=', from);
      String name = query.substring(from, equals < 0 || equals > to ? to : equals);
      if (to > from && parameters.contains(PercentEncoding.decoded(name))) {
        counted.add(PercentEncoding.normal(query.substring(from, to)));
      }
      from = to + 1;
    }
    return counted;
  }

  private static KeyDigest user(KeyDigest digest, CacheRequest request) {
    String principal = request.principal();
    if (principal != null) {
      return digest.mark(PRINCIPAL).part(principal);
    }
    List<String> authorizations = request.fields().values("Authorization");
    List<String> cookies = request.fields().values("Cookie");
    if (authorizations.isEmpty() && cookies.isEmpty()) {
      return digest.mark(ANONYMOUS);
    }
    digest.mark(CREDENTIALS).count(authorizations.size());
    authorizations.forEach(digest::part);
    digest.count(cookies.size());
    cookies.forEach(digest::part);
    return digest;
  }
}
