package dev.larder.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.testing.Feature;
import dev.larder.testing.LarderClient;
import dev.larder.testing.LarderClient.Answer;
import dev.larder.testing.LarderServer;
import dev.larder.testing.ServerKind;
import dev.larder.testing.TestPlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Users of the server's realm, as the page of resources says. */
@Feature("Sign-in with the users of the server")
class ServerRealmIT {

  private static final Map<String, String> GROUPS =
      Map.of(
          "ada", "larder-writer", "root", "larder-admin", "eve", "admin", "larder-admin", "staff");

  private static LarderServer larder;

  @BeforeAll
  static void start() throws IOException {
    LarderServer.Builder builder = LarderServer.configure();
    larder = builder.commands(users(builder.kind())).set("larder.security.realm", "server").start();
  }

  @AfterAll
  static void stop() {
    larder.close();
  }

  private static List<String> users(ServerKind kind) throws IOException {
    List<String> commands = new ArrayList<>();
    if (kind == ServerKind.WILDFLY) {
      String realm = "/subsystem=elytron/filesystem-realm=larder:";
      commands.add(realm + "add(path=larder-users,relative-to=jboss.server.config.dir)");
      GROUPS.forEach(
          (user, group) -> {
            commands.add(realm + "add-identity(identity=" + user + ")");
            commands.add(
                realm + "set-password(identity=" + user + ",clear={password=of-" + user + "})");
            commands.add(
                realm
                    + "add-identity-attribute(identity="
                    + user
                    + ",name=groups,value=["
                    + group
                    + "])");
          });
      String domain = "/subsystem=elytron/security-domain=ApplicationDomain:";
      commands.add(
          domain + "list-add(name=realms,value={realm=larder,role-decoder=groups-to-roles})");
      commands.add(domain + "write-attribute(name=default-realm,value=larder)");
      return commands;
    }
    for (Map.Entry<String, String> user : GROUPS.entrySet()) {
      Path file = TestPlace.newDirectory("password").resolve("file");
      Files.writeString(file, "AS_ADMIN_USERPASSWORD=of-" + user.getKey() + "\n");
      commands.add(
          "create-file-user --passwordfile "
              + file
              + " --groups "
              + user.getValue()
              + " "
              + user.getKey());
    }
    return commands;
  }

  @Test
  void aUserHasTheRolesOfTheGroupsOfTheServer() {
    LarderClient ada = of("ada");
    assertThat(ada.putText("api/entries/realm", "1").status()).isBetween(200, 204);
    assertThat(ada.get("api/entries/realm").text()).isEqualTo("1");
    Answer forbidden = ada.putText("api/requirements", "flask\n");
    assertThat(forbidden.status()).isEqualTo(403);
    assertThat(of("root").putText("api/requirements", "flask\n").status()).isEqualTo(200);
    assertThat(ada.get("api/account").text()).contains("\"ada\"", "writer");
  }

  @Test
  void nothingOfASessionIsLeft() {
    Answer answer = of("ada").get("api/stats");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Set-Cookie")).isEmpty();
    assertThat(larder.client().get("api/stats").status()).isEqualTo(401);
  }

  @Test
  void groupsThatAreNotMeantForLarderGiveNoRole() {
    assertThat(of("eve").get("api/stats").status()).isEqualTo(403);
    // Nor does a user's name.
    assertThat(of("larder-admin").get("api/stats").status()).isEqualTo(401);
  }

  @Test
  void wrongPasswordsAndUnknownUsersAreAnonymous() {
    LarderClient client = larder.client();
    assertThat(client.as("ada", "of-root").get("api/stats").status()).isEqualTo(401);
    assertThat(client.as("nobody", "of-nobody").get("api/stats").status()).isEqualTo(401);
    assertThat(client.as("ada", "").get("api/stats").status()).isEqualTo(401);
  }

  @Test
  void larderStillKnowsItsOwnUsers() {
    assertThat(larder.admin().get("api/stats").status()).isEqualTo(200);
  }

  private static LarderClient of(String user) {
    return larder.client().as(user, "of-" + user);
  }
}
