package dev.larder.openapi;

import dev.larder.openapi.OpenApiDocument.Operation;
import dev.larder.testing.RawAnswer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;

/** What has to be there for the documented examples to be answered as documented. */
final class Successes {

  /** Whose example of an answer is what the example of the request is answered with, exactly. */
  private static final Set<String> EXACT =
      Set.of(
          "mget",
          "incr",
          "incrByQuery",
          "deleteKeys",
          "getRequirements",
          "putRequirements",
          "warmRequirements",
          "addPackage");

  private static final String FILE = "# web\nflask==3.0.0\n";

  private interface Preparation {
    void of(World world, Operation operation);
  }

  private static final Preparation NOTHING = (world, operation) -> {};
  private static final Preparation ENTRY = (w, op) -> w.put(World.key(op), "hello");
  private static final Preparation NO_ENTRY = (w, op) -> w.delete(World.key(op));
  private static final Preparation REQUIREMENTS = (w, op) -> w.requirements(FILE);

  private static final Map<String, Preparation> BEFORE =
      Map.ofEntries(
          Map.entry("getEntry", ENTRY),
          Map.entry("headEntry", ENTRY),
          Map.entry("putEntry", NO_ENTRY),
          Map.entry("deleteEntry", ENTRY),
          Map.entry("getEntryByQuery", ENTRY),
          Map.entry("headEntryByQuery", ENTRY),
          Map.entry("putEntryByQuery", NO_ENTRY),
          Map.entry("deleteEntryByQuery", ENTRY),
          Map.entry("mget", (w, op) -> w.users("1")),
          Map.entry("keyDetails", (w, op) -> w.users("1")),
          Map.entry("requirementsCopies", REQUIREMENTS),
          Map.entry("account", NOTHING),
          Map.entry("audit", NOTHING),
          Map.entry("configuration", NOTHING),
          Map.entry("mset", (w, op) -> w.users()),
          Map.entry("incr", NO_ENTRY),
          Map.entry("decr", NO_ENTRY),
          Map.entry("incrByQuery", NO_ENTRY),
          Map.entry("decrByQuery", NO_ENTRY),
          Map.entry("listKeys", (w, op) -> w.users("1", "2")),
          Map.entry("deleteKeys", (w, op) -> w.users("1", "2")),
          Map.entry("listResponses", NOTHING),
          Map.entry("deleteResponses", NOTHING),
          Map.entry("getRequirements", REQUIREMENTS),
          Map.entry("putRequirements", NOTHING),
          Map.entry("warmRequirements", REQUIREMENTS),
          Map.entry("addPackage", REQUIREMENTS),
          Map.entry("removePackage", REQUIREMENTS),
          Map.entry("stats", NOTHING),
          Map.entry("metrics", NOTHING),
          Map.entry("history", NOTHING),
          Map.entry("events", NOTHING),
          Map.entry("explainResponse", NOTHING),
          Map.entry("health", NOTHING));

  private Successes() {}

  /** Whether the answer has to be the documented example, and not only like it. */
  static boolean isExact(Operation operation, String status) {
    return EXACT.contains(operation.id()) && status.equals("200");
  }

  /**
   * Sends the documented example in a state where it has this outcome.
   *
   * @param accept the media type of the answer; empty for whatever comes
   * @param sent the media type of the body; empty when there is none
   */
  static RawAnswer drive(
      World world, Operation operation, String status, String accept, String sent) {
    Call call = world.call(operation);
    if (!sent.isEmpty()) {
      call.example(sent);
    }
    if (!accept.isEmpty()) {
      call.header("Accept", accept);
    }
    switch (status) {
      case "202" -> {
        // Of what a removal finds, nothing is known.
        if (operation.id().equals("deleteKeys") || operation.id().equals("deleteResponses")) {
          call.query("dryRun", "false");
        }
      }
      case "304" -> {
        prepare(world, operation);
        call.header("If-None-Match", tag(operation));
      }
      case "503" -> {}
      default -> prepare(world, operation);
    }
    return call.send(world.port());
  }

  private static void prepare(World world, Operation operation) {
    Preparation known = BEFORE.get(operation.id());
    if (known == null) {
      throw new AssertionError(operation + " is documented, and Successes does not know it");
    }
    known.of(world, operation);
  }

  private static String tag(Operation operation) {
    return operation.id().equals("getRequirements")
        ? "\"" + sha256(FILE) + "-json\""
        : "\"" + sha256("hello") + "\"";
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java platform", e);
    }
  }
}
