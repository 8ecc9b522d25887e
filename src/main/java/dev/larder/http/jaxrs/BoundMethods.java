package dev.larder.http.jaxrs;

import dev.larder.http.TagTemplate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The resource methods that have to do with caching, by their paths: what a request to a URI would
 * meet. Those of sub-resources are not among them, as their whole path is not known. Thread-safe.
 */
final class BoundMethods {

  /**
   * A resource method that answers a URI.
   *
   * @param method the bound method
   * @param parameters the decoded path parameters of the URI
   */
  record At<T>(T method, Map<String, List<String>> parameters) {}

  private record Bound<T>(PathPattern path, T method) {}

  private record Invalidating(String httpMethod, List<TagTemplate> templates) {}

  private final List<Bound<Endpoint>> cached = new CopyOnWriteArrayList<>();
  private final List<Bound<Invalidating>> invalidating = new CopyOnWriteArrayList<>();

  /** Adds a cached endpoint. */
  void add(ResourceMethod method, Endpoint endpoint) {
    if (method.isRoot()) {
      cached.add(new Bound<>(new PathPattern(method.pathTemplate()), endpoint));
    }
  }

  /** Adds a method that invalidates something besides its URI. */
  void add(ResourceMethod method, List<TagTemplate> invalidates) {
    method
        .httpMethod()
        .filter(name -> method.isRoot())
        .ifPresent(
            name ->
                invalidating.add(
                    new Bound<>(
                        new PathPattern(method.pathTemplate()),
                        new Invalidating(name, invalidates))));
  }

  /** Returns the cached endpoints that answer a path below the application's, each once. */
  List<At<Endpoint>> cached(String path) {
    return at(cached, path).stream().distinct().toList();
  }

  /** Returns what a method on this path invalidates, expanded. */
  List<String> invalidated(String httpMethod, String path) {
    return at(invalidating, path).stream()
        .filter(at -> at.method().httpMethod().equals(httpMethod))
        .flatMap(at -> at.method().templates().stream().map(each -> each.expand(at.parameters())))
        .distinct()
        .toList();
  }

  /** Returns those with the path that JAX-RS prefers of all that match. */
  private static <T> List<At<T>> at(List<Bound<T>> all, String path) {
    Optional<PathPattern> best =
        all.stream()
            .map(Bound::path)
            .filter(each -> each.match(path).isPresent())
            .min(PathPattern.PREFERRED);
    if (best.isEmpty()) {
      return List.of();
    }
    Map<String, List<String>> parameters = best.get().match(path).orElseThrow();
    return all.stream()
        .filter(each -> each.path().equals(best.get()))
        .map(each -> new At<>(each.method(), parameters))
        .toList();
  }
}
