package dev.larder.security;

import dev.larder.rest.Settings;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * What the service is told about its surroundings, besides its accounts.
 *
 * @param attempts how many wrong credentials are looked at
 * @param proxies the addresses of proxies whose {@code X-Forwarded-For} is believed
 * @param origins the foreign origins whose pages may use the API, as browsers write them
 * @param hsts how long browsers shall use TLS only, once they have; zero for not saying so
 * @param serverRealm whether users of the server's realm may sign in, besides Larder's own
 */
record SecuritySettings(
    AttemptLimits attempts,
    Set<String> proxies,
    Set<String> origins,
    Duration hsts,
    boolean serverRealm) {

  static final String PROXIES = "larder.security.trusted-proxies";
  static final String ORIGINS = "larder.security.cors.origins";
  static final String HSTS = "larder.security.hsts";

  static final String REALM = "larder.security.realm";

  /** The keys of these settings. */
  static final List<String> KEYS =
      List.of(
          AttemptLimits.USER,
          AttemptLimits.ADDRESS,
          AttemptLimits.WINDOW,
          PROXIES,
          ORIGINS,
          HSTS,
          REALM);

  private static final Pattern ADDRESS = Pattern.compile("[0-9.]{7,15}|[0-9A-Fa-f:.]{2,45}");
  private static final Pattern ORIGIN =
      Pattern.compile("https?://(?:[a-z0-9.-]{1,253}|\\[[0-9a-f:.]{2,45}\\])(?::[1-9][0-9]{0,4})?");

  /**
   * Reads the settings.
   *
   * @throws IllegalArgumentException when one is not what is allowed
   */
  static SecuritySettings read(Settings settings) {
    return new SecuritySettings(
        AttemptLimits.read(settings),
        list(settings, PROXIES, SecuritySettings::proxy),
        list(settings, ORIGINS, SecuritySettings::origin),
        settings.duration(HSTS, Duration.ZERO, Duration.ofDays(3_650)),
        settings.value(REALM, SecuritySettings::isServer));
  }

  private static boolean isServer(String text) {
    return switch (text) {
      case "own" -> false;
      case "server" -> true;
      default -> throw new IllegalArgumentException("allowed are own and server");
    };
  }

  private static Set<String> list(Settings settings, String key, UnaryOperator<String> parse) {
    Set<String> all = new LinkedHashSet<>();
    if (settings.text(key).isPresent()) {
      settings.value(
          key,
          text -> {
            for (String one : text.split(",", -1)) {
              all.add(parse.apply(one.strip()));
            }
            return all;
          });
    }
    return Set.copyOf(all);
  }

  private static String proxy(String text) {
    if (!ADDRESS.matcher(text).matches()) {
      throw new IllegalArgumentException("allowed are addresses (no names), separated by commas");
    }
    return ClientAddress.normalized(text);
  }

  private static String origin(String text) {
    if (!ORIGIN.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "allowed are origins such as https://shop.example.com, in lower case, without a path and"
              + " without *, separated by commas");
    }
    return text.replaceFirst("^(http:.*):80$|^(https:.*):443$", "$1$2");
  }
}
