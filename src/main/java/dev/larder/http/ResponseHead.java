package dev.larder.http;

/**
 * A response without its body. Immutable.
 *
 * @param status the status code
 * @param fields the header fields
 */
public record ResponseHead(int status, HeaderFields fields) {}
