package dev.larder.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Payara Micro with one WAR. */
final class PayaraMicro extends ApplicationServer {

  private static final Path CONFIGURATION =
      Path.of("server-config", "payara-micro").toAbsolutePath();
  private static final Pattern ALL_DEPLOYED = Pattern.compile("Payara Micro .* ready in ");

  /** Describes a server that does not run yet. */
  PayaraMicro(ServerPlan plan) {
    super(plan);
  }

  @Override
  ProcessBuilder prepare() throws IOException {
    Path root = plan().directory().resolve("payara");
    // Payara Micro deploys again what it finds there, before it looks at its arguments.
    deleteRecursively(root);
    Path preboot = plan().directory().resolve("preboot.asadmin");
    Files.write(preboot, PayaraCommands.preboot(plan(), "http-listener", "https-listener"));
    List<String> command = java();
    command.addAll(List.of("-jar", required("larder.test.payara").toString()));
    command.addAll(List.of("--deploy", plan().war().toString()));
    command.addAll(List.of("--port", Integer.toString(port()), "--rootdir", root.toString()));
    command.addAll(List.of("--prebootcommandfile", preboot.toString()));
    command.addAll(
        List.of("--logproperties", CONFIGURATION.resolve("logging.properties").toString()));
    command.addAll(List.of("--nocluster", "--disablephonehome"));
    if (plan().httpThreads() > 0) {
      command.addAll(List.of("--maxhttpthreads", Integer.toString(plan().httpThreads())));
    }
    for (Path library : plan().libraries()) {
      command.addAll(List.of("--addlibs", library.toString()));
    }
    command.addAll(plan().microOptions());
    return new ProcessBuilder(command);
  }

  @Override
  boolean hasTriedToDeploy(String log) {
    return ALL_DEPLOYED.matcher(log).find();
  }
}
