package dev.larder.cdi;

import dev.larder.http.DirectiveSource;
import dev.larder.http.directives.CodeAiDirectives;
import dev.larder.http.directives.DirectivesException;
import dev.larder.http.jaxrs.ResourceCheck;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.DeploymentException;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessAnnotatedType;
import jakarta.enterprise.inject.spi.WithAnnotations;
import jakarta.ws.rs.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * The check of configuration and directives before the application starts: a wrong setting stops
 * the deployment, instead of failing the first request.
 */
public class LarderExtension implements Extension {

  private final Set<Class<?>> resources = new LinkedHashSet<>();

  /**
   * Called by the container for each resource class that it finds; others are checked by JAX-RS.
   */
  void resource(@Observes @WithAnnotations(Path.class) ProcessAnnotatedType<?> type) {
    resources.add(type.getAnnotatedType().getJavaClass());
  }

  /**
   * Called by the container; it reports wrong settings, a directives file that cannot be used, and
   * directives that cannot be kept, as problems of the deployment.
   */
  void check(@Observes AfterDeploymentValidation validation) {
    try {
      DirectiveSource directives = CodeAiDirectives.configured();
      Settings settings = Settings.of(ConfigProvider.getConfig());
      CacheSettings.read(settings);
      ExecutorSettings.read(settings).check();
      if (HttpSettings.read(settings).caching().enabled()) {
        for (Class<?> resource : resources) {
          for (String problem : ResourceCheck.problems(resource, directives)) {
            validation.addDeploymentProblem(new DeploymentException("Larder: " + problem));
          }
        }
      }
    } catch (InvalidSettingException | DirectivesException e) {
      validation.addDeploymentProblem(new DeploymentException("Larder: " + e.getMessage()));
    }
  }
}
