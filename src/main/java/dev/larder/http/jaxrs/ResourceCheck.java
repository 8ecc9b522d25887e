package dev.larder.http.jaxrs;

import dev.larder.http.DirectiveSource;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;

/**
 * The check of resource classes when an application is deployed, before JAX-RS binds anything: a
 * directive that cannot be kept stops the deployment.
 */
public final class ResourceCheck {

  private ResourceCheck() {}

  /** Returns what is wrong with the caching of a resource class, a sentence each. */
  public static List<String> problems(Class<?> type, DirectiveSource directives) {
    List<String> problems = new ArrayList<>();
    for (Method method : type.getMethods()) {
      if (method.isBridge() || method.getDeclaringClass() == Object.class) {
        continue;
      }
      ResourceMethod resource = new ResourceMethod(type, method);
      try {
        var unusedEndpoint = resource.endpoint(directives);
        var unusedTemplates = resource.invalidates();
      } catch (InvalidEndpointException e) {
        problems.add(String.valueOf(e.getMessage()));
      }
    }
    return problems;
  }
}
