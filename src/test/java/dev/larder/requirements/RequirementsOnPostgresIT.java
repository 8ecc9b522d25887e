package dev.larder.requirements;

import dev.larder.testing.PostgresServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class RequirementsOnPostgresIT extends RequirementsContract {

  private static PostgresServer server;

  @BeforeAll
  static void startServer() {
    server = PostgresServer.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Override
  TestDatabase newDatabase() {
    return TestDatabase.postgres(server.newDatabase());
  }
}
