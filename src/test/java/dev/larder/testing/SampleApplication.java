package dev.larder.testing;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** The JAX-RS application of a sample WAR: it names nothing, so the server finds the resources. */
@ApplicationPath("/api")
public class SampleApplication extends Application {}
