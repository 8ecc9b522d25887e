package dev.larder.http.jaxrs;

import dev.larder.http.StoredResponse;

/**
 * The content of an answer from the cache: a part of a stored body. It has a type of its own, so
 * that no writer of the application takes it for something else.
 *
 * @param stored the response
 * @param offset where in its body the content begins
 * @param length how long the content is
 */
record StoredBody(StoredResponse stored, int offset, int length) {}
