package dev.larder.requirements;

import dev.larder.testing.ServerKind;
import java.util.List;
import org.junit.jupiter.api.Tag;

/** A service on Payara Micro and one on WildFly. */
@Tag("mixed")
class MixedServicesIT extends ConcurrentServicesRules {

  @Override
  List<ServerKind> kinds() {
    return List.of(ServerKind.PAYARA_MICRO, ServerKind.WILDFLY);
  }
}
