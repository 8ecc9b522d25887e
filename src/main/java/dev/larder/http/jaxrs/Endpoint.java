package dev.larder.http.jaxrs;

import dev.larder.http.Directive;
import dev.larder.http.TagTemplate;
import java.util.List;

/**
 * A resource method with a directive. Immutable.
 *
 * @param name class and method, for messages
 * @param directive what was declared
 * @param tags the templates of its tags
 * @param resource tells apart methods that answer the same URI; the same on every node, never 0
 * @param impliedVary request fields in lower case that select the response without its saying so
 */
record Endpoint(
    String name,
    Directive directive,
    List<TagTemplate> tags,
    long resource,
    List<String> impliedVary) {}
