package dev.larder.cdi;

import dev.larder.http.DirectiveSource;
import dev.larder.http.directives.CodeAiDirectives;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/**
 * The producer of the directives besides annotations, from a CodeAI file. An application replaces
 * them by a bean of its own that is an {@code @Alternative} with a {@code @Priority}.
 */
@ApplicationScoped
public class DirectiveProducer {

  @Produces
  @Singleton
  DirectiveSource directives() {
    return CodeAiDirectives.configured();
  }
}
