package dev.larder.http;

import dev.larder.http.HeaderFields.Field;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Makes responses of stored ones (RFC 9111, section 4): in full, as a part, or as what the client
 * has already. The length of a body in full is said only where the resource said it, since
 * interceptors of the application may still code the body; it is then the true one.
 */
final class Answers {

  private static final int OK = 200;
  private static final int PARTIAL_CONTENT = 206;
  private static final int NOT_MODIFIED = 304;
  private static final int RANGE_NOT_SATISFIABLE = 416;
  private static final long SECOND = 1_000;

  private static final String AGE = "Age";
  private static final String CONTENT_LENGTH = "Content-Length";
  private static final String CONTENT_RANGE = "Content-Range";

  /** What a 304 repeats of a 200, in lower case (RFC 9110, section 15.4.5). */
  private static final Set<String> IN_NOT_MODIFIED =
      Set.of(
          "cache-control",
          "cdn-cache-control",
          "content-location",
          "date",
          "etag",
          "expires",
          "vary");

  /** What speaks of the representation, and not of the response, in lower case. */
  private static final Set<String> OF_REPRESENTATION =
      Set.of("cache-control", "cdn-cache-control", "etag", "expires", "last-modified");

  private Answers() {}

  /** Returns the response to a request: see {@link CachePolicy#answer}. */
  static Answer answer(CacheRequest request, StoredResponse stored, Instant now) {
    long age = stored.freshness().ageMillis(now) / SECOND;
    if (stored.status() == OK) {
      if (Preconditions.isNotModified(request.fields(), stored, now)) {
        return notModified(stored, age);
      }
      ByteRanges.Selected selected = selected(request, stored, now);
      if (selected instanceof ByteRanges.Part part) {
        return part(stored, part, age);
      }
      if (selected instanceof ByteRanges.Unsatisfiable) {
        return unsatisfiable(stored, age);
      }
    }
    return whole(stored, age);
  }

  /** A range counts only in a GET (RFC 9110, section 14.2). */
  private static ByteRanges.Selected selected(
      CacheRequest request, StoredResponse stored, Instant now) {
    List<String> ranges = request.fields().values("Range");
    if (ranges.isEmpty()
        || !request.method().equals("GET")
        || !IfRange.holds(request.fields().values("If-Range"), stored.fields(), now)) {
      return ByteRanges.Whole.WHOLE;
    }
    return ByteRanges.select(ranges, stored.bodyLength());
  }

  private static Answer whole(StoredResponse stored, long age) {
    int length = stored.bodyLength();
    List<Field> fields = new ArrayList<>(stored.fields().lines().size() + 1);
    boolean lengthSaid = false;
    for (Field field : stored.fields().lines()) {
      if (field.is(CONTENT_LENGTH)) {
        if (!lengthSaid) {
          fields.add(new Field(field.name(), Integer.toString(length)));
        }
        lengthSaid = true;
      } else if (!field.is(AGE)) {
        fields.add(field);
      }
    }
    return answer(stored.status(), fields, age, 0, length);
  }

  private static Answer part(StoredResponse stored, ByteRanges.Part part, long age) {
    List<Field> fields = new ArrayList<>(stored.fields().lines().size() + 3);
    for (Field field : stored.fields().lines()) {
      // A digest of the content is not one of its part (RFC 9530, section 2).
      if (!field.is(AGE)
          && !field.is(CONTENT_LENGTH)
          && !field.is(CONTENT_RANGE)
          && !field.is("Content-MD5")
          && !field.is("Content-Digest")) {
        fields.add(field);
      }
    }
    fields.add(new Field(CONTENT_RANGE, part.contentRange(stored.bodyLength())));
    fields.add(new Field(CONTENT_LENGTH, Integer.toString(part.length())));
    return answer(PARTIAL_CONTENT, fields, age, part.first(), part.length());
  }

  /** Browsers read permissions for other origins from a 304 as well. */
  private static Answer notModified(StoredResponse stored, long age) {
    List<Field> fields = new ArrayList<>();
    for (Field field : stored.fields().lines()) {
      String name = Syntax.lower(field.name());
      if (IN_NOT_MODIFIED.contains(name) || name.startsWith("access-control-")) {
        fields.add(field);
      }
    }
    return answer(NOT_MODIFIED, fields, age, 0, 0);
  }

  /** Nothing of this response is to be stored by others, or to be taken for the representation. */
  private static Answer unsatisfiable(StoredResponse stored, long age) {
    List<Field> fields = new ArrayList<>();
    for (Field field : stored.fields().lines()) {
      String name = Syntax.lower(field.name());
      boolean content = name.startsWith("content-") && !name.startsWith("content-security-policy");
      if (!content && !field.is(AGE) && !OF_REPRESENTATION.contains(name)) {
        fields.add(field);
      }
    }
    fields.add(new Field(CONTENT_RANGE, "bytes */" + stored.bodyLength()));
    fields.add(new Field(CONTENT_LENGTH, "0"));
    return answer(RANGE_NOT_SATISFIABLE, fields, age, 0, 0);
  }

  private static Answer answer(int status, List<Field> fields, long age, int offset, int length) {
    fields.add(new Field(AGE, Long.toString(age)));
    return new Answer(status, HeaderFields.of(fields), offset, length);
  }
}
