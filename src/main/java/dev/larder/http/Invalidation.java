package dev.larder.http;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a response to an unsafe request makes invalid (RFC 9111, section 4.4). */
final class Invalidation {

  /** The methods that change nothing (RFC 9110, section 9.2.1); of others that is not known. */
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

  private Invalidation() {}

  /** Returns the URIs: see {@link CachePolicy#invalidated}. */
  static List<TargetUri> targets(CacheRequest request, ResponseHead response) {
    if (SAFE.contains(request.method()) || response.status() < 200 || response.status() > 399) {
      return List.of();
    }
    Set<TargetUri> targets = new LinkedHashSet<>();
    targets.add(request.target());
    List<String> references = new ArrayList<>(response.fields().values("Location"));
    references.addAll(response.fields().values("Content-Location"));
    for (String reference : references) {
      UriReference.parse(Syntax.trim(reference)).within(request.target()).ifPresent(targets::add);
    }
    return List.copyOf(targets);
  }
}
