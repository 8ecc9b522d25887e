package dev.larder.management;

import java.util.Map;

/** The settings in force, over JMX; secrets are masked. */
public interface ConfigurationMXBean {

  /** Returns the values by key. */
  Map<String, String> getSettings();
}
