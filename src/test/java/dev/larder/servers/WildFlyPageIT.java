package dev.larder.servers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;

/** The page of WildFly. */
@Tag("wildfly")
class WildFlyPageIT extends ServerPageRules {

  WildFlyPageIT() {
    super("wildfly", "/opt/wildfly-39.0.1.Final", true);
  }

  @Override
  void unpack(Path folder) {
    copy(required("larder.test.wildfly"), folder);
  }

  @Override
  Map<String, String> configuration(Path folder) throws Exception {
    return Map.of(
        "standalone.xml",
        Files.readString(folder.resolve("standalone/configuration/standalone.xml")));
  }
}
