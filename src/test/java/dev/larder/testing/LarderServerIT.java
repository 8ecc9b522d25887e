package dev.larder.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Feature("Start, stop, restart, ready line")
class LarderServerIT {

  @RegisterExtension static final SharedLarder larder = SharedLarder.memoryOnH2();

  @Test
  void aStartedServerSaysWhereItIsAndAnswersThere() {
    assertThat(larder.server().readyLine())
        .startsWith("Larder is ready: " + larder.server().url())
        .contains("user=admin")
        .doesNotContain(LarderServer.ADMIN_PASSWORD);
    assertThat(larder.server().client().get("api/health").status()).isEqualTo(200);
  }

  @Test
  void theServerListensOnTheLoopbackAddressOnly() throws Exception {
    List<InetAddress> others =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
            .toList();
    for (InetAddress other : others) {
      InetSocketAddress address = new InetSocketAddress(other, larder.server().port());
      try (Socket socket = new Socket()) {
        assertThatThrownBy(() -> socket.connect(address, 2000))
            .isInstanceOf(ConnectException.class);
      }
    }
  }
}
