/**
 * Directives from an application file in the CodeAI language, and the cache's settings from the
 * same file and from that platform's environment. It may know {@code http}, {@code cache} and
 * MicroProfile Config, and neither servers nor stores.
 */
@NullMarked
package dev.larder.http.directives;

import org.jspecify.annotations.NullMarked;
