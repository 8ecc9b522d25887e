package dev.larder.management;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A query in PromQL, as far as it says which metrics and labels it means.
 *
 * @param where it stands, for messages
 * @param text the query
 * @param shown names of labels that texts beside it show
 */
record Query(String where, String text, Set<String> shown) {

  static final Path FOLDER = Path.of("server-config", "monitoring");
  static final Path RULES = FOLDER.resolve("alerts.yml");
  static final Path DASHBOARD = FOLDER.resolve("grafana-dashboard.json");

  private static final Pattern METRIC = Pattern.compile("\\blarder_[a-z0-9_]+\\b");
  private static final Pattern SELECTOR = Pattern.compile("(larder_[a-z0-9_]+)\\{([^}]*)}");
  private static final Pattern CONDITION = Pattern.compile("([a-z_]+)(=~|!~|!=|=)\"([^\"]*)\"");
  private static final Pattern GROUPS = Pattern.compile("\\bby \\(([a-z_, ]+)\\)");
  private static final Pattern LABEL_SHOWN = Pattern.compile("\\$labels\\.([a-z_]+)");
  private static final Pattern LEGEND = Pattern.compile("\\{\\{([a-z_]+)}}");

  /** Those of the alert rules. */
  static List<Query> ofRules() {
    List<Query> found = new ArrayList<>();
    for (JsonNode group : read(new YAMLMapper(), RULES).get("groups")) {
      for (JsonNode rule : group.get("rules")) {
        found.add(
            new Query(
                rule.get("alert").textValue(),
                rule.get("expr").textValue(),
                names(LABEL_SHOWN, rule.get("annotations").toString())));
      }
    }
    return found;
  }

  /** Those of the dashboard, its variables included. */
  static List<Query> ofDashboard() {
    List<Query> found = new ArrayList<>();
    JsonNode dashboard = read(new ObjectMapper(), DASHBOARD);
    for (JsonNode panel : dashboard.get("panels")) {
      for (JsonNode target : panel.path("targets")) {
        found.add(
            new Query(
                panel.get("title").textValue(),
                target.get("expr").textValue(),
                names(LEGEND, target.get("legendFormat").textValue())));
      }
    }
    for (JsonNode variable : dashboard.at("/templating/list")) {
      if (variable.get("type").textValue().equals("query")) {
        found.add(
            new Query(
                variable.get("name").textValue(),
                variable.at("/query/query").textValue(),
                Set.of()));
      }
    }
    return found;
  }

  private static JsonNode read(ObjectMapper mapper, Path file) {
    try {
      return mapper.readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<String> names(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(each -> each.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The metrics that it asks for. */
  Set<String> metrics() {
    return METRIC
        .matcher(text)
        .results()
        .map(each -> each.group())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * By metric, which values of which label it selects; empty for any that it does not spell out.
   */
  Map<String, Map<String, String>> selected() {
    Map<String, Map<String, String>> found = new TreeMap<>();
    SELECTOR
        .matcher(text)
        .results()
        .forEach(
            selector ->
                CONDITION
                    .matcher(selector.group(2))
                    .results()
                    .forEach(
                        condition ->
                            found
                                .computeIfAbsent(selector.group(1), unused -> new TreeMap<>())
                                .put(
                                    condition.group(1),
                                    condition.group(2).equals("=") ? condition.group(3) : "")));
    return found;
  }

  /** The labels that it groups by. */
  Set<String> groups() {
    Set<String> found = new TreeSet<>();
    GROUPS
        .matcher(text)
        .results()
        .forEach(each -> found.addAll(List.of(each.group(1).split(", *"))));
    return found;
  }

  @Override
  public String toString() {
    return where + ": " + text;
  }
}
