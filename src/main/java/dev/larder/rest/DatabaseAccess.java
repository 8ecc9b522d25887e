package dev.larder.rest;

import javax.sql.DataSource;

/**
 * The database of the service, for health, which knows nothing of the part that uses it. A bean;
 * thread-safe.
 */
public interface DatabaseAccess {

  /** Returns where connections come from: Larder's own pool, or the one of the server. */
  DataSource dataSource();
}
