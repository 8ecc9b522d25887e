package dev.larder.management;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Metrics as Prometheus reads them from the text format 0.0.4. Immutable. */
record Exposition(Map<String, String> types, Set<String> helped, List<Sample> samples) {

  private static final Pattern LINE =
      Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? (\\S+)");
  private static final Pattern LABEL =
      Pattern.compile("([a-zA-Z_]\\w*)=\"((?:[^\"\\\\]|\\\\.)*)\",?");

  /** One line that is no comment. */
  record Sample(String name, Map<String, String> labels, double value) {

    /** What tells this series from all others. */
    String series() {
      return name + labels;
    }
  }

  /** Reads a text, all of it: what is no line of the format is an error. */
  static Exposition of(String text) {
    Map<String, String> types = new TreeMap<>();
    Set<String> helped = new TreeSet<>();
    List<Sample> samples = new ArrayList<>();
    for (String line : text.split("\n")) {
      if (line.startsWith("# TYPE ")) {
        String[] words = line.split(" ");
        types.put(words[2], words[3]);
      } else if (line.startsWith("# HELP ")) {
        helped.add(line.split(" ")[2]);
      } else {
        samples.add(sample(line));
      }
    }
    return new Exposition(types, helped, samples);
  }

  private static Sample sample(String line) {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("no line of the format: " + line);
    }
    Map<String, String> labels = new LinkedHashMap<>();
    String written = matcher.group(2) == null ? "" : matcher.group(2);
    Matcher label = LABEL.matcher(written);
    int end = 0;
    while (label.lookingAt()) {
      labels.put(label.group(1), label.group(2));
      end = label.end();
      label.region(end, written.length());
    }
    if (end != written.length()) {
      throw new IllegalArgumentException("labels that cannot be read: " + line);
    }
    String value = matcher.group(3).replace("Inf", "Infinity");
    return new Sample(matcher.group(1), labels, Double.parseDouble(value));
  }

  /** The names that a query can ask for. */
  Set<String> names() {
    return samples.stream().map(Sample::name).collect(Collectors.toCollection(TreeSet::new));
  }

  /** The series, without their values. */
  Set<String> series() {
    return samples.stream().map(Sample::series).collect(Collectors.toCollection(TreeSet::new));
  }

  /** The samples of a name. */
  List<Sample> samples(String name, String... labels) {
    return samples.stream()
        .filter(sample -> sample.name().equals(name))
        .filter(
            sample -> {
              for (int i = 0; i < labels.length; i += 2) {
                if (!labels[i + 1].equals(sample.labels().get(labels[i]))) {
                  return false;
                }
              }
              return true;
            })
        .toList();
  }

  /** The sum of the samples of a name with these labels; there has to be one. */
  double sum(String name, String... labels) {
    List<Sample> found = samples(name, labels);
    if (found.isEmpty()) {
      throw new AssertionError("there is no " + name + List.of(labels) + " in " + names());
    }
    return found.stream().mapToDouble(Sample::value).sum();
  }
}
