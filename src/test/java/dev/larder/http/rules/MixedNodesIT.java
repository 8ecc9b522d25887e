package dev.larder.http.rules;

import dev.larder.testing.ServerKind;
import java.util.List;
import org.junit.jupiter.api.Tag;

/** A Payara Micro and a WildFly. */
@Tag("mixed")
class MixedNodesIT extends TwoNodesRules {

  @Override
  List<ServerKind> kinds() {
    return List.of(ServerKind.PAYARA_MICRO, ServerKind.WILDFLY);
  }
}
