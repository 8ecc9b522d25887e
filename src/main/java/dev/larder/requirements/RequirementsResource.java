package dev.larder.requirements;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.larder.http.CacheResponse;
import dev.larder.http.InvalidatesCache;
import dev.larder.rest.EntityTags;
import dev.larder.rest.ProblemException;
import dev.larder.rest.ProblemType;
import dev.larder.rest.Roles;
import dev.larder.security.Audited;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The requirements over HTTP: read by everybody who may read, changed by admins. What is read is
 * cached per user, and invalidated by every save, whoever makes it; the time to live is that of the
 * reconciler, for nodes that share a database and no cache.
 */
@CacheResponse(value = "1m", perUser = true, tags = RequirementsResource.TAG)
@InvalidatesCache(RequirementsResource.TAG)
@Path("/requirements")
@RequestScoped
@SuppressWarnings("NullAway.Init") // The server sets the fields before it calls anything.
public class RequirementsResource {

  /** What responses about the requirements are tagged with. */
  static final String TAG = "requirements";

  private static final MediaType TEXT = MediaType.TEXT_PLAIN_TYPE.withCharset("UTF-8");

  @Inject private RequirementsCache requirements;

  /** The requirements as JSON. */
  @GET
  @Produces(MediaType.APPLICATION_JSON)
  @RolesAllowed(Roles.READER)
  public Response json(@Context HttpHeaders headers) {
    Requirements found = existing();
    return conditional(
        headers, RequirementsETags.ofJson(found), pair(found), MediaType.APPLICATION_JSON_TYPE);
  }

  /** The requirements as the file they are. */
  @GET
  @Produces(MediaType.TEXT_PLAIN + ";qs=0.9")
  @RolesAllowed(Roles.READER)
  public Response text(@Context HttpHeaders headers) {
    Requirements found = existing();
    byte[] bytes = found.content().getBytes(StandardCharsets.UTF_8);
    return conditional(headers, RequirementsETags.ofText(found), bytes, TEXT);
  }

  private Requirements existing() {
    return requirements
        .get()
        .orElseThrow(
            () ->
                new ProblemException(
                    ProblemType.NOT_FOUND, "there are no requirements; PUT makes them"));
  }

  private static Response conditional(
      HttpHeaders headers, String tag, Object entity, MediaType type) {
    String quoted = '"' + tag + '"';
    EntityTags match = EntityTags.parse(headers.getRequestHeader(HttpHeaders.IF_MATCH));
    EntityTags noneMatch = EntityTags.parse(headers.getRequestHeader(HttpHeaders.IF_NONE_MATCH));
    if (match != null && !match.matches(quoted)) {
      throw new ProblemException(
          ProblemType.PRECONDITION_FAILED, "the requirements are not those that If-Match names");
    }
    boolean unmodified = noneMatch != null && noneMatch.matchesWeakly(quoted);
    return (unmodified ? Response.notModified() : Response.ok(entity, type))
        .tag(new EntityTag(tag))
        .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
        .build();
  }

  /** What a save sends as JSON. */
  public record SaveRequest(@Nullable String content) {}

  /** Saves requirements sent as JSON. */
  @PUT
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  @RolesAllowed(Roles.ADMIN)
  @Audited("requirements-save")
  public Response saveJson(SaveRequest request, @Context HttpHeaders headers) {
    if (request.content() == null) {
      throw new ProblemException(ProblemType.BAD_JSON, "the member 'content' is missing");
    }
    SaveResult saved = save(request.content(), headers);
    return saved(saved, RequirementsETags.ofJson(saved.requirements()));
  }

  /** Saves requirements sent as the file they are, in UTF-8. */
  @PUT
  @Consumes(MediaType.TEXT_PLAIN)
  @Produces(MediaType.APPLICATION_JSON)
  @RolesAllowed(Roles.ADMIN)
  @Audited("requirements-save")
  public Response saveText(byte[] body, @Context HttpHeaders headers) {
    String charset = headers.getMediaType().getParameters().get("charset");
    if (charset != null && !charset.equalsIgnoreCase("utf-8")) {
      throw new ProblemException(
          ProblemType.UNSUPPORTED_MEDIA_TYPE, "requirements are taken in UTF-8 only");
    }
    SaveResult saved = save(decoded(body), headers);
    return saved(saved, RequirementsETags.ofText(saved.requirements()));
  }

  private SaveResult save(String content, HttpHeaders headers) {
    return answering(
        () ->
            requirements.save(
                content,
                RequirementsETags.condition(
                    EntityTags.parse(headers.getRequestHeader(HttpHeaders.IF_MATCH)),
                    EntityTags.parse(headers.getRequestHeader(HttpHeaders.IF_NONE_MATCH)))));
  }

  private static Response saved(SaveResult result, String tag) {
    Map<String, Object> answer = pair(result.requirements());
    answer.put("cached", result.cached());
    return Response.ok(answer).tag(new EntityTag(tag)).build();
  }

  /** Brings the requirements of the row to the cache. */
  @POST
  @Path("/warm")
  @Produces(MediaType.APPLICATION_JSON)
  @RolesAllowed(Roles.ADMIN)
  @Audited("requirements-warm")
  public Map<String, Object> warm() {
    return Map.of("cached", requirements.warm());
  }

  /** What is sent to add a package. */
  public record PackageRequest(
      @JsonProperty("package") @Nullable String name, @Nullable String version) {}

  /** Adds a package, or has it asked for in another version. */
  @POST
  @Path("/packages")
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  @RolesAllowed(Roles.ADMIN)
  @Audited("package-add")
  public Map<String, Object> add(PackageRequest request) {
    String name = request.name();
    if (name == null) {
      throw new ProblemException(ProblemType.BAD_JSON, "the member 'package' is missing");
    }
    return changed(answering(() -> requirements.addPackage(name, request.version())));
  }

  /** Removes a package. */
  @DELETE
  @Path("/packages/{name}")
  @Produces(MediaType.APPLICATION_JSON)
  @RolesAllowed(Roles.ADMIN)
  @Audited("package-remove")
  public Map<String, Object> remove(@PathParam("name") String name) {
    return changed(answering(() -> requirements.removePackage(name)));
  }

  private static Map<String, Object> changed(PackageResult result) {
    Map<String, Object> answer = pair(result.requirements());
    answer.put("updated", result.updated());
    answer.put("hashesDropped", result.hashesDropped());
    answer.put("cached", result.cached());
    return answer;
  }

  private static <T> T answering(Supplier<T> change) {
    try {
      return change.get();
    } catch (RequirementsChangedException e) {
      throw new ProblemException(
          ProblemType.PRECONDITION_FAILED,
          "the requirements are not those that the condition names; get them anew and try again",
          e);
    } catch (PackageConflictException e) {
      throw new ProblemException(ProblemType.CONFLICT, message(e), e);
    } catch (IllegalArgumentException e) {
      throw new ProblemException(ProblemType.BAD_REQUEST, message(e), e);
    }
  }

  private static String message(RuntimeException e) {
    return String.valueOf(e.getMessage());
  }

  private static Map<String, Object> pair(Requirements requirements) {
    Map<String, Object> pair = new LinkedHashMap<>();
    pair.put("content", requirements.content());
    pair.put("hash", requirements.hash());
    return pair;
  }

  private static String decoded(byte[] body) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      throw new ProblemException(ProblemType.BAD_REQUEST, "the body is not valid UTF-8", e);
    }
  }
}
