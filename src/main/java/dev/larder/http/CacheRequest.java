package dev.larder.http;

import org.jspecify.annotations.Nullable;

/**
 * A request as the policy sees it. Immutable.
 *
 * @param method the request method as it was sent (before an automatic HEAD became a GET)
 * @param target the target URI
 * @param fields the header fields of the client
 * @param principal the name of the authenticated user, or null when there is none
 */
public record CacheRequest(
    String method, TargetUri target, HeaderFields fields, @Nullable String principal) {}
