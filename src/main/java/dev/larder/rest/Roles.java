package dev.larder.rest;

/** The roles of the service: an admin is a writer as well, and a writer a reader. */
public final class Roles {

  /** May read entries, listings, statistics and the requirements. */
  public static final String READER = "reader";

  /** May write entries and counters as well. */
  public static final String WRITER = "writer";

  /** May do everything: delete by pattern, change the requirements. */
  public static final String ADMIN = "admin";

  private Roles() {}
}
