package dev.larder.http.jaxrs;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The annotations of a resource method as JAX-RS finds them: on the method itself, or on the one it
 * overrides in a superclass or implements of an interface (Jakarta RESTful Web Services 3.1,
 * section 3.6).
 */
final class Annotated {

  private final Class<?> type;
  private final Method method;

  Annotated(Class<?> type, Method method) {
    this.type = type;
    this.method = method;
  }

  Class<?> type() {
    return type;
  }

  Method method() {
    return method;
  }

  /** Returns the annotation of the method, or else that of the class. */
  <A extends Annotation> Optional<A> either(Class<A> annotation) {
    Optional<A> found = onMethod(annotation);
    return found.isPresent() ? found : onType(annotation);
  }

  /** Returns the annotation of the method, or of one that it overrides or implements. */
  <A extends Annotation> Optional<A> onMethod(Class<A> annotation) {
    for (Method at : methods()) {
      A found = at.getAnnotation(annotation);
      if (found != null) {
        return Optional.of(found);
      }
    }
    return Optional.empty();
  }

  /** Returns the annotation of the class, or of what it extends or implements. */
  <A extends Annotation> Optional<A> onType(Class<A> annotation) {
    for (Class<?> at : types()) {
      A found = at.getAnnotation(annotation);
      if (found != null) {
        return Optional.of(found);
      }
    }
    return Optional.empty();
  }

  /** Returns an annotation of one of the method's annotations, as {@code @GET} has one. */
  <A extends Annotation> Optional<A> meta(Class<A> annotation) {
    for (Method at : methods()) {
      for (Annotation own : at.getAnnotations()) {
        A found = own.annotationType().getAnnotation(annotation);
        if (found != null) {
          return Optional.of(found);
        }
      }
    }
    return Optional.empty();
  }

  /** Returns whether the method itself, and no other that it overrides, has an annotation. */
  boolean declares(Class<? extends Annotation> annotation) {
    return method.isAnnotationPresent(annotation);
  }

  /** Returns whether the class is a root resource; what a locator returns may be none. */
  boolean isRoot() {
    return onType(Path.class).isPresent();
  }

  /** Returns all annotations of method and class. */
  List<Annotation> all() {
    List<Annotation> all = new ArrayList<>();
    for (Method at : methods()) {
      all.addAll(List.of(at.getAnnotations()));
    }
    for (Class<?> at : types()) {
      all.addAll(List.of(at.getAnnotations()));
    }
    return all;
  }

  /** Returns the path template of class and method, with a leading and no trailing slash. */
  String pathTemplate() {
    return joined(
        onType(Path.class).map(Path::value).orElse(""),
        onMethod(Path.class).map(Path::value).orElse(""));
  }

  /**
   * Returns whether the path has a parameter of this name. A class without a path is a
   * sub-resource: the path of its locator, which is not known here, may have it.
   */
  boolean hasPathParameter(String name) {
    return onType(Path.class).isEmpty()
        || Pattern.compile("\\{\\s*" + Pattern.quote(name) + "\\s*[:}]")
            .matcher(pathTemplate())
            .find();
  }

  private static String joined(String first, String second) {
    StringBuilder path = new StringBuilder();
    for (String part : List.of(first, second)) {
      String text = part.startsWith("/") ? part.substring(1) : part;
      text = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
      if (!text.isEmpty()) {
        path.append('/').append(text);
      }
    }
    return path.isEmpty() ? "/" : path.toString();
  }

  /** Returns the method of the same class and path that answers another request method. */
  Optional<ResourceMethod> sibling(String httpMethod) {
    return siblings(httpMethod).stream().findFirst().map(at -> new ResourceMethod(type, at));
  }

  /** Returns whether another method of the class answers GET on the same path. */
  boolean sharesItsPath() {
    return siblings("GET").size() > 1;
  }

  private List<Method> siblings(String httpMethod) {
    String path = pathTemplate();
    List<Method> found = new ArrayList<>();
    for (Method at : type.getMethods()) {
      Annotated other = new Annotated(type, at);
      if (!at.isBridge()
          && other
              .meta(HttpMethod.class)
              .filter(value -> value.value().equals(httpMethod))
              .isPresent()
          && other.pathTemplate().equals(path)) {
        found.add(at);
      }
    }
    return found;
  }

  private List<Method> methods() {
    List<Method> methods = new ArrayList<>();
    methods.add(method);
    for (Class<?> at : types()) {
      sameOf(at).filter(same -> !methods.contains(same)).ifPresent(methods::add);
    }
    return methods;
  }

  /** Returns the method as this type declares it, if it does; also where its types are generic. */
  private Optional<Method> sameOf(Class<?> type) {
    for (Method at : type.getDeclaredMethods()) {
      if (!at.isBridge() && at.getName().equals(method.getName()) && takesTheSame(at)) {
        return Optional.of(at);
      }
    }
    return Optional.empty();
  }

  private boolean takesTheSame(Method other) {
    Class<?>[] own = method.getParameterTypes();
    Type[] theirs = other.getGenericParameterTypes();
    if (own.length != theirs.length) {
      return false;
    }
    for (int i = 0; i < own.length; i++) {
      Class<?> erased = other.getParameterTypes()[i];
      boolean variable = theirs[i] instanceof TypeVariable<?> && erased.isAssignableFrom(own[i]);
      if (own[i] != erased && !variable) {
        return false;
      }
    }
    return true;
  }

  /** Superclasses before interfaces, as JAX-RS demands. */
  private List<Class<?>> types() {
    List<Class<?>> types = new ArrayList<>();
    List<Class<?>> interfaces = new ArrayList<>();
    for (Class<?> at = type; at != null && at != Object.class; at = at.getSuperclass()) {
      types.add(at);
      collect(at, interfaces);
    }
    types.addAll(interfaces);
    return types;
  }

  private static void collect(Class<?> type, List<Class<?>> found) {
    for (Class<?> at : type.getInterfaces()) {
      if (!found.contains(at)) {
        found.add(at);
        collect(at, found);
      }
    }
  }
}
