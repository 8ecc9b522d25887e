package dev.larder.rest;

import jakarta.annotation.security.DeclareRoles;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** The REST API of the service. The server finds resources and providers by their annotations. */
@ApplicationPath("/api")
@DeclareRoles({Roles.ADMIN, Roles.WRITER, Roles.READER})
public class LarderApplication extends Application {}
