package dev.larder.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The proxies 10.0.0.1, 10.0.0.2 and fd00::1 are trusted. */
class ClientAddressTest {

  private static final Set<String> PROXIES =
      Set.of("10.0.0.1", "10.0.0.2", ClientAddress.normalized("fd00::1"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "192.0.2.1 | '' | 192.0.2.1",
        "192.0.2.1 | 1.2.3.4 | 192.0.2.1",
        "10.0.0.1 | 1.2.3.4 | 1.2.3.4",
        "10.0.0.1 | 6.6.6.6, 1.2.3.4 | 1.2.3.4",
        "10.0.0.1 | 6.6.6.6, 1.2.3.4, 10.0.0.2 | 1.2.3.4",
        "10.0.0.1 | 6.6.6.6;1.2.3.4;10.0.0.2 | 1.2.3.4",
        "10.0.0.1 | '' | 10.0.0.1",
        "10.0.0.1 | 1.2.3.4, rubbish | 10.0.0.1",
        "10.0.0.1 | 1.2.3.4, | 10.0.0.1",
        "10.0.0.1 | 1.2.3.4, unknown, 10.0.0.2 | 10.0.0.2",
        "fd00:0:0:0:0:0:0:1 | 1.2.3.4 | 1.2.3.4",
        "[fd00::1] | 1.2.3.4 | 1.2.3.4",
        "::ffff:10.0.0.1 | 1.2.3.4 | 1.2.3.4",
        "2001:db8:1:2:3:4:5:6 | '' | 2001:db8:1:2::/64",
        "2001:db8:1:2::9%eth0 | '' | 2001:db8:1:2::/64",
        "2001:0DB8:0001:2::9 | '' | 2001:db8:1:2::/64",
        "10.0.0.1 | [2001:db8:1:2::9]:443 | 2001:db8:1:2::/64",
        "::1 | '' | 0:0:0:0::/64",
      })
  void theAddressIsTheLastThatNoTrustedProxyHas(String peer, String lines, String address) {
    List<String> forwardedFor = lines.isEmpty() ? List.of() : Arrays.asList(lines.split(";"));
    assertThat(ClientAddress.of(peer, forwardedFor, PROXIES)).isEqualTo(address);
  }
}
