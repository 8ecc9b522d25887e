package dev.larder.http.jaxrs;

import jakarta.ws.rs.core.Feature;
import jakarta.ws.rs.core.FeatureContext;

/** Registers what the response cache needs for all resources; JAX-RS finds it as a service. */
public final class ResponseCacheSupport implements Feature {

  /** Called by JAX-RS. */
  public ResponseCacheSupport() {}

  @Override
  public boolean configure(FeatureContext context) {
    context.register(new MatchFilter(), Integer.MAX_VALUE);
    context.register(new StoredBodyWriter());
    return true;
  }
}
