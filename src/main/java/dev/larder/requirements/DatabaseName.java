package dev.larder.requirements;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/** The name of a data source that the server manages, if the operator chose one. */
final class DatabaseName {

  static final String KEY = "larder.db.jndi";

  static final String ALLOWED =
      "the JNDI name of a data source of the server, in its transactions (JTA), for H2 or"
          + " PostgreSQL; without it the service has a data source of its own, described by"
          + " larder.db.url, larder.db.user and larder.db.password";

  private static final List<String> OWN =
      List.of("larder.db.url", "larder.db.user", "larder.db.password");

  private DatabaseName() {}

  /**
   * Reads the name.
   *
   * @throws IllegalArgumentException when Larder's own data source is described as well
   */
  static Optional<String> of(Config config) {
    Optional<String> name = text(config, KEY);
    List<String> contradicting = new ArrayList<>();
    OWN.stream().filter(key -> text(config, key).isPresent()).forEach(contradicting::add);
    if (name.isPresent() && !contradicting.isEmpty()) {
      throw new IllegalArgumentException(
          KEY
              + "="
              + name.get()
              + " contradicts "
              + String.join(", ", contradicting)
              + ", given as well; allowed is "
              + ALLOWED);
    }
    return name;
  }

  /** Whether a name is given, be it right or wrong. */
  static boolean isGiven(Config config) {
    return text(config, KEY).isPresent();
  }

  private static Optional<String> text(Config config, String key) {
    return config.getOptionalValue(key, String.class).map(String::strip).filter(t -> !t.isEmpty());
  }
}
