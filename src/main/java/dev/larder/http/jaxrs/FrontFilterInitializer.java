package dev.larder.http.jaxrs;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts the {@link FrontFilter} in front of the servlets of an application, behind the filters that
 * it declares itself: what those turn away does not reach the cache.
 */
public final class FrontFilterInitializer implements ServletContainerInitializer {

  /** Called by the servlet container. */
  public FrontFilterInitializer() {}

  @Override
  public void onStartup(@Nullable Set<Class<?>> classes, ServletContext context) {
    FilterRegistration.Dynamic filter =
        context.addFilter("dev.larder.http.FrontFilter", FrontFilter.class);
    // Null when the application was deployed with one of this name already.
    if (filter != null) {
      filter.setAsyncSupported(true);
      filter.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), true, "/*");
    }
  }
}
