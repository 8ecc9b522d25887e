package dev.larder.bench.start.empty;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** The one entity. */
@Entity
@SuppressWarnings({"unused", "NullAway.Init"}) // The server sets the fields.
public class Note {

  @Id private long id;
  private String text;
}
