package dev.larder.security;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;

/** Changes the configuration of a running server, which a system property does. */
@Path("test-settings")
@PermitAll
public class ChangeableSettings {

  @POST
  public void set(@QueryParam("name") String name, @QueryParam("value") String value) {
    if (value == null) {
      System.clearProperty(name);
    } else {
      System.setProperty(name, value);
    }
  }
}
