package dev.larder.bench.start;

import dev.larder.bench.start.empty.EmptyApplication;
import dev.larder.bench.start.empty.Note;
import dev.larder.bench.start.empty.NotesResource;
import dev.larder.testing.EmbeddedWar;
import java.nio.file.Path;

/** {@code empty.war}: what an application with a database is at least; it brings no library. */
final class EmptyWar {

  /**
   * The first request: it is answered with 200 when JAX-RS, CDI, JPA and the database are there.
   */
  static final String PATH = "/empty/api/notes";

  /** Declared as Larder's is, by the application; a file in the working directory. */
  private static final String WEB =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
        <data-source>
          <name>java:app/jdbc/empty</name>
          <class-name>org.h2.jdbcx.JdbcDataSource</class-name>
          <url>jdbc:h2:file:./data/empty</url>
          <user>sa</user>
          <password>empty</password>
        </data-source>
      </web-app>
      """;

  private static final String PERSISTENCE =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <persistence xmlns="https://jakarta.ee/xml/ns/persistence" version="3.0">
        <persistence-unit name="empty" transaction-type="JTA">
          <jta-data-source>java:app/jdbc/empty</jta-data-source>
          <class>dev.larder.bench.start.empty.Note</class>
          <properties>
            <property name="jakarta.persistence.schema-generation.database.action" value="create"/>
          </properties>
        </persistence-unit>
      </persistence>
      """;

  private EmptyWar() {}

  static Path make() {
    return EmbeddedWar.withoutLarder("empty")
        .classes(EmptyApplication.class, Note.class, NotesResource.class)
        .file("WEB-INF/web.xml", WEB)
        .file("WEB-INF/classes/META-INF/persistence.xml", PERSISTENCE)
        .make();
  }
}
