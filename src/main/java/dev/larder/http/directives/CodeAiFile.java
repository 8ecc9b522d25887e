package dev.larder.http.directives;

import java.util.List;
import java.util.Map;

/**
 * What a CodeAI file says of caching.
 *
 * @param name the file, for messages
 * @param endpoints those that the file says are cached, or are not
 * @param settings settings of Larder by their keys
 * @param warnings what has no effect, each with the file and a line
 */
record CodeAiFile(
    String name, List<Endpoint> endpoints, Map<String, String> settings, List<String> warnings) {

  CodeAiFile {
    endpoints = List.copyOf(endpoints);
    settings = Map.copyOf(settings);
    warnings = List.copyOf(warnings);
  }
}
