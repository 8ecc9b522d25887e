package dev.larder.rest;

import dev.larder.cache.BulkWriteException;
import dev.larder.cache.CacheException;
import jakarta.ejb.EJBException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The problem that each failure is answered with. It is pure; what it does not know is empty. */
final class Problems {

  private static final String RETRY_SECONDS = "5";
  private static final int NAMED_FAILURES = 100;

  private Problems() {}

  /** Returns the problem of a failure, or empty when it is the service's own. */
  static Optional<Problem> of(Throwable failure) {
    if (failure instanceof ProblemException problem) {
      return Optional.of(
          new Problem(problem.type(), problem.detail(), retry(problem), problem.members()));
    }
    if (failure instanceof BulkWriteException bulk) {
      return Optional.of(bulk(bulk));
    }
    if (failure instanceof CacheException cache) {
      return cache(cache);
    }
    if (failure instanceof WebApplicationException web) {
      return web(web);
    }
    if (failure instanceof EJBException && failure.getCause() != null) {
      return of(failure.getCause());
    }
    // A body that grows too large is noticed by a stream, whose reader may wrap what it throws.
    if (failure.getCause() instanceof ProblemException inside) {
      return of(inside);
    }
    return Optional.empty();
  }

  private static Map<String, String> retry(ProblemException problem) {
    Map<String, String> headers = new LinkedHashMap<>();
    if (problem.type().status() == 503) {
      headers.put(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
    }
    headers.putAll(problem.headers());
    return headers;
  }

  private static Optional<Problem> cache(CacheException failure) {
    ProblemType type = typeOf(failure);
    if (type == ProblemType.INTERNAL_ERROR) {
      return Optional.empty();
    }
    return Optional.of(new Problem(type, detail(type), retryAfter(type), Map.of()));
  }

  /** Failures of one kind are that problem; of several kinds, one to try again. */
  private static Problem bulk(BulkWriteException failure) {
    Map<String, String> reasons = new LinkedHashMap<>();
    failure.failures().entrySet().stream()
        .limit(NAMED_FAILURES)
        .forEach(entry -> reasons.put(entry.getKey(), typeOf(entry.getValue()).uri()));
    List<ProblemType> types =
        failure.failures().values().stream().map(Problems::typeOf).distinct().toList();
    ProblemType type = types.size() == 1 ? types.get(0) : ProblemType.BULK_INCOMPLETE;
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("failed", failure.failures().size());
    members.put("failures", reasons);
    return new Problem(
        type,
        failure.failures().size()
            + " items were not stored, all others were; 'failures' names them and why",
        retryAfter(type),
        members);
  }

  private static ProblemType typeOf(CacheException failure) {
    return switch (failure.reason()) {
      case UNAVAILABLE, DEFERRED, FORBIDDEN, STOPPED -> ProblemType.CACHE_UNAVAILABLE;
      case UNREADABLE -> ProblemType.UNREADABLE;
      case TOO_LARGE -> ProblemType.VALUE_TOO_LARGE;
      case NOT_AN_INTEGER -> ProblemType.NOT_AN_INTEGER;
      case OVERFLOW -> ProblemType.OVERFLOW;
      case RESERVED_KEY -> ProblemType.RESERVED_KEY;
      case NOT_SERIALIZABLE -> ProblemType.INTERNAL_ERROR;
    };
  }

  /** The cache's own messages may name the store; what a sender is told does not. */
  private static String detail(ProblemType type) {
    return switch (type) {
      case CACHE_UNAVAILABLE ->
          "the cache cannot answer at the moment; whether there is an entry is not known; try again";
      case UNREADABLE -> "the stored value is not of the kind that this operation needs";
      case VALUE_TOO_LARGE -> "the entry is larger than the cache can ever hold";
      case NOT_AN_INTEGER ->
          "the value is not an integer or out of range: a counter is a canonical signed 64-bit"
              + " decimal";
      case OVERFLOW -> "the increment or decrement would overflow; the value is unchanged";
      case RESERVED_KEY -> "the key is reserved for Larder itself; choose another";
      default -> type.title();
    };
  }

  private static Map<String, String> retryAfter(ProblemType type) {
    return type.status() == 503 ? Map.of(HttpHeaders.RETRY_AFTER, RETRY_SECONDS) : Map.of();
  }

  private static Optional<Problem> web(WebApplicationException failure) {
    Response answer = failure.getResponse();
    ProblemType type = ProblemType.ofStatus(answer.getStatus());
    if (type == ProblemType.INTERNAL_ERROR) {
      return Optional.empty();
    }
    Map<String, String> headers = new LinkedHashMap<>(retryAfter(type));
    for (String name : answer.getHeaders().keySet()) {
      if (!name.regionMatches(true, 0, "Content-", 0, 8)) {
        headers.put(name, complete(name, answer.getHeaderString(name)));
      }
    }
    return Optional.of(new Problem(type, webDetail(type), headers, Map.of()));
  }

  /**
   * Server difference: Allow. Jersey names HEAD only where it is asked for OPTIONS, and answers it
   * wherever there is GET.
   */
  private static String complete(String name, String value) {
    boolean without =
        name.equalsIgnoreCase(HttpHeaders.ALLOW)
            && value.contains("GET")
            && !value.contains("HEAD");
    return without ? value + ", HEAD" : value;
  }

  static String webDetail(ProblemType type) {
    return switch (type) {
      case NOT_FOUND -> "there is nothing at this path";
      case METHOD_NOT_ALLOWED ->
          "this resource has not the method; the header Allow names those it has";
      case NOT_ACCEPTABLE -> "this resource has no representation of a type that Accept names";
      case UNSUPPORTED_MEDIA_TYPE -> "this resource does not take a body of this Content-Type";
      default -> type.title();
    };
  }
}
