package dev.larder.http.sample;

import dev.larder.http.CacheResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Answers that show all they can see of a request's method, target and body, as applications do
 * that write absolute links: whatever a cache mixes up shows in them.
 */
@Path("/mirror/{id}")
@Produces(MediaType.TEXT_PLAIN)
public class MirrorResource {

  @Context UriInfo uri;
  @Context HttpServletRequest request;

  /** The target in all the ways in which JAX-RS and servlets give it, and the body. */
  @GET
  @Path("whole{rest:.*}")
  @CacheResponse("5m")
  public String whole(@PathParam("rest") String rest, String body) {
    return target(rest) + "body " + body + "\n";
  }

  /** The same, with hits in front of JAX-RS. */
  @GET
  @Path("early{rest:.*}")
  @CacheResponse(value = "5m", early = true)
  public String early(@PathParam("rest") String rest) {
    return target(rest);
  }

  /** What a path and a query say, decoded: by JAX-RS, and by servlets, which may see a body too. */
  @GET
  @Path("decoded{rest:.*}")
  @CacheResponse("5m")
  public String decoded(@PathParam("rest") String rest) {
    Map<String, List<String>> parameters = new TreeMap<>();
    request
        .getParameterMap()
        .forEach((name, values) -> parameters.put(name, Arrays.asList(values)));
    return "rest "
        + rest
        + "\nJAX-RS "
        + new TreeMap<>(uri.getQueryParameters())
        + "\nservlets "
        + parameters
        + " "
        + request.getPathInfo()
        + "\n";
  }

  /** Only the parameter that its directive names. */
  @GET
  @Path("one")
  @CacheResponse(value = "5m", parameters = "a")
  public String one(@QueryParam("a") List<String> all) {
    String[] values = request.getParameterValues("a");
    return "JAX-RS "
        + all
        + ", servlets "
        + (values == null ? "none" : Arrays.asList(values))
        + "\n";
  }

  /** A field of proxies, with the Vary that this takes. */
  @GET
  @Path("forwarded")
  @CacheResponse("5m")
  public Response forwarded(@HeaderParam("X-Forwarded-Host") String host) {
    return Response.ok("host " + host + "\n").header("Vary", "X-Forwarded-Host").build();
  }

  /** The same without Vary: what an application must not do. */
  @GET
  @Path("careless")
  @CacheResponse("5m")
  public String careless(@HeaderParam("X-Forwarded-Host") String host) {
    return "host " + host + "\n";
  }

  /** A parameter in response fields, as redirects have it. */
  @GET
  @Path("field")
  @CacheResponse("5m")
  public Response field(@QueryParam("a") String value) {
    return Response.ok("field\n")
        .header("X-Mirror", value)
        .header("Content-Language", "en")
        .build();
  }

  private String target(String rest) {
    StringBuilder text = new StringBuilder();
    line(text, "method", request.getMethod());
    line(text, "request URI", uri.getRequestUri());
    line(text, "absolute path", uri.getAbsolutePath());
    line(text, "base URI", uri.getBaseUri());
    line(text, "link", uri.getAbsolutePathBuilder().path("next").build());
    line(text, "path", uri.getPath());
    line(text, "rest", rest);
    line(text, "query", new TreeMap<>(uri.getQueryParameters()));
    line(
        text,
        "matrix",
        uri.getPathSegments().stream().map(each -> each.getMatrixParameters()).toList());
    line(text, "servlet URL", request.getRequestURL());
    line(text, "servlet URI", request.getRequestURI());
    line(text, "servlet path", request.getServletPath() + " " + request.getPathInfo());
    line(text, "servlet query", request.getQueryString());
    line(text, "server", request.getServerName() + " " + request.getServerPort());
    line(text, "scheme", request.getScheme() + " " + request.isSecure());
    line(text, "Host", Collections.list(request.getHeaders("Host")));
    return text.toString();
  }

  private static void line(StringBuilder text, String name, Object value) {
    text.append(name).append(' ').append(value).append('\n');
  }
}
