package dev.larder.http;

import dev.larder.http.sample.ProductResource;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;

/** An application that lists its resources, and has nothing of Larder in the list. */
@ApplicationPath("/listed")
public class ListedApplication extends Application {

  @Override
  public Set<Class<?>> getClasses() {
    return Set.of(ProductResource.class);
  }
}
