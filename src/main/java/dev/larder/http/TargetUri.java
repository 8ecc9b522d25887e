package dev.larder.http;

import org.jspecify.annotations.Nullable;

/**
 * The target URI of a request (RFC 9110, section 7.1), as it was sent: nothing is decoded.
 *
 * @param scheme {@code http} or {@code https}
 * @param authority host and port as the client named them
 * @param path the raw path, with a leading slash
 * @param query the raw query without its question mark, or null when there is none
 */
public record TargetUri(String scheme, String authority, String path, @Nullable String query) {}
