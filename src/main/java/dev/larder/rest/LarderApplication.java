package dev.larder.rest;

import jakarta.annotation.security.DeclareRoles;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;

/** The REST API of the service. The server finds resources and providers by their annotations. */
@ApplicationPath("/api")
@DeclareRoles({Roles.ADMIN, Roles.WRITER, Roles.READER})
public class LarderApplication extends Application {

  /** Returns settings of Jersey; other implementations ignore them. */
  @Override
  public Map<String, Object> getProperties() {
    // The generated WADL would describe the API to anybody, around the roles.
    return Map.of("jersey.config.server.wadl.disableWadl", true);
  }
}
