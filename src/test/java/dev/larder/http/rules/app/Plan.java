package dev.larder.http.rules.app;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What one run of a planned resource answers. Made by a test, sent to the application as text.
 *
 * <p>In field values and text bodies, <code>{n}</code> is the number of the run, <code>{user}
 * </code> the name of the authenticated user or {@code nobody}, <code>{date}</code>, <code>
 * {date-60}</code> and <code>{date+60}</code> the time then in seconds from now, <code>{h:Name}
 * </code> the first line of a request field.
 */
public final class Plan {

  /** What the entity is. */
  public enum Entity {
    TEXT,
    BYTES,
    STREAM,
    INPUT,
    FILE,
    NONE
  }

  /** What goes wrong. */
  public enum Failure {
    NONE,
    /** An exception without a mapper. */
    UNMAPPED,
    /** An exception whose mapper gives the planned status and fields. */
    MAPPED,
    /** A WebApplicationException with the planned response. */
    WEB,
    /** An exception in the middle of the body of a stream. */
    WHILE_WRITING
  }

  /** Where a run waits until a test opens its gate. */
  public enum Gate {
    NONE,
    /** Before anything is answered. */
    BEFORE,
    /** After the first half of a stream was written and flushed. */
    HALF_WAY
  }

  private int status = 200;
  private final List<String> fields = new ArrayList<>();
  private String text = "run {n}";
  private Entity entity = Entity.TEXT;
  private int size;
  private Failure failure = Failure.NONE;
  private Gate gate = Gate.NONE;
  private int delayMillis;

  private Plan() {}

  /** A plan for status 200, no fields and the body <code>run {n}</code>. */
  public static Plan ok() {
    return new Plan();
  }

  /** A plan with a {@code Cache-Control} line. */
  public static Plan cacheControl(String value) {
    return ok().with("Cache-Control: " + value);
  }

  public Plan status(int code) {
    status = code;
    return this;
  }

  /** Adds lines, each {@code Name: value}; one of a name that is there already comes beside it. */
  public Plan with(String... lines) {
    fields.addAll(List.of(lines));
    return this;
  }

  public Plan text(String body) {
    text = body;
    entity = Entity.TEXT;
    return this;
  }

  /** A body of {@link Bodies#bytes}. */
  public Plan bytes(Entity kind, int length) {
    entity = kind;
    size = length;
    return this;
  }

  public Plan noEntity() {
    entity = Entity.NONE;
    return this;
  }

  public Plan fail(Failure how) {
    failure = how;
    return this;
  }

  public Plan gate(Gate where) {
    gate = where;
    return this;
  }

  public Plan delay(int millis) {
    delayMillis = millis;
    return this;
  }

  int status() {
    return status;
  }

  List<String> fields() {
    return fields;
  }

  String text() {
    return text;
  }

  Entity entity() {
    return entity;
  }

  int size() {
    return size;
  }

  Failure failure() {
    return failure;
  }

  Gate gate() {
    return gate;
  }

  int delayMillis() {
    return delayMillis;
  }

  /** One line that {@link #parse} understands. */
  public String encoded() {
    List<String> parts = new ArrayList<>();
    parts.add("status=" + status);
    fields.forEach(field -> parts.add("field=" + encode(field)));
    parts.add("text=" + encode(text));
    parts.add("entity=" + entity);
    parts.add("size=" + size);
    parts.add("failure=" + failure);
    parts.add("gate=" + gate);
    parts.add("delay=" + delayMillis);
    return String.join("&", parts);
  }

  static Plan parse(String line) {
    Plan plan = new Plan();
    for (String part : line.split("&")) {
      int equals = part.indexOf('=');
      String value = URLDecoder.decode(part.substring(equals + 1), StandardCharsets.UTF_8);
      switch (part.substring(0, equals)) {
        case "status" -> plan.status = Integer.parseInt(value);
        case "field" -> plan.fields.add(value);
        case "text" -> plan.text = value;
        case "entity" -> plan.entity = Entity.valueOf(value);
        case "size" -> plan.size = Integer.parseInt(value);
        case "failure" -> plan.failure = Failure.valueOf(value);
        case "gate" -> plan.gate = Gate.valueOf(value);
        case "delay" -> plan.delayMillis = Integer.parseInt(value);
        default -> throw new IllegalArgumentException(part);
      }
    }
    return plan;
  }

  private static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return encoded();
  }
}
