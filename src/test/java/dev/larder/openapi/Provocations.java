package dev.larder.openapi;

import dev.larder.openapi.OpenApiDocument.Operation;
import dev.larder.testing.RawAnswer;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How each problem is brought about, for whichever operation has it. A new problem type needs a
 * line in the table, and one in {@link #PHASES} when something has to be taken away for it.
 */
final class Provocations {

  /** What the service has to do without, one thing more in each phase. */
  enum Phase {
    WHOLE,
    DATABASE_AWAY,
    REDIS_AWAY
  }

  /** Brings the problem about and returns the answer. */
  interface Provocation {
    RawAnswer of(World world, Operation operation);
  }

  /** Changes the documented example so that it becomes the problem. */
  private interface Change {
    Call of(World world, Operation operation, Call call);
  }

  private static final Map<String, Phase> PHASES =
      Map.of("cache-unavailable", Phase.REDIS_AWAY, "unavailable", Phase.DATABASE_AWAY);

  private static final Map<String, Provocation> TABLE =
      Map.ofEntries(
          provocation("bad-request", (w, op, call) -> call.header("If-Match", "unquoted")),
          provocation("bad-parameter", (w, op, call) -> call.query("unknown", "1")),
          provocation("bad-key", (w, op, call) -> key(op, call, "%FF", "\"\\ud800\"")),
          provocation(
              "key-too-long",
              (w, op, call) -> key(op, call, "k".repeat(4_097), World.quoted("k".repeat(4_097)))),
          provocation("key-needs-query", (w, op, call) -> call.path("key", "a%2Fb")),
          provocation(
              "reserved-key",
              (w, op, call) -> key(op, call, "larder:any", World.quoted("larder:any"))),
          provocation("bad-ttl", Provocations::ttl),
          provocation("bad-json", (w, op, call) -> call.body("application/json", "{")),
          provocation(
              "bad-base64",
              (w, op, call) ->
                  call.body("application/json", "{\"items\":{\"user:1\":\"QWRo\\n\"}}")),
          provocation("bad-cursor", (w, op, call) -> call.query("cursor", "none-of-ours")),
          provocation("too-many-items", (w, op, call) -> call.body("application/json", many(op))),
          provocation(
              "pattern-too-costly",
              (w, op, call) ->
                  call.query(
                      op.parameter("query", "pattern") != null ? "pattern" : "uri",
                      "*" + "a".repeat(300))),
          provocation("unauthenticated", (w, op, call) -> call.without("Authorization")),
          provocation(
              "too-many-attempts", (w, op, call) -> call.header("Authorization", w.asShutOut())),
          provocation("forbidden", (w, op, call) -> call.header("Authorization", w.as(below(op)))),
          provocation(
              "outside-prefix", (w, op, call) -> call.header("Authorization", w.as("team"))),
          provocation(
              "cross-site", (w, op, call) -> call.header("Origin", "https://elsewhere.example")),
          provocation(
              "headers-too-large",
              (w, op, call) -> call.header("X-Large", "x".repeat(World.HEADERS))),
          provocation("not-found", Provocations::absent),
          provocation("not-acceptable", (w, op, call) -> call.header("Accept", "image/png")),
          provocation(
              "unsupported-media-type", (w, op, call) -> call.header("Content-Type", "image/png")),
          provocation("precondition-failed", Provocations::otherValue),
          provocation("not-an-integer", (w, op, call) -> holding(w, op, call, "x")),
          provocation("overflow", Provocations::atTheEnd),
          provocation("body-too-large", (w, op, call) -> call.declared(World.BODY + 1L)),
          provocation("value-too-large", Provocations::largeValue),
          provocation("answer-too-large", Provocations::largeAnswer),
          Map.entry("unreadable", Provocations::list),
          Map.entry("conflict", Provocations::conflict),
          Map.entry("too-many-scans", (w, op) -> w.whileOthersScan(w.call(op), 503)),
          Map.entry("bulk-incomplete", Provocations::fullRedis),
          provocation("cache-unavailable", Provocations::neverKept),
          provocation("unavailable", (w, op, call) -> call));

  private Provocations() {}

  static Phase phase(String problem) {
    return PHASES.getOrDefault(problem, Phase.WHOLE);
  }

  /** The way to a problem. */
  static Provocation of(String problem) {
    Provocation known = TABLE.get(problem);
    if (known == null) {
      throw new AssertionError(
          problem
              + " is documented, and the table of Provocations does not say how it comes about");
    }
    return known;
  }

  private static Map.Entry<String, Provocation> provocation(String problem, Change change) {
    return Map.entry(
        problem, (world, op) -> change.of(world, op, world.call(op)).send(world.port()));
  }

  /** Gives another key, wherever the operation takes it. */
  private static Call key(Operation operation, Call call, String encoded, String json) {
    if (operation.parameter("path", "key") != null) {
      return call.path("key", encoded);
    }
    if (operation.parameter("query", "key") != null) {
      return call.query("key", encoded);
    }
    return call.body(
        "application/json",
        takesKeys(operation) ? "{\"keys\":[" + json + "]}" : "{\"items\":{" + json + ":\"QWRh\"}}");
  }

  private static boolean takesKeys(Operation operation) {
    return Set.of("mget", "keyDetails").contains(operation.id());
  }

  private static String below(Operation operation) {
    return operation.role().equals("admin") ? "writer" : "reader";
  }

  private static Call ttl(World world, Operation operation, Call call) {
    return operation.parameter("query", "ttl") != null
        ? call.query("ttl", "0")
        : call.body("application/json", "{\"items\":{\"user:1\":\"QWRh\"},\"ttl\":\"0\"}");
  }

  private static String many(Operation operation) {
    boolean keys = takesKeys(operation);
    return IntStream.range(0, 1_001)
        .mapToObj(i -> "\"" + i + "\"" + (keys ? "" : ":\"\""))
        .collect(
            Collectors.joining(",", keys ? "{\"keys\":[" : "{\"items\":{", keys ? "]}" : "}}"));
  }

  private static Call absent(World world, Operation operation, Call call) {
    if (operation.path().startsWith("/requirements")) {
      world.requirements("");
    } else {
      world.delete(World.key(operation));
    }
    return call;
  }

  private static Call otherValue(World world, Operation operation, Call call) {
    if (operation.path().startsWith("/requirements")) {
      world.requirements("flask==3.0.0\n");
    } else {
      world.put(World.key(operation), "hello");
    }
    return call.header("If-Match", "\"another\"");
  }

  private static Call holding(World world, Operation operation, Call call, String value) {
    world.put(World.key(operation), value);
    return call;
  }

  private static Call atTheEnd(World world, Operation operation, Call call) {
    long end = operation.id().startsWith("incr") ? Long.MAX_VALUE : Long.MIN_VALUE;
    return holding(world, operation, call, Long.toString(end));
  }

  private static Call largeValue(World world, Operation operation, Call call) {
    if (!operation.id().equals("mset")) {
      return call.declared(World.VALUE + 1L);
    }
    String large = Base64.getEncoder().encodeToString(new byte[World.VALUE + 1]);
    return call.body("application/json", "{\"items\":{\"user:1\":\"" + large + "\"}}");
  }

  private static Call largeAnswer(World world, Operation operation, Call call) {
    String large = "v".repeat(World.VALUE - 1);
    for (int i = 1; i <= 3; i++) {
      world.put("large:" + i, large);
    }
    return call.body("application/json", "{\"keys\":[\"large:1\",\"large:2\",\"large:3\"]}");
  }

  /** A key with a list of Redis, which somebody else has put there. */
  private static RawAnswer list(World world, Operation operation) {
    String key = World.key(operation);
    world.redis(jedis -> jedis.del(key) + jedis.lpush(key, "x"));
    try {
      Call call = world.call(operation);
      boolean onlyUnderConditions =
          operation.method().equals("PUT") || operation.method().equals("DELETE");
      return (onlyUnderConditions ? call.header("If-Match", "*") : call).send(world.port());
    } finally {
      world.redis(jedis -> jedis.del(key));
    }
  }

  private static RawAnswer conflict(World world, Operation operation) {
    if (operation.path().startsWith("/entries")) {
      String key = World.key(operation);
      Call call = world.call(operation).header("If-Match", "*");
      return world.contended(key, call, 409);
    }
    // By URL, where no version can be set; and behind a line after which the file could not be
    // read.
    world.requirements(
        operation.id().equals("addPackage")
            ? "flask @ https://example.com/flask.zip\n"
            : "flask==3.0.0\n\ufeffweb==1\n");
    return world.call(operation).send(world.port());
  }

  /** One value is larger than Redis takes, the other finds no room: two different reasons. */
  private static RawAnswer fullRedis(World world, Operation operation) {
    String large = Base64.getEncoder().encodeToString(new byte[(1 << 20) + 1]);
    world.redis(
        jedis -> jedis.configSet("proto-max-bulk-len", "1mb") + jedis.configSet("maxmemory", "1"));
    try {
      return world
          .call(operation)
          .body("application/json", "{\"items\":{\"user:1\":\"\",\"user:2\":\"" + large + "\"}}")
          .send(world.port());
    } finally {
      world.redis(
          jedis ->
              jedis.configSet("maxmemory", "0") + jedis.configSet("proto-max-bulk-len", "512mb"));
    }
  }

  /** A removal under a condition is not kept for later, and a dry run removes nothing. */
  private static Call neverKept(World world, Operation operation, Call call) {
    return operation.parameter("header", "If-Match") != null ? call.header("If-Match", "*") : call;
  }
}
