package dev.larder.requirements;

import javax.sql.DataSource;

/**
 * The database that the service works on.
 *
 * @param dataSource where its connections come from; they take part in the server's transactions
 * @param vendor which of the two it is
 * @param setting what says so, without secrets, such as {@code larder.db.jndi=jdbc/larder}
 */
record Database(DataSource dataSource, DatabaseSettings.Vendor vendor, String setting) {}
