package dev.larder.requirements;

import dev.larder.testing.Feature;
import dev.larder.testing.ServerKind;
import java.util.List;

/** Two services on servers of one kind. */
@Feature("Two services on one PostgreSQL and one Redis")
class ConcurrentServicesIT extends ConcurrentServicesRules {

  @Override
  List<ServerKind> kinds() {
    return List.of(ServerKind.current(), ServerKind.current());
  }
}
