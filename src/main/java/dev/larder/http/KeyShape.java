package dev.larder.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of a directive decides how entries of a URI are told apart. Whoever invalidates a URI needs
 * the shapes that are in use, since an entry is found only under a key of its own shape. Immutable.
 *
 * @param parameters the query parameters that count; null when all do
 * @param perUser whether each user has an own entry
 */
public record KeyShape(@Nullable List<String> parameters, boolean perUser) {

  /** Copies the list. */
  public KeyShape {
    parameters = parameters == null ? null : List.copyOf(parameters);
  }

  /** Returns the shape of a directive. */
  public static KeyShape of(Directive directive) {
    return new KeyShape(directive.parameters(), directive.perUser());
  }
}
