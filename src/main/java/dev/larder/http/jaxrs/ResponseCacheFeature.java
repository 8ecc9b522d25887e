package dev.larder.http.jaxrs;

import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Binds the filters of the response cache to resource methods. JAX-RS finds it as a service
 * (Jakarta RESTful Web Services 3.1, section 4.1.2), so that an application has to do nothing.
 */
public final class ResponseCacheFeature implements DynamicFeature {

  /** Behind all other request filters, in front of all other response filters, innermost. */
  private static final int LAST = Integer.MAX_VALUE;

  /**
   * Behind all response filters but Larder's own for caches further on. Server difference:
   * priorities. Jersey takes priorities that are not positive for none.
   */
  private static final int FIRST = 2;

  private final @Nullable ResponseCaching caching = Applications.caching();

  /** Called by JAX-RS. */
  public ResponseCacheFeature() {}

  @Override
  public void configure(ResourceInfo info, FeatureContext context) {
    // Methods that JAX-RS makes itself, such as an automatic OPTIONS, may have no Java method.
    if (caching == null
        || !caching.settings().enabled()
        || info.getResourceClass() == null
        || info.getResourceMethod() == null) {
      return;
    }
    ResourceMethod method = new ResourceMethod(info.getResourceClass(), info.getResourceMethod());
    Optional<Endpoint> endpoint = method.endpoint(caching.directives());
    if (endpoint.isPresent()) {
      context.register(new LookupFilter(caching, endpoint.get()), LAST);
      context.register(new StoreFilter(caching), LAST);
      context.register(new LastFilter(caching), FIRST);
      context.register(new CaptureInterceptor(caching), LAST);
      caching.bound(method, endpoint.get());
    }
    if (!method.isSafe() || !method.invalidates().isEmpty()) {
      context.register(new InvalidationFilter(caching, method.invalidates()), LAST);
      caching.invalidating(method);
    }
  }
}
