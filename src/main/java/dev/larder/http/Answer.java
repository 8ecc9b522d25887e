package dev.larder.http;

/**
 * The response that is made of a stored one for one request. Made by {@link CachePolicy#answer}.
 *
 * @param status 200 (or what was stored), 206, 304 or 416
 * @param fields all fields to send, {@code Age} included, without {@code X-Cache} and {@code
 *     Cache-Status}
 * @param offset where in the stored body the content begins
 * @param length the length of the content; 0 for none. For a HEAD it is what a GET would get: the
 *     caller leaves the content out
 */
public record Answer(int status, HeaderFields fields, int offset, int length) {}
