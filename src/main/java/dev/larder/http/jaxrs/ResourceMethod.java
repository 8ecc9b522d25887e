package dev.larder.http.jaxrs;

import dev.larder.http.CacheResponse;
import dev.larder.http.Directive;
import dev.larder.http.DirectiveSource;
import dev.larder.http.InvalidatesCache;
import dev.larder.http.TagTemplate;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Produces;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** A JAX-RS resource method, and what its annotations say about caching. */
final class ResourceMethod {

  private static final Logger LOG = Logger.getLogger(ResourceMethod.class.getName());
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

  private final Class<?> type;
  private final Method method;
  private final Annotated annotated;
  private final @Nullable String httpMethod;

  ResourceMethod(Class<?> type, Method method) {
    this.type = type;
    this.method = method;
    this.annotated = new Annotated(type, method);
    this.httpMethod = annotated.meta(HttpMethod.class).map(HttpMethod::value).orElse(null);
  }

  /** Returns whether it is known to change nothing (RFC 9110, section 9.2.1). */
  boolean isSafe() {
    return httpMethod != null && SAFE.contains(httpMethod);
  }

  /**
   * Returns the templates of what it invalidates besides its URI. An annotation of the class is
   * meant for methods that change something.
   *
   * @throws InvalidEndpointException when one is none
   */
  List<TagTemplate> invalidates() {
    Optional<InvalidatesCache> found =
        isSafe()
            ? annotated.onMethod(InvalidatesCache.class)
            : annotated.either(InvalidatesCache.class);
    return found
        .map(given -> templates(List.of(given.value()), "@InvalidatesCache"))
        .orElse(List.of());
  }

  private List<TagTemplate> templates(List<String> texts, String where) {
    List<TagTemplate> templates = new ArrayList<>();
    for (String text : texts) {
      try {
        TagTemplate template = TagTemplate.parse(text);
        for (String parameter : template.names()) {
          if (!annotated.hasPathParameter(parameter)) {
            throw new IllegalArgumentException(
                "'"
                    + text
                    + "' names the path parameter '"
                    + parameter
                    + "', which "
                    + annotated.pathTemplate()
                    + " does not have");
          }
        }
        templates.add(template);
      } catch (IllegalArgumentException e) {
        throw new InvalidEndpointException(where + " of " + name() + ": " + e.getMessage(), e);
      }
    }
    return List.copyOf(templates);
  }

  /**
   * Returns what it has to do with caching, if it answers GET or HEAD and there is a directive.
   *
   * @throws InvalidEndpointException when the directive cannot be kept
   */
  Optional<Endpoint> endpoint(DirectiveSource source) {
    if ("HEAD".equals(httpMethod)) {
      // An entry comes from the GET of the same path; an own HEAD is answered from it.
      return annotated.sibling("GET").flatMap(get -> get.endpoint(source));
    }
    if (!"GET".equals(httpMethod)) {
      return Optional.empty();
    }
    Optional<CacheResponse> annotation = annotated.either(CacheResponse.class);
    Optional<Directive> declared = annotation.map(found -> Directives.of(found, name()));
    String path = annotated.pathTemplate();
    Optional<Directive> given = source.directive("GET", path);
    boolean decided = given.isPresent() || source.switchesOff("GET", path);
    if (decided && declared.isPresent() && !given.equals(declared)) {
      LOG.log(
          Level.INFO,
          "{0} says of GET {1} something else than the annotation of {2}, and wins",
          new Object[] {source.origin("GET", path), path, name()});
    }
    return (decided ? given : declared).map(this::endpoint);
  }

  private Endpoint endpoint(Directive directive) {
    EndpointChecks.check(name(), annotated, directive);
    List<TagTemplate> tags = templates(directive.tags(), "tags");
    List<String> vary = negotiates() ? List.of("accept") : List.of();
    return new Endpoint(name(), directive, tags, identity(), vary);
  }

  /** Returns the request method that it answers; empty when it is none of its own. */
  Optional<String> httpMethod() {
    return Optional.ofNullable(httpMethod);
  }

  /** Returns whether its class is a root resource, so that its whole path is known. */
  boolean isRoot() {
    return annotated.isRoot();
  }

  /** Returns the path template of class and method, with a leading and no trailing slash. */
  String pathTemplate() {
    return annotated.pathTemplate();
  }

  /** Returns class and method for messages. */
  String name() {
    return type.getName() + "." + method.getName();
  }

  /**
   * Tells methods apart: the same on every node and after a restart. FNV-1a in 64 bits, of which
   * one value is left to say that a method is not known.
   */
  private long identity() {
    long hash = 0xcbf29ce484222325L;
    String text =
        type.getName() + '#' + method.getName() + Arrays.toString(method.getParameterTypes());
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    return hash == 0 ? 1 : hash;
  }

  /**
   * Returns whether the media type of the response depends on the request's {@code Accept}: unless
   * exactly one type is declared, and no other method answers GET on the same path.
   */
  private boolean negotiates() {
    Optional<Produces> produces = annotated.either(Produces.class);
    if (produces.isEmpty() || annotated.sharesItsPath()) {
      return true;
    }
    String[] types = produces.get().value();
    return types.length != 1 || types[0].contains("*") || types[0].contains(",");
  }
}
