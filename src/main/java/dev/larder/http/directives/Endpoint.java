package dev.larder.http.directives;

import dev.larder.http.Directive;
import org.jspecify.annotations.Nullable;

/**
 * What a file says of one endpoint that it caches, or never caches.
 *
 * @param method the request method
 * @param path as it is written
 * @param template the path, to be matched
 * @param directive how it is cached; null when caching is switched off
 * @param line where it stands
 */
record Endpoint(
    String method, String path, PathTemplate template, @Nullable Directive directive, int line) {}
