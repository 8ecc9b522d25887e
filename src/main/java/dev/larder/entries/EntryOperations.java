package dev.larder.entries;

import dev.larder.cache.CacheEntry;
import dev.larder.cache.CacheModule;
import dev.larder.cache.Removal;
import dev.larder.rest.Limits;
import dev.larder.rest.PrefixTally;
import dev.larder.rest.ProblemException;
import dev.larder.rest.ProblemType;
import dev.larder.rest.TtlText;
import dev.larder.security.CurrentAccount;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is done with one entry, whichever way its key was given. */
@ApplicationScoped
public class EntryOperations {

  /** Clients may keep what they got, and ask with If-None-Match whether it still holds. */
  private static final String REVALIDATE = "private, no-cache";

  @Inject CacheModule cache;
  @Inject CurrentAccount current;
  @Inject Limits limits;
  @Inject PrefixTally tally;

  Response read(String key, HttpHeaders headers) {
    Conditions conditions = Conditions.of(headers);
    Optional<CacheEntry> found = cache.entry(current.reach(key));
    tally.count(current.prefix(), found.isPresent() ? 1 : 0, found.isPresent() ? 0 : 1);
    CacheEntry entry =
        found.orElseThrow(
            () -> {
              conditions.requireMatch(null);
              return new ProblemException(ProblemType.NOT_FOUND, "there is no entry with this key");
            });
    String tag = EntityTag.of(entry.value());
    conditions.requireMatch(tag);
    Response.ResponseBuilder answer =
        conditions.notModified(tag)
            ? Response.notModified()
            : Response.ok(entry.value(), MediaType.APPLICATION_OCTET_STREAM_TYPE);
    entry.ttl().ifPresent(ttl -> answer.header("Larder-TTL", secondsRoundedUp(ttl)));
    return answer
        .header(HttpHeaders.ETAG, tag)
        .header(HttpHeaders.CACHE_CONTROL, REVALIDATE)
        .build();
  }

  Response write(String key, @Nullable String ttl, HttpHeaders headers, InputStream body)
      throws IOException {
    current.reach(key);
    Duration lifetime = TtlText.parse(ttl);
    Conditions conditions = Conditions.of(headers);
    if (headers.getRequestHeader("Content-Range") != null
        && !headers.getRequestHeader("Content-Range").isEmpty()) {
      // RFC 9110, section 14.4: a part must not be taken for the whole.
      throw new ProblemException(
          ProblemType.BAD_REQUEST, "an entry is written as a whole, without Content-Range");
    }
    byte[] value = value(headers.getLength(), body);
    new ConditionalChange(cache, key, conditions).set(value, lifetime);
    return Response.noContent().header(HttpHeaders.ETAG, EntityTag.of(value)).build();
  }

  Response remove(String key, HttpHeaders headers) {
    Removal removal =
        new ConditionalChange(cache, current.reach(key), Conditions.of(headers)).delete();
    return removal == Removal.DEFERRED ? Response.accepted().build() : Response.noContent().build();
  }

  private byte[] value(int declared, InputStream body) throws IOException {
    if (declared > limits.value()) {
      throw tooLarge();
    }
    byte[] value = body.readNBytes(limits.value());
    if (body.read() >= 0) {
      throw tooLarge();
    }
    if (declared >= 0 && declared != value.length) {
      throw new ProblemException(
          ProblemType.BAD_REQUEST, "the body is shorter than its Content-Length");
    }
    return value;
  }

  private ProblemException tooLarge() {
    return new ProblemException(
        ProblemType.VALUE_TOO_LARGE, "a value has at most " + limits.value() + " bytes");
  }

  private static long secondsRoundedUp(Duration ttl) {
    return ttl.getNano() == 0 ? ttl.getSeconds() : ttl.getSeconds() + 1;
  }
}
