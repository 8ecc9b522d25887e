package dev.larder.security;

import dev.larder.testing.LarderClient;
import dev.larder.testing.LarderOnWildFly;
import dev.larder.testing.TestUsers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** The table on WildFly: {@code ./mvnw -Pwildfly}. */
@Tag("wildfly")
class AccessTableOnWildFlyIT extends AccessTableRules {

  private static LarderOnWildFly larder;

  @BeforeAll
  static void start() {
    larder = LarderOnWildFly.start(TestUsers.settings());
  }

  @AfterAll
  static void stop() {
    larder.close();
  }

  @Override
  LarderClient nobody() {
    return larder.client();
  }
}
