package dev.larder.http.jaxrs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.http.CacheResponse;
import dev.larder.http.Directive;
import dev.larder.http.DirectiveSource;
import dev.larder.http.InvalidatesCache;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.interceptor.InterceptorBinding;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.NameBinding;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a deployment refuses, and what annotations mean. */
class ResourceCheckTest {

  private static final DirectiveSource NONE = DirectiveSource.NONE;

  @NameBinding
  @Retention(RetentionPolicy.RUNTIME)
  @interface LoggedIn {}

  @InterceptorBinding
  @Retention(RetentionPolicy.RUNTIME)
  @interface RolesPermitted {}

  @Path("/ejb")
  @Stateless
  static class SecuredEjb {
    @GET
    @CacheResponse("5m")
    @RolesAllowed("admin")
    public String get() {
      return "";
    }
  }

  @Path("/ejb")
  @Stateless
  @RolesAllowed("admin")
  static class SecuredEjbPerUser {
    @GET
    @CacheResponse(value = "5m", perUser = true)
    public String get() {
      return "";
    }
  }

  @Path("/ejb")
  @Stateless
  @DenyAll
  static class OpenMethodOfSecuredEjb {
    @GET
    @CacheResponse("5m")
    @PermitAll
    public String get() {
      return "";
    }
  }

  @Path("/bean")
  @RolesPermitted
  static class SecuredByInterceptor {
    @GET
    @CacheResponse("5m")
    public String get() {
      return "";
    }
  }

  @Path("/bean")
  static class SecuredByJaxRs {
    @GET
    @CacheResponse("5m")
    @RolesAllowed("admin")
    public String get() {
      return "";
    }
  }

  @Path("/early")
  @RolesAllowed("admin")
  static class EarlyAndSecured {
    @GET
    @CacheResponse(value = "5m", early = true)
    public String get() {
      return "";
    }
  }

  @Path("/early")
  static class EarlyAndNameBound {
    @GET
    @LoggedIn
    @CacheResponse(value = "5m", early = true)
    public String get() {
      return "";
    }
  }

  @Path("/early")
  static class EarlyAndPerUser {
    @GET
    @CacheResponse(value = "5m", early = true, perUser = true)
    public String get() {
      return "";
    }
  }

  @Path("/early")
  static class Early {
    @GET
    @CacheResponse(value = "5m", early = true)
    public String get() {
      return "";
    }
  }

  /** Says it all on an interface, as JAX-RS allows. */
  interface SecuredApi {
    @GET
    @RolesAllowed("admin")
    @CacheResponse(value = "5m", early = true)
    String get();
  }

  @Path("/early")
  static class EarlyByInterface implements SecuredApi {
    @Override
    public String get() {
      return "";
    }
  }

  @Path("/products/{id: [0-9]+}")
  static class Tagged {
    @GET
    @CacheResponse(value = "soon", tags = "product:{id}")
    public String get() {
      return "";
    }

    @GET
    @Path("a")
    @CacheResponse(tags = "product:{name}")
    public String unknownParameter() {
      return "";
    }

    @PUT
    @InvalidatesCache("product:{id")
    public void put() {}

    @PUT
    @Path("b")
    @InvalidatesCache({"product:{id}", "/products/{id}"})
    public void right() {}
  }

  @Path("/both")
  @CacheResponse("1m")
  @Produces("text/plain")
  static class Both {
    @GET
    public String get() {
      return "";
    }

    @HEAD
    public void head() {}

    @GET
    @Path("other")
    @CacheResponse(perUser = true)
    @Produces({"text/plain", "text/html"})
    public String other() {
      return "";
    }

    @PUT
    public void put() {}
  }

  private static String problem(Class<?> type) {
    List<String> problems = ResourceCheck.problems(type, NONE);
    assertThat(problems).hasSize(1);
    return problems.get(0);
  }

  @Test
  void whatAnEjbOrAnInterceptorSecuresIsCachedPerUserOnly() {
    assertThat(problem(SecuredEjb.class)).contains("SecuredEjb.get").contains("per user");
    assertThat(problem(SecuredByInterceptor.class)).contains("per user");
    assertThat(ResourceCheck.problems(SecuredEjbPerUser.class, NONE)).isEmpty();
    assertThat(ResourceCheck.problems(OpenMethodOfSecuredEjb.class, NONE)).isEmpty();
    assertThat(ResourceCheck.problems(SecuredByJaxRs.class, NONE)).isEmpty();
  }

  @Test
  void whatIsSecuredIsNeverAnsweredEarly() {
    assertThat(problem(EarlyAndSecured.class)).contains("@RolesAllowed");
    assertThat(problem(EarlyAndNameBound.class)).contains("@LoggedIn");
    assertThat(problem(EarlyAndPerUser.class)).contains("per user");
    assertThat(problem(EarlyByInterface.class)).contains("@RolesAllowed");
    assertThat(ResourceCheck.problems(Early.class, NONE)).isEmpty();
  }

  @Test
  void aFileCannotSwitchEarlyOnForASecuredMethodEither() {
    Directive early = new Directive(null, false, null, List.of(), List.of(), false, true);
    DirectiveSource file = (method, template) -> Optional.of(early);
    assertThat(ResourceCheck.problems(SecuredByJaxRs.class, file)).hasSize(1);
    assertThat(ResourceCheck.problems(Early.class, file)).isEmpty();
  }

  @Test
  void wrongDurationsAndTagsAreNamedWithTheirMethod() {
    assertThat(ResourceCheck.problems(Tagged.class, NONE))
        .hasSize(3)
        .anySatisfy(text -> assertThat(text).contains("@CacheResponse(\"soon\")", "Tagged.get"))
        .anySatisfy(text -> assertThat(text).contains("'name'", "unknownParameter"))
        .anySatisfy(text -> assertThat(text).contains("@InvalidatesCache", "has no }"));
  }

  @Test
  void anAnnotationOfTheClassIsMeantForItsGetMethodsAndThatOfAMethodReplacesIt() throws Exception {
    assertThat(endpoint("get").orElseThrow().directive().lifetime())
        .isEqualTo(Duration.ofMinutes(1));
    assertThat(endpoint("other").orElseThrow().directive().lifetime()).isNull();
    assertThat(endpoint("put")).isEmpty();
    assertThat(endpoint("head").orElseThrow())
        .as("an own HEAD is answered from the GET's entries")
        .isEqualTo(endpoint("get").orElseThrow());
  }

  @Test
  void acceptSelectsWhereAResourceNegotiates() throws Exception {
    assertThat(endpoint("get").orElseThrow().impliedVary()).isEmpty();
    assertThat(endpoint("other").orElseThrow().impliedVary()).containsExactly("accept");
  }

  private static Optional<Endpoint> endpoint(String name) throws NoSuchMethodException {
    Method method = Both.class.getMethod(name);
    return new ResourceMethod(Both.class, method).endpoint(NONE);
  }
}
