package dev.larder.http.directives;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the cache as the CodeAI platform has them: its environment variables {@code
 * CODEAI_CACHE_TYPE}, {@code CODEAI_REDIS_URL}, {@code CODEAI_CACHE_PREFIX} and {@code
 * CODEAI_CACHE_DEFAULT_TTL}, and behind them the {@code config} block of the file that {@code
 * larder.http.directives} names. Found by the service loader; thread-safe.
 *
 * <p>With its ordinal of 110 it wins over Larder's defaults and over a {@code
 * microprofile-config.properties} of the application, and loses against environment variables and
 * system properties with Larder's own names. A file that cannot be used gives no settings here: the
 * deployment reports it.
 */
public final class CodeAiConfigSource implements ConfigSource {

  private static final Map<String, String> VARIABLES =
      Map.of(
          CacheKeys.TYPE, "CODEAI_CACHE_TYPE",
          CacheKeys.URL, "CODEAI_REDIS_URL",
          CacheKeys.PREFIX, "CODEAI_CACHE_PREFIX",
          CacheKeys.DEFAULT_TTL, "CODEAI_CACHE_DEFAULT_TTL");

  private final Function<String, @Nullable String> environment;
  private final Supplier<DirectivesFile> file;

  /** Called by the service loader; reads nothing yet. */
  public CodeAiConfigSource() {
    this(System::getenv, DirectivesFile::ofThisApplication);
  }

  CodeAiConfigSource(
      Function<String, @Nullable String> environment, Supplier<DirectivesFile> file) {
    this.environment = environment;
    this.file = file;
  }

  @Override
  public int getOrdinal() {
    return 110;
  }

  @Override
  public String getName() {
    return "CodeAI environment and application file (Larder)";
  }

  @Override
  public Set<String> getPropertyNames() {
    return getProperties().keySet();
  }

  @Override
  public Map<String, String> getProperties() {
    Map<String, String> properties = new TreeMap<>();
    for (String key : VARIABLES.keySet()) {
      String value = getValue(key);
      if (value != null) {
        properties.put(key, value);
      }
    }
    return properties;
  }

  @Override
  public @Nullable String getValue(String name) {
    String variable = VARIABLES.get(name);
    if (variable == null) {
      return null;
    }
    return Optional.ofNullable(environment.apply(variable))
        .map(String::strip)
        .filter(value -> !value.isEmpty())
        .or(() -> file.get().ifUsable().map(f -> f.settings().get(name)))
        .orElse(null);
  }
}
