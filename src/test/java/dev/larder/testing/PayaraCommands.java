package dev.larder.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The asadmin commands that Payara gets before it boots: those that are delivered, and the plan's.
 */
final class PayaraCommands {

  private static final Path DELIVERED =
      Path.of("server-config", "payara-micro", "preboot.asadmin").toAbsolutePath();
  private static final String CONFIG = "configs.config.server-config.";

  private PayaraCommands() {}

  /**
   * Commands for a server whose listeners have these names: those of Payara Micro are not those of
   * Payara Server.
   */
  static List<String> preboot(ServerPlan plan, String http, String https) throws IOException {
    List<String> commands = new ArrayList<>();
    for (String command : Files.readAllLines(DELIVERED)) {
      commands.add(
          command
              .replace("listener.https-listener.", "listener." + https + ".")
              .replace("protocol.https-listener.", "protocol." + https + ".")
              .replace("listener.http-listener.", "listener." + http + ".")
              .replace("protocol.http-listener.", "protocol." + http + "."));
    }
    if (plan.has(ServerPlan.Option.BODIES_WITH_ANY_METHOD)) {
      commands.add(
          "set "
              + CONFIG
              + "network-config.protocols.protocol."
              + http
              + ".http.allow-payload-for-undefined-http-methods=true");
    }
    if (plan.has(ServerPlan.Option.FRESH_CONFIGURATION)) {
      commands.add("set-config-cache --duration=1");
    }
    commands.addAll(plan.commands());
    return commands;
  }
}
