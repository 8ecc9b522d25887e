package dev.larder.openapi;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What JAX-RS makes of the resource classes of the service: the other side of the document. */
final class ResourceMethods {

  private static final List<String> ROLES = List.of("reader", "writer", "admin");

  private ResourceMethods() {}

  /**
   * A method that answers requests.
   *
   * @param path as the document writes it: {@code /entries/{key}}
   * @param role the least role, or {@code anyone}; {@code nobody} when it says nothing
   * @param consumes media types without parameters; empty when it takes no body
   * @param produces media types without parameters; empty when it answers without a body
   */
  record Endpoint(
      Method method,
      String verb,
      String path,
      String role,
      Set<String> consumes,
      Set<String> produces) {

    String key() {
      return verb + " " + path;
    }

    /** The members of the JSON that it takes, when that is a record. */
    Optional<Set<String>> bodyMembers() {
      return Arrays.stream(method.getParameterTypes())
          .filter(Class::isRecord)
          .map(ResourceMethods::members)
          .findFirst();
    }

    /** The members of the JSON that it answers with, when its type says so. */
    Optional<Set<String>> answerMembers() {
      return Optional.of(method.getReturnType())
          .filter(Class::isRecord)
          .map(ResourceMethods::members);
    }

    @Override
    public String toString() {
      return method.getDeclaringClass().getSimpleName() + "." + method.getName();
    }
  }

  /** All of them, found as a server finds them: by their annotations. */
  static List<Endpoint> all() {
    return new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.larder")
            .stream()
            .filter(type -> type.isAnnotatedWith(Path.class))
            .map(JavaClass::reflect)
            .flatMap(type -> Arrays.stream(type.getMethods()))
            .flatMap(method -> endpoint(method).stream())
            .toList();
  }

  private static Optional<Endpoint> endpoint(Method method) {
    Optional<String> verb =
        Arrays.stream(method.getAnnotations())
            .map(each -> each.annotationType().getAnnotation(HttpMethod.class))
            .filter(each -> each != null)
            .map(HttpMethod::value)
            .findFirst();
    Class<?> type = method.getDeclaringClass();
    return verb.map(
        name ->
            new Endpoint(
                method,
                name,
                path(type.getAnnotation(Path.class)) + path(method.getAnnotation(Path.class)),
                role(method, type),
                mediaTypes(either(method, type, Consumes.class), Consumes::value),
                mediaTypes(either(method, type, Produces.class), Produces::value)));
  }

  /** As a segment of the document: with one slash in front, and names without expressions. */
  private static String path(@Nullable Path annotation) {
    String value = annotation == null ? "" : annotation.value();
    String plain = value.replaceAll("\\{ *([A-Za-z]+) *:[^}]*}", "{$1}");
    return plain.isEmpty() || plain.startsWith("/") ? plain : "/" + plain;
  }

  private static String role(Method method, Class<?> type) {
    if (either(method, type, PermitAll.class) != null) {
      return "anyone";
    }
    RolesAllowed roles = either(method, type, RolesAllowed.class);
    return roles == null
        ? "nobody"
        : Stream.of(roles.value())
            .min((a, b) -> ROLES.indexOf(a) - ROLES.indexOf(b))
            .orElse("nobody");
  }

  private static <A extends Annotation> @Nullable A either(
      Method method, Class<?> type, Class<A> wanted) {
    A own = method.getAnnotation(wanted);
    return own == null ? type.getAnnotation(wanted) : own;
  }

  private static <A> Set<String> mediaTypes(
      @Nullable A annotation, java.util.function.Function<A, String[]> value) {
    return annotation == null
        ? Set.of()
        : Stream.of(value.apply(annotation))
            .map(each -> each.replaceFirst(";.*", ""))
            .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> members(Class<?> type) {
    return Arrays.stream(type.getRecordComponents())
        .map(ResourceMethods::jsonName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String jsonName(RecordComponent component) {
    var renamed =
        component.getAccessor().getAnnotation(com.fasterxml.jackson.annotation.JsonProperty.class);
    return renamed == null ? component.getName() : renamed.value();
  }
}
