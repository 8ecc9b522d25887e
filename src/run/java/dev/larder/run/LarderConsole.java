package dev.larder.run;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The standard error of the server in this JVM: its log without the greetings, and with Larder's
 * "is ready" kept until it is true for HTTP as well. Thread-safe.
 */
final class LarderConsole extends OutputStream {

  private static final Pattern MESSAGE =
      Pattern.compile("^\\d{4}-\\d\\d-\\d\\d \\S+ (\\w+) +\\[.*");
  private static final Pattern GREETING =
      Pattern.compile(
          "^\\S+ \\S+ (?:INFO +\\[(PayaraMicro|jakarta\\.enterprise\\.web)\\]|WARNING +\\[PayaraMicro\\] .*Runtime directory).*");
  private static final Pattern CAUSE = Pattern.compile("^Caused by: (?:[\\w.$]+: )?(.*)");
  private static final Pattern READY = Pattern.compile("Larder is ready: .*");

  private final PrintStream log;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private String ready;
  private PrintStream out;
  private String cause = "the messages above say why";
  private boolean greeting;

  LarderConsole(PrintStream log) {
    this.log = log;
  }

  @Override
  public synchronized void write(int b) {
    if (b == '\n') {
      accept(line.toString(Charset.defaultCharset()));
      line.reset();
    } else {
      line.write(b);
    }
  }

  /** What the last message about a failure gave as its cause. */
  synchronized String cause() {
    return cause;
  }

  /** Larder answers: prints that it is ready, now or when it has said so itself. */
  synchronized void announce(PrintStream to) {
    out = to;
    announce();
  }

  private void announce() {
    if (ready != null && out != null) {
      out.println(ready);
      out.flush();
      ready = null;
    }
  }

  private void accept(String text) {
    if (MESSAGE.matcher(text).matches()) {
      greeting = GREETING.matcher(text).matches();
    }
    Matcher caused = CAUSE.matcher(text);
    if (caused.matches()) {
      cause = caused.group(1);
    }
    Matcher matcher = READY.matcher(text);
    if (matcher.find()) {
      ready = matcher.group();
      announce();
    } else if (!greeting) {
      log.println(text);
    }
  }
}
