package dev.larder.http.directives;

import dev.larder.http.Directive;
import dev.larder.http.DirectiveSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The directives of a CodeAI file. An endpoint of the file is the JAX-RS method with the same
 * request method and the same path, whatever the names and regular expressions of path parameters.
 *
 * <p>Thread-safe. It remembers which endpoints were asked for; each application makes its own.
 */
public final class CodeAiDirectives implements DirectiveSource {

  private static final System.Logger LOG = System.getLogger("dev.larder.http.directives");

  private final CodeAiFile file;
  private final Map<String, Endpoint> endpoints;
  private final Consumer<String> warnings;
  private final Set<Endpoint> bound = ConcurrentHashMap.newKeySet();
  private final Set<String> warned = ConcurrentHashMap.newKeySet();

  CodeAiDirectives(CodeAiFile file, Consumer<String> warnings) {
    this.file = file;
    this.warnings = warnings;
    this.endpoints =
        file.endpoints().stream()
            .collect(Collectors.toMap(e -> key(e.method(), e.template()), Function.identity()));
  }

  /**
   * Returns the directives of the file that the system property {@code larder.http.directives} or
   * the environment variable {@code LARDER_HTTP_DIRECTIVES} names; {@link DirectiveSource#NONE}
   * when there is none. The file is read once, by whoever asks first.
   *
   * @throws DirectivesException when the file cannot be used
   */
  public static DirectiveSource configured() {
    return DirectivesFile.ofThisApplication()
        .get()
        .<DirectiveSource>map(
            file -> new CodeAiDirectives(file, line -> LOG.log(System.Logger.Level.WARNING, line)))
        .orElse(NONE);
  }

  @Override
  public Optional<Directive> directive(String method, String pathTemplate) {
    return PathTemplate.ofJaxRs(pathTemplate)
        .flatMap(
            path -> endpoint(method, path).flatMap(endpoint -> directive(endpoint, path.names())));
  }

  @Override
  public boolean switchesOff(String method, String pathTemplate) {
    return endpoint(method, pathTemplate).filter(e -> e.directive() == null).isPresent();
  }

  @Override
  public String origin(String method, String pathTemplate) {
    return endpoint(method, pathTemplate)
        .map(endpoint -> file.name() + ":" + endpoint.line())
        .orElse(file.name());
  }

  @Override
  public void allBound() {
    file.warnings().forEach(this::warn);
    for (Endpoint endpoint : file.endpoints()) {
      if (!bound.contains(endpoint)) {
        warn(
            "%s:%d: endpoint %s %s matches no resource; its cache has no effect"
                .formatted(file.name(), endpoint.line(), endpoint.method(), endpoint.path()));
      }
    }
  }

  private void warn(String message) {
    if (warned.add(message)) {
      warnings.accept(message);
    }
  }

  private Optional<Endpoint> endpoint(String method, String pathTemplate) {
    return PathTemplate.ofJaxRs(pathTemplate).flatMap(path -> endpoint(method, path));
  }

  private Optional<Endpoint> endpoint(String method, PathTemplate path) {
    Optional<Endpoint> endpoint = Optional.ofNullable(endpoints.get(key(method, path)));
    endpoint.ifPresent(bound::add);
    return endpoint;
  }

  /** Writes the parameters in tags as the resource names them: the file may name them otherwise. */
  private static Optional<Directive> directive(Endpoint endpoint, List<String> names) {
    return Optional.ofNullable(endpoint.directive())
        .map(
            d ->
                new Directive(
                    d.lifetime(),
                    d.perUser(),
                    d.parameters(),
                    d.varyBy(),
                    d.tags().stream().map(t -> endpoint.template().renamed(t, names)).toList(),
                    d.storeSetCookie(),
                    d.early()));
  }

  private static String key(String method, PathTemplate path) {
    return method + " " + path.shape();
  }
}
