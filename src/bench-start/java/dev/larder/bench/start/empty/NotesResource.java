package dev.larder.bench.start.empty;

import jakarta.enterprise.context.RequestScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** The one resource: it asks the database. */
@Path("/notes")
@RequestScoped
@SuppressWarnings("NullAway.Init") // The server sets the field.
public class NotesResource {

  @PersistenceContext private EntityManager entities;

  /** How many notes there are. */
  @GET
  @Produces(MediaType.TEXT_PLAIN)
  public String count() {
    return entities
        .createQuery("select count(n) from Note n", Long.class)
        .getSingleResult()
        .toString();
  }
}
