package dev.larder.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.larder.testing.Feature;
import dev.larder.testing.LarderClient;
import dev.larder.testing.SharedLarder;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The table on Payara Micro; and it has every route there is. */
@Feature("Who gets what from each route")
class AccessTableIT extends AccessTableRules {

  @RegisterExtension static final SharedLarder larder = SharedLarder.memoryOnH2();

  @Override
  LarderClient nobody() {
    return larder.server().client();
  }

  @Test
  void theTableHasEveryRoute() {
    Set<String> routes = new TreeSet<>();
    for (JavaClass type :
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.larder")) {
      if (type.isAnnotatedWith(Path.class)) {
        for (Method method : type.reflect().getDeclaredMethods()) {
          httpMethods(method).forEach(http -> routes.add(http + " " + route(type, method)));
        }
      }
    }
    assertThat(routes).hasSizeGreaterThan(15);
    Set<String> rows =
        AccessTable.rows().stream()
            .map(row -> row.method() + " " + template(row.path()))
            .collect(Collectors.toSet());
    assertThat(rows).containsAll(routes);
  }

  private static Set<String> httpMethods(Method method) {
    Set<String> names = new TreeSet<>();
    for (Annotation annotation : method.getAnnotations()) {
      HttpMethod http = annotation.annotationType().getAnnotation(HttpMethod.class);
      if (http != null) {
        names.add(http.value());
      }
    }
    return names;
  }

  private static String route(JavaClass type, Method method) {
    String path = type.reflect().getAnnotation(Path.class).value();
    Path own = method.getAnnotation(Path.class);
    return ("/" + path + "/" + (own == null ? "" : own.value()))
        .replaceAll("\\{[^}]*\\}", "*")
        .replaceAll("/+", "/")
        .replaceAll("(?<=.)/$", "");
  }

  private static String template(String path) {
    return "/"
        + path.replaceAll("\\?.*", "").replaceAll("(^|/)K(/|$)", "$1*$2").replace("nothing", "*");
  }
}
