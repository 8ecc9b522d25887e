package dev.larder.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.tools.ant.BuildException;

/**
 * The console of a running server: its log without the server's greetings, and with Larder's "is
 * ready" where it can be seen, once it is true for HTTP as well. Confined to one thread.
 */
final class ServerOutput {

  private static final Pattern MESSAGE =
      Pattern.compile("^\\d{4}-\\d\\d-\\d\\d \\S+ (\\w+) +\\[.*");
  private static final Pattern GREETING =
      Pattern.compile("^\\S+ \\S+ INFO +\\[(PayaraMicro|jakarta\\.enterprise\\.web)\\].*");
  private static final Pattern ALL_DEPLOYED = Pattern.compile("Payara Micro .* ready in ");
  private static final Pattern CAUSE = Pattern.compile("^Caused by: (?:[\\w.$]+: )?(.*)");
  private static final Pattern READY = Pattern.compile("Larder is ready: .*");

  private final PrintStream out;
  private final BooleanSupplier deployed;
  private String ready;
  private String cause = "the messages above say why";
  private boolean answering;
  private boolean greeting;

  /**
   * @param deployed whether Larder answers, asked once the server has done its deployments
   */
  ServerOutput(PrintStream out, BooleanSupplier deployed) {
    this.out = out;
    this.deployed = deployed;
  }

  /** Copies until the server ends, or finds that Larder was not deployed. */
  void copy(BufferedReader lines) throws IOException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      accept(line);
    }
  }

  private void accept(String line) {
    if (MESSAGE.matcher(line).matches()) {
      greeting = GREETING.matcher(line).matches();
    }
    Matcher caused = CAUSE.matcher(line);
    if (caused.matches()) {
      cause = caused.group(1);
    }
    Matcher matcher = READY.matcher(line);
    if (matcher.find()) {
      ready = matcher.group();
      announce();
    } else if (!greeting) {
      out.println(line);
    } else if (ALL_DEPLOYED.matcher(line).find()) {
      answering = deployed.getAsBoolean();
      if (!answering) {
        throw new BuildException("Larder was not deployed: " + cause);
      }
      announce();
    }
  }

  private void announce() {
    if (ready != null && answering) {
      out.println();
      out.println(ready);
      out.println();
      out.flush();
      ready = null;
    }
  }
}
