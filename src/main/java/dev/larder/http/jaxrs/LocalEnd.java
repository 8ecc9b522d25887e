package dev.larder.http.jaxrs;

import jakarta.servlet.ServletRequest;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * The end of the connection on this side, through which the server can be reached by itself.
 *
 * @param address an IP address of this machine
 * @param port the TCP port
 * @param secure whether the connection is TLS
 */
record LocalEnd(InetAddress address, int port, boolean secure) {

  private static final String CIPHER_SUITE = "jakarta.servlet.request.cipher_suite";

  /**
   * Returns where a request came in; null when that is not an address of this machine. Servers may
   * take what a proxy says for it, which anybody could say: nothing is connected to by such a name.
   */
  static @Nullable LocalEnd of(ServletRequest request) {
    String text = request.getLocalAddr();
    if (text == null || !isLiteral(text) || request.getLocalPort() <= 0) {
      return null;
    }
    try {
      InetAddress address = InetAddress.getByName(text);
      if (!address.isLoopbackAddress() && NetworkInterface.getByInetAddress(address) == null) {
        return null;
      }
      // Not isSecure(), which follows what a proxy says of its own connection.
      boolean secure = request.getAttribute(CIPHER_SUITE) != null;
      return new LocalEnd(address, request.getLocalPort(), secure);
    } catch (UnknownHostException | SocketException e) {
      return null;
    }
  }

  /** Anything else would be looked up by name. */
  private static boolean isLiteral(String text) {
    return text.indexOf(':') >= 0 || text.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
  }
}
