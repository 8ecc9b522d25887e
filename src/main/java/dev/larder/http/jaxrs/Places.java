package dev.larder.http.jaxrs;

import dev.larder.http.CacheRequest;
import dev.larder.http.ResponseKeys;
import dev.larder.http.TagTemplate;
import dev.larder.http.TargetUri;
import dev.larder.http.storage.ResponseStore.Label;
import dev.larder.http.storage.ResponseStore.Place;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.util.ArrayList;
import java.util.List;

/** Where responses are stored, and what tags they carry. */
final class Places {

  private Places() {}

  /** Returns the tags of an endpoint for the path of a request. */
  static List<String> tags(Endpoint endpoint, UriInfo uri) {
    if (endpoint.tags().isEmpty()) {
      return List.of();
    }
    MultivaluedMap<String, String> parameters = uri.getPathParameters();
    List<String> tags = new ArrayList<>(endpoint.tags().size());
    for (TagTemplate tag : endpoint.tags()) {
      tags.add(tag.expand(parameters));
    }
    return tags;
  }

  /** Returns where responses to a request are stored. */
  static Place of(CacheRequest request, Endpoint endpoint, List<String> tags) {
    return new Place(
        ResponseKeys.head(request, endpoint.directive()),
        ResponseKeys.generations(request.target(), endpoint.directive(), tags),
        new Label(request.target(), endpoint.directive(), tags));
  }

  /** Returns the URI of a path of this application, with the path parameters of a request. */
  static TargetUri uri(TagTemplate path, CacheRequest request, UriInfo uri) {
    String base = uri.getBaseUri().getRawPath();
    String start = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    String expanded = path.expand(uri.getPathParameters(false));
    int query = expanded.indexOf('?');
    return new TargetUri(
        request.target().scheme(),
        request.target().authority(),
        start + (query < 0 ? expanded : expanded.substring(0, query)),
        query < 0 ? null : expanded.substring(query + 1));
  }
}
