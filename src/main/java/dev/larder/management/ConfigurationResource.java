package dev.larder.management;

import dev.larder.rest.QueryString;
import dev.larder.rest.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;

/** The settings in force, with secrets masked. */
@Path("configuration")
@ApplicationScoped
public class ConfigurationResource {

  @Inject HttpServletRequest request;

  /**
   * The answer.
   *
   * @param settings by key
   */
  public record Shown(List<ConfigurationView.Setting> settings) {}

  /** Returns the settings. */
  @GET
  @Produces(MediaType.APPLICATION_JSON)
  @RolesAllowed(Roles.ADMIN)
  public Shown get() {
    QueryString.of(request);
    return new Shown(ConfigurationView.of(ConfigProvider.getConfig()));
  }
}
