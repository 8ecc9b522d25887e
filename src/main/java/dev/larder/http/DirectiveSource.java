package dev.larder.http;

import java.util.Optional;

/** Where directives come from besides annotations. Implementations are thread-safe. */
public interface DirectiveSource {

  /** Nothing besides annotations. */
  DirectiveSource NONE = (method, pathTemplate) -> Optional.empty();

  /**
   * Returns the directive of an endpoint, which then wins over its annotation.
   *
   * @param method the request method in capital letters
   * @param pathTemplate the whole path template of the JAX-RS method below the application's base
   *     URI, with a leading and no trailing slash, such as {@code /products/{id: [0-9]+}}
   */
  Optional<Directive> directive(String method, String pathTemplate);

  /**
   * Whether the source says that an endpoint is not cached, whatever its annotation says. There is
   * no directive then.
   *
   * @param method as for {@link #directive}
   * @param pathTemplate as for {@link #directive}
   */
  default boolean switchesOff(String method, String pathTemplate) {
    return false;
  }

  /**
   * Returns where the directive of an endpoint is written, for the log, such as {@code
   * shop.cai:12}.
   *
   * @param method as for {@link #directive}
   * @param pathTemplate as for {@link #directive}
   */
  default String origin(String method, String pathTemplate) {
    return getClass().getSimpleName();
  }

  /** Says that all endpoints were bound, so that those never asked for can be reported. */
  default void allBound() {}
}
