package dev.larder.servers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The page of Payara Micro. */
class PayaraMicroPageIT extends ServerPageRules {

  PayaraMicroPageIT() {
    super("payara-micro", "/opt/payara-micro", false);
  }

  @Override
  void unpack(Path folder) throws Exception {
    Files.createDirectories(folder);
    Files.copy(required("larder.test.payara"), folder.resolve("payara-micro.jar"));
  }

  @Override
  Map<String, String> configuration(Path folder) {
    return Map.of();
  }
}
