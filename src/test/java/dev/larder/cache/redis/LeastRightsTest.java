package dev.larder.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LeastRightsTest {

  @Test
  void theRuleOfTheReadmeIsTheOneThatIsTested() throws IOException {
    assertThat(Files.readString(Path.of("README.md")))
        .contains(
            "\nACL SETUSER larder on >password "
                + LeastRights.SERVER
                + LeastRights.BEHIND_SENTINELS
                + LeastRights.IN_A_CLUSTER
                + LeastRights.NEAR_TIER
                + "\n")
        .contains("ACL SETUSER larder on >password " + LeastRights.SENTINEL + "`");
  }
}
