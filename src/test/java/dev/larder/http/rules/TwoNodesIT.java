package dev.larder.http.rules;

import dev.larder.testing.Feature;
import dev.larder.testing.ServerKind;
import java.util.List;

/** Two servers of one kind. */
@Feature("Response cache: two nodes on one Redis")
class TwoNodesIT extends TwoNodesRules {

  @Override
  List<ServerKind> kinds() {
    return List.of(ServerKind.current(), ServerKind.current());
  }
}
