package dev.larder.entries;

import dev.larder.rest.Keys;
import dev.larder.rest.QueryString;
import dev.larder.rest.Roles;
import dev.larder.security.WithinPrefix;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;

/** The entries, by a key in the path or, for any key, in the query. */
@Path("entries")
@ApplicationScoped
@WithinPrefix
public class EntriesResource {

  private static final String IN_PATH = "/entries/";

  @Inject HttpServletRequest request;
  @Inject Keys keys;
  @Inject EntryOperations entries;

  /** Reads an entry. */
  @GET
  @Path("{key: .+}")
  @Produces(MediaType.APPLICATION_OCTET_STREAM)
  @RolesAllowed(Roles.READER)
  public Response get(@Context HttpHeaders headers) {
    QueryString.of(request);
    return entries.read(keys.inPath(request, IN_PATH, ""), headers);
  }

  /** Reads an entry whose key the query gives. */
  @GET
  @Produces(MediaType.APPLICATION_OCTET_STREAM)
  @RolesAllowed(Roles.READER)
  public Response getByQuery(@Context HttpHeaders headers) {
    return entries.read(keys.inQuery(QueryString.of(request, "key")), headers);
  }

  /** Writes an entry. */
  @PUT
  @Path("{key: .+}")
  @Consumes(MediaType.WILDCARD)
  @RolesAllowed(Roles.WRITER)
  public Response put(@Context HttpHeaders headers, InputStream body) throws IOException {
    QueryString query = QueryString.of(request, "ttl");
    String key = keys.inPath(request, IN_PATH, "");
    return entries.write(key, query.get("ttl").orElse(null), headers, body);
  }

  /** Writes an entry whose key the query gives. */
  @PUT
  @Consumes(MediaType.WILDCARD)
  @RolesAllowed(Roles.WRITER)
  public Response putByQuery(@Context HttpHeaders headers, InputStream body) throws IOException {
    QueryString query = QueryString.of(request, "key", "ttl");
    return entries.write(keys.inQuery(query), query.get("ttl").orElse(null), headers, body);
  }

  /** Removes an entry; one that is not there is removed already. */
  @DELETE
  @Path("{key: .+}")
  @RolesAllowed(Roles.WRITER)
  public Response delete(@Context HttpHeaders headers) {
    QueryString.of(request);
    return entries.remove(keys.inPath(request, IN_PATH, ""), headers);
  }

  /** Removes an entry whose key the query gives. */
  @DELETE
  @RolesAllowed(Roles.WRITER)
  public Response deleteByQuery(@Context HttpHeaders headers) {
    return entries.remove(keys.inQuery(QueryString.of(request, "key")), headers);
  }
}
