package dev.larder.cdi;

import dev.larder.http.directives.CodeAiDirectives;
import dev.larder.http.directives.DirectivesException;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.DeploymentException;
import jakarta.enterprise.inject.spi.Extension;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * The check of the configuration before the application starts: a wrong setting stops the
 * deployment, instead of failing the first request.
 */
public class LarderExtension implements Extension {

  /**
   * Called by the container; it reports wrong settings, and a directives file that cannot be used,
   * as problems of the deployment.
   */
  void check(@Observes AfterDeploymentValidation validation) {
    try {
      CodeAiDirectives.configured();
      Settings settings = Settings.of(ConfigProvider.getConfig());
      CacheSettings.read(settings);
      HttpSettings.read(settings);
    } catch (InvalidSettingException | DirectivesException e) {
      validation.addDeploymentProblem(new DeploymentException("Larder: " + e.getMessage()));
    }
  }
}
