package dev.larder.http.jaxrs;

import dev.larder.cache.Durations;
import dev.larder.http.CacheResponse;
import dev.larder.http.Directive;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Annotations as directives. */
final class Directives {

  private Directives() {}

  /**
   * Returns what an annotation says.
   *
   * @param name of the endpoint, for messages
   * @throws InvalidEndpointException when its lifetime is none
   */
  static Directive of(CacheResponse annotation, String name) {
    List<String> parameters =
        Arrays.stream(annotation.parameters()).filter(each -> !each.isEmpty()).toList();
    return new Directive(
        lifetime(annotation.value(), name),
        annotation.perUser(),
        annotation.parameters().length == 0 ? null : parameters,
        List.of(),
        List.of(annotation.tags()),
        annotation.storeSetCookie(),
        annotation.early());
  }

  private static @Nullable Duration lifetime(String text, String name) {
    if (text.isEmpty()) {
      return null;
    }
    try {
      return Durations.parse(text);
    } catch (IllegalArgumentException e) {
      throw new InvalidEndpointException(
          "@CacheResponse(\"" + text + "\") of " + name + ": " + e.getMessage(), e);
    }
  }
}
