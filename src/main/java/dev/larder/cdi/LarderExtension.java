package dev.larder.cdi;

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

  /** Called by the container; it reports a wrong setting as a problem of the deployment. */
  void check(@Observes AfterDeploymentValidation validation) {
    try {
      CacheSettings.read(Settings.of(ConfigProvider.getConfig()));
    } catch (InvalidSettingException e) {
      validation.addDeploymentProblem(new DeploymentException("Larder: " + e.getMessage()));
    }
  }
}
