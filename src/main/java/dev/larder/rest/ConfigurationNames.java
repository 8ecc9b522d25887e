package dev.larder.rest;

import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.config.Config;

/**
 * The names of all settings that a configuration has now. Server difference: names of settings.
 * WildFly gathers them once and keeps them; the sources themselves know of later ones, too.
 */
public final class ConfigurationNames {

  private ConfigurationNames() {}

  /** Returns the names, those of environment variables as they are. */
  public static Set<String> of(Config config) {
    Set<String> names = new TreeSet<>();
    config.getPropertyNames().forEach(names::add);
    config.getConfigSources().forEach(source -> names.addAll(source.getPropertyNames()));
    return names;
  }
}
