package dev.larder.http;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a response to an unsafe request makes invalid (RFC 9111, section 4.4). */
final class Invalidation {

  /** The methods that change nothing (RFC 9110, section 9.2.1); of others that is not known. */
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

  /** The fields whose URIs are invalidated as well. */
  private static final List<String> REFERRING = List.of("Location", "Content-Location");

  private Invalidation() {}

  /** Returns the URIs: see {@link CachePolicy#invalidated}. */
  static List<TargetUri> targets(CacheRequest request, ResponseHead response, Trace trace) {
    if (trace.decides(Rule.SAFE_METHOD, SAFE.contains(request.method()))
        || trace.decides(Rule.ERROR_STATUS, response.status() < 200 || response.status() > 399)) {
      return List.of();
    }
    Set<TargetUri> targets = new LinkedHashSet<>();
    targets.add(request.target());
    trace.decides(Rule.TARGET_URI, true);
    for (String field : REFERRING) {
      for (String reference : response.fields().values(field)) {
        TargetUri target =
            UriReference.parse(Syntax.trim(reference)).within(request.target()).orElse(null);
        trace.reference(field, reference, target);
        if (target != null) {
          targets.add(target);
        }
      }
    }
    return List.copyOf(targets);
  }
}
