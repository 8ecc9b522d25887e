package dev.larder.http.rules.app;

import jakarta.annotation.security.DeclareRoles;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** The JAX-RS application: it names nothing, so the server finds the resources. */
@ApplicationPath("/api")
@DeclareRoles({"user", "admin"})
public class RulesApplication extends Application {}
