package dev.larder.bench.start.empty;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** Turns JAX-RS on. */
@ApplicationPath("/api")
public class EmptyApplication extends Application {}
