package dev.larder.requirements;

import dev.larder.naming.ServerObjects;
import dev.larder.rest.DatabaseAccess;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.Config;

/**
 * The data source that the operator chose: one of the server, by {@code larder.db.jndi}, or
 * Larder's own.
 */
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // The server sets the fields before it calls anything.
class ChosenDatabase implements DatabaseAccess {

  @Resource(lookup = RequirementsStartup.DATA_SOURCE)
  private DataSource own;

  @Inject private Config config;

  private Optional<String> name;
  private DataSource dataSource;

  @PostConstruct
  void choose() {
    name = DatabaseName.of(config);
    dataSource =
        name.map(
                given ->
                    ServerObjects.find(
                        DatabaseName.KEY, given, DataSource.class, DatabaseName.ALLOWED))
            .orElse(own);
  }

  @Override
  public DataSource dataSource() {
    return dataSource;
  }

  /**
   * The database behind the data source; the server's is asked what it is.
   *
   * @throws IllegalArgumentException when a setting is wrong, naming it
   * @throws IllegalStateException when the server's database does not answer
   */
  Database database() {
    if (name.isPresent()) {
      return new ServerDatabase(name.get(), dataSource).look();
    }
    DatabaseSettings settings = DatabaseSettings.of(config);
    return new Database(own, settings.vendor(), settings.setting());
  }
}
