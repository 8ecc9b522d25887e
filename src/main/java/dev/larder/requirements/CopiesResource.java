package dev.larder.requirements;

import dev.larder.rest.QueryString;
import dev.larder.rest.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Whether the cached copy of the requirements is what the database says, as of now. */
@Path("/requirements/copies")
@RequestScoped
@SuppressWarnings("NullAway.Init") // The server sets the fields before it calls anything.
public class CopiesResource {

  @Inject private HttpServletRequest request;
  @Inject private RequirementsRuntime runtime;

  /**
   * The answer.
   *
   * @param database the requirements in force; {@code null} when there are none
   * @param cache the copy
   */
  public record Copies(@Nullable Row database, Copy cache) {}

  /**
   * The requirements of the database.
   *
   * @param hash SHA-256 in hex
   * @param bytes the length in UTF-8
   */
  public record Row(String hash, int bytes) {}

  /**
   * The copy.
   *
   * @param state {@code same}, {@code different}, {@code missing} or {@code unavailable}
   * @param hash SHA-256 in hex; {@code null} when there is none that can be read
   * @param bytes the length of the requirements in UTF-8; {@code null} as the hash
   * @param ttl how long it stays in seconds, rounded up; {@code null} when that is not known, or
   *     for ever
   */
  public record Copy(
      String state, @Nullable String hash, @Nullable Integer bytes, @Nullable Long ttl) {}

  /** Compares them. */
  @GET
  @Produces(MediaType.APPLICATION_JSON)
  @RolesAllowed(Roles.READER)
  public Copies get() {
    QueryString.of(request);
    RequirementsCopies.Compared compared = runtime.copies().compare();
    return new Copies(
        compared.row().map(row -> new Row(row.hash(), row.sizeBytes())).orElse(null),
        new Copy(
            compared.state().name().toLowerCase(Locale.ROOT),
            compared.cached().map(Requirements::hash).orElse(null),
            compared.cached().map(Requirements::sizeBytes).orElse(null),
            compared.ttl() == null ? null : compared.ttl().plusNanos(999_999_999).toSeconds()));
  }
}
