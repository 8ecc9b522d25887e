package dev.larder.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The service is at larder.example:8443; the origin https://shop.example is allowed. */
class CrossSiteTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PUT    | ''           | ''                          | false",
        "PUT    | same-origin  | https://larder.example:8443 | false",
        "PUT    | none         | ''                          | false",
        "PUT    | cross-site   | ''                          | true",
        "POST   | same-site    | ''                          | true",
        "POST   | Same-Origin  | ''                          | true",
        "DELETE | ''           | https://larder.example:8443 | false",
        "DELETE | ''           | http://larder.example:8443  | false",
        "DELETE | ''           | https://LARDER.example:8443 | false",
        "DELETE | ''           | https://larder.example      | true",
        "DELETE | ''           | https://evil.example:8443   | true",
        "DELETE | ''           | https://larder.example:8443@evil.example | true",
        "DELETE | ''           | null                        | true",
        "DELETE | ''           | %%                          | true",
        "DELETE | ''           | file:///x                   | true",
        "DELETE | same-origin  | https://evil.example        | true",
        "DELETE | cross-site   | https://larder.example:8443 | true",
        "PATCH  | cross-site   | ''                          | true",
        "PUT    | cross-site   | https://shop.example        | false",
        "PUT    | cross-site   | https://shop.example.evil   | true",
        "PUT    | same-origin;cross-site | ''                | true",
        "PUT    | ''           | https://larder.example:8443;https://evil.example | true",
        "GET    | cross-site   | https://evil.example        | false",
        "HEAD   | cross-site   | https://evil.example        | false",
        "OPTIONS| cross-site   | https://evil.example        | false",
      })
  void changesAreRefusedThatAPageOfAnotherOriginAsksFor(
      String method, String site, String origin, boolean refused) {
    assertThat(
            CrossSite.refused(
                method,
                lines(site),
                lines(origin),
                "larder.example:8443",
                Set.of("https://shop.example")))
        .isEqualTo(refused);
  }

  @ParameterizedTest
  @CsvSource({
    "larder.example, https://larder.example, false",
    "larder.example:443, https://larder.example, false",
    "larder.example, https://larder.example:443, false",
    "larder.example:80, http://larder.example, false",
    "larder.example:80, https://larder.example, true",
    ", https://larder.example, true",
  })
  void thePortThatGoesWithoutSayingMayBeSaid(String host, String origin, boolean refused) {
    assertThat(CrossSite.refused("PUT", List.of(), List.of(origin), host, Set.of()))
        .isEqualTo(refused);
  }

  private static List<String> lines(String text) {
    return text.isEmpty() ? List.of() : Arrays.asList(text.split(";"));
  }
}
