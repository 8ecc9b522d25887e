package dev.larder.testing;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The application servers that Larder is tested on. The same tests run on each of them: {@code
 * -Dlarder.test.server=} chooses one, Payara Micro is the default.
 */
public enum ServerKind {
  PAYARA_MICRO("payara-micro", "Payara Micro"),
  PAYARA_SERVER("payara-server", "Payara Server"),
  WILDFLY("wildfly", "WildFly");

  private final String id;
  private final String title;

  ServerKind(String id, String title) {
    this.id = id;
    this.title = title;
  }

  /** The one that this test run is about. */
  public static ServerKind current() {
    return of(System.getProperty("larder.test.server", PAYARA_MICRO.id));
  }

  /**
   * The kind with that name.
   *
   * @throws IllegalArgumentException if there is none, saying which there are
   */
  static ServerKind of(String id) {
    return Arrays.stream(values())
        .filter(kind -> kind.id.equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "larder.test.server="
                        + id
                        + ": allowed are "
                        + Arrays.stream(values())
                            .map(ServerKind::id)
                            .collect(Collectors.joining(", "))));
  }

  /** As system properties and profiles of the build say it, such as {@code payara-micro}. */
  public String id() {
    return id;
  }

  /** As people say it, such as {@code Payara Micro}. */
  public String title() {
    return title;
  }

  /** A server of this kind that does not run yet. */
  ApplicationServer server(ServerPlan plan) {
    return switch (this) {
      case PAYARA_MICRO -> new PayaraMicro(plan);
      case PAYARA_SERVER -> new PayaraServer(plan);
      case WILDFLY -> new WildFly(plan);
    };
  }
}
