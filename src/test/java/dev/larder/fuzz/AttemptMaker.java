package dev.larder.fuzz;

import dev.larder.openapi.OpenApiDocument.Operation;
import dev.larder.openapi.OpenApiDocument.Parameter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes requests of the operations of the document: their paths, methods, parameters and bodies,
 * each part now and then replaced by something hostile. The same seed makes the same requests. Not
 * thread-safe.
 *
 * <p>Whoever asks is confined to the keys of one prefix, except for the requirements, which only an
 * account without a prefix may change.
 */
public final class AttemptMaker {

  /** One part in so many is hostile. */
  private static final int HOSTILE = 4;

  /** What asks by POST, since a question may be long. */
  private static final Set<String> ASKS = Set.of("mget", "keyDetails", "explainResponse");

  /** What an account that is confined to a prefix never gets to. */
  private static final List<String> ADMINS =
      List.of("/requirements", "/responses", "/audit", "/configuration", "/history", "/events");

  private static final Set<String> WRITES_REQUIREMENTS =
      Set.of("putRequirements", "addPackage", "removePackage", "warmRequirements");

  private static final List<String> METHODS =
      List.of("PATCH", "TRACE", "FOO", "get", "PROPFIND", "CONNECT", "OPTIONS", "G ET", "", "PUT");

  private final Random random;
  private final List<Operation> operations;
  private final String prefix;
  private final String own;
  private final @Nullable String admin;
  private final HostileText texts;
  private final HostileBodies bodies;
  private final HostileHeaders headers;

  // Of the request that is being made.
  private final List<String> notes = new ArrayList<>();
  private final Set<String> may = new HashSet<>();
  private final StringBuilder query = new StringBuilder();
  private String path = "";

  /**
   * Makes one.
   *
   * @param prefix of the keys of the account
   * @param own its {@code Authorization}
   * @param admin the {@code Authorization} for the requirements; null for none
   */
  public AttemptMaker(
      Random random,
      List<Operation> operations,
      String prefix,
      String own,
      @Nullable String admin) {
    this.random = random;
    this.operations = operations;
    this.prefix = prefix;
    this.own = own;
    this.admin = admin;
    texts = new HostileText(random);
    bodies = new HostileBodies(random, texts);
    headers = new HostileHeaders(random, texts);
  }

  /** Makes the next request. */
  public Attempt next() {
    Operation operation = texts.one(operations);
    notes.clear();
    may.clear();
    query.setLength(0);
    path = operation.path();
    operation.parameters().forEach(parameter -> parameter(operation, parameter));
    spoilQuery();
    String method = method(operation);
    Optional<String> authorization = authorization(operation);
    List<String> lines = new ArrayList<>();
    lines.add("Host: 127.0.0.1");
    lines.add("Connection: close");
    authorization.ifPresent(text -> lines.add("Authorization: " + text));
    boolean wellFramed = !hostile(3);
    String body = body(operation, lines);
    Framing framing =
        wellFramed
            ? Framing.proper(body, method.equals("PUT") || method.equals("POST"))
            : Framing.wrong(random.nextInt(20), body);
    if (!wellFramed) {
      notes.add("framing");
    }
    if (hostile(1)) {
      notes.add("headers");
      lines.addAll(random.nextInt(lines.size() + 1), headers.some());
    }
    lines.addAll(framing.lines());
    return attempt(operation, method, lines, framing, authorization.equals(Optional.of(own)));
  }

  private Attempt attempt(
      Operation operation, String method, List<String> lines, Framing framing, boolean asOwn) {
    String request =
        method
            + " "
            + target(operation)
            + " HTTP/1.1\r\n"
            + String.join("\r\n", lines)
            + "\r\n\r\n";
    boolean requirements = WRITES_REQUIREMENTS.contains(operation.id());
    if (requirements) {
      may.clear();
      if (admin != null && lines.contains("Authorization: " + admin)) {
        may.add("(requirements)");
      }
    } else if (!asOwn) {
      may.clear();
      if (operation.id().equals("deleteResponses")) {
        may.add("(responses)");
      }
    }
    boolean put = operation.id().startsWith("putEntry") && method.equals("PUT");
    boolean onlyTheKey = notes.isEmpty() || notes.equals(List.of("key")) && may.size() == 1;
    return new Attempt(
        operation.id(),
        method,
        (request + framing.body()).getBytes(StandardCharsets.ISO_8859_1),
        notes.isEmpty() ? "as documented" : String.join(", ", notes),
        Set.copyOf(may),
        Set.of("PUT", "POST", "DELETE").contains(method) && !ASKS.contains(operation.id()),
        notes.isEmpty(),
        framing.incomplete(),
        put && onlyTheKey && asOwn && may.size() == 1
            ? new Attempt.Stored(may.iterator().next(), framing.body())
            : null);
  }

  private boolean hostile(int less) {
    return random.nextInt(HOSTILE * less) == 0;
  }

  private String method(Operation operation) {
    if (random.nextInt(40) > 0) {
      return operation.method();
    }
    notes.add("method");
    return texts.one(METHODS);
  }

  private String target(Operation operation) {
    String target = "/larder/api" + path + (query.length() == 0 ? "" : "?" + query);
    if (random.nextInt(40) > 0) {
      return target;
    }
    notes.add("target");
    // Not the documented place: whatever comes of it, nothing may be changed but what was meant.
    return switch (random.nextInt(8)) {
      case 0 -> "http://evil.example" + target;
      case 1 -> "/" + target;
      case 2 -> "/larder/api/../api" + target.substring("/larder/api".length());
      case 3 -> "/larder/./api" + target.substring("/larder/api".length());
      case 4 -> "/larder/%61pi" + target.substring("/larder/api".length());
      case 5 -> "/larder;x=y/api" + target.substring("/larder/api".length());
      case 6 -> target.substring(1);
      default -> "*";
    };
  }

  private void parameter(Operation operation, Parameter parameter) {
    boolean inPath = parameter.in().equals("path");
    if (parameter.in().equals("header")) {
      return;
    }
    if (operation.id().equals("events")) {
      // A stream that nobody bounds lasts for minutes.
      query.append("limit=1");
      return;
    }
    if (!inPath && !parameter.required() && random.nextBoolean()) {
      return;
    }
    if (!inPath && random.nextInt(60) == 0) {
      notes.add("no " + parameter.name());
      return;
    }
    String value =
        switch (parameter.name()) {
          case "key" -> key(inPath);
          case "name" -> hostile(1) ? noted("name", texts.encoded()) : "flask";
          case "ttl" -> hostile(1) ? noted("ttl", texts.ttl()) : "5m";
          case "limit" -> hostile(1) ? noted("limit", texts.number()) : "100";
          case "pattern" -> pattern();
          case "uri" -> hostile(1) ? noted("uri", texts.pattern()) : "*//fuzz.example/*";
          case "tag" -> hostile(1) ? noted("tag", texts.encoded()) : "fuzz";
          case "dryRun" -> hostile(1) ? noted("dryRun", texts.number()) : "true";
          case "cursor" -> noted("cursor", random.nextBoolean() ? texts.encoded() : "eA==");
          default -> throw new IllegalStateException("the fuzz does not know " + parameter.name());
        };
    if (inPath) {
      path = path.replace("{" + parameter.name() + "}", value);
    } else {
      query
          .append(query.length() == 0 ? "" : "&")
          .append(parameter.name())
          .append('=')
          .append(value);
    }
  }

  private String noted(String note, String value) {
    notes.add(note);
    return value;
  }

  /** A key of the account, and now and then one of somebody else or of nobody. */
  private String key(boolean inPath) {
    String raw = prefix + (char) ('a' + random.nextInt(26)) + random.nextInt(10);
    if (hostile(1)) {
      notes.add("key");
      raw =
          switch (random.nextInt(6)) {
            case 0 -> "sentinel:1";
            case 1 -> texts.encoded();
            default -> prefix + texts.encoded();
          };
    }
    for (String key : KeyOracle.keys(raw, inPath)) {
      if (key.startsWith(prefix)) {
        may.add(key);
      }
    }
    return raw;
  }

  private String pattern() {
    may.add("(keys)");
    return hostile(1) ? noted("pattern", texts.pattern()) : prefix + "*";
  }

  private void spoilQuery() {
    if (random.nextInt(HOSTILE * 4) > 0) {
      return;
    }
    notes.add("query");
    String more =
        switch (random.nextInt(6)) {
          case 0 -> "key=sentinel:1";
          case 1 -> "&&&=&=";
          case 2 -> "unknown=" + texts.encoded();
          case 3 -> "%6bey=sentinel:1";
          case 4 -> texts.encoded();
          default -> "ttl=1ms&ttl=1d";
        };
    if (random.nextBoolean()) {
      query.append(query.length() == 0 ? "" : "&").append(more);
    } else {
      query.insert(0, more + (query.length() == 0 ? "" : "&"));
    }
  }

  /** Mostly the account itself; now and then nobody, somebody else, or nonsense. */
  private Optional<String> authorization(Operation operation) {
    if (admin != null
        && ADMINS.stream().anyMatch(operation.path()::startsWith)
        && random.nextInt(5) > 0) {
      return Optional.of(admin);
    }
    return switch (random.nextInt(20)) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of("Bearer reader-token");
      case 2 -> {
        notes.add("credentials");
        yield Optional.of(
            random.nextBoolean()
                ? "Basic " + texts.bytes(30).replaceAll("[\r\n]", "")
                : "Bearer " + "t".repeat(1 + random.nextInt(3_000)));
      }
      default -> Optional.of(own);
    };
  }

  private String body(Operation operation, List<String> lines) {
    if (operation.body().isEmpty()) {
      return random.nextInt(20) == 0 ? noted("a body", bodies.one()) : "";
    }
    String type = texts.one(List.copyOf(operation.body().keySet()));
    lines.add("Content-Type: " + (type.equals("*/*") ? "application/octet-stream" : type));
    if (type.equals("*/*")) {
      // Whatever it is, it is a value.
      return random.nextBoolean() ? bodies.one() : "value " + random.nextInt();
    }
    if (hostile(1)) {
      may.clear();
      return noted("body", bodies.one());
    }
    return switch (operation.id()) {
      case "mget" -> "{\"keys\":[\"" + prefix + "a1\",\"" + prefix + "none\"]}";
      case "keyDetails" -> "{\"keys\":[\"" + prefix + "a1\",\"" + prefix + "none\"]}";
      case "explainResponse" ->
          "{\"method\":\"GET\",\"url\":\"/larder/api/requirements\",\"headers\":{\"Accept\":\"*/*\"}}";
      case "mset" -> {
        may.add(prefix + "m1");
        may.add(prefix + "m2");
        yield "{\"items\":{\""
            + prefix
            + "m1\":\"eA==\",\""
            + prefix
            + "m2\":\"eQ==\"},\"ttl\":\"1h\"}";
      }
      case "addPackage" -> "{\"package\":\"flask\",\"version\":\"3." + random.nextInt(99) + "\"}";
      case "putRequirements" -> {
        String file = "# fuzz " + random.nextInt() + "\\nflask==3.0.0\\n";
        yield type.equals("text/plain")
            ? file.replace("\\n", "\n")
            : "{\"content\":\"" + file + "\"}";
      }
      default -> throw new IllegalStateException("the fuzz does not know the body of " + operation);
    };
  }
}
