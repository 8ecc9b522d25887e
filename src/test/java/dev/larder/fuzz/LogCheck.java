package dev.larder.fuzz;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Whether a log of the delivered format is what the service wrote, and nothing that was sent. */
public final class LogCheck {

  private static final Pattern LINE =
      Pattern.compile(
          "[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}"
              + " (?:SEVERE|WARNING|INFO|CONFIG|FINE|FINER|FINEST) +\\[[^\\]]*\\] .*"
              // WildFly's formatter PATTERN
              + "|[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2},[0-9]{3}"
              + " (?:FATAL|ERROR|WARN|INFO|DEBUG|TRACE) +\\[[^\\]]*\\] \\([^)]*\\) .*");

  /** What follows a line when a failure is logged with its stack trace. */
  private static final Pattern TRACE =
      Pattern.compile(
          "\\tat [^\\s(]+\\(.*\\)(?: .*)?|\\t\\.\\.\\. [0-9]+ (?:more|common frames omitted)"
              + "|(?:Caused by: |\\tSuppressed: )?(?:[a-z][\\w$]*\\.)+(?:[A-Z][\\w$]*)?(?:Exception|Error)(?:: .*)?");

  /** Payara quotes the two characters after a malformed percent sign, whichever they are. */
  private static final Pattern TWO_CHARACTERS =
      Pattern.compile(
          "java\\.lang\\.IllegalArgumentException: URLDecoder: Illegal hex characters in escape"
              + " \\(%\\) pattern - %[^\\r\\n]{2}");

  private LogCheck() {}

  /**
   * The lines that neither begin as lines of the log do nor belong to a stack trace, or have
   * control characters in them.
   */
  public static List<String> foreignLines(String log) {
    // A carriage return alone moves the cursor of a terminal back: it ends a line here, too.
    return Stream.of(log.split("\r\n|\n|\r", -1))
        .filter(line -> !line.isEmpty() && !TWO_CHARACTERS.matcher(line).matches())
        .filter(
            line ->
                !(LINE.matcher(line).matches() || TRACE.matcher(line).matches())
                    || line.codePoints().anyMatch(LogCheck::control))
        .toList();
  }

  private static boolean control(int c) {
    return c < 0x20 && c != '\t' || c >= 0x7f && c < 0xa0 || c == 0x2028 || c == 0x2029;
  }
}
