package dev.larder.security;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The address that a request comes from. {@code X-Forwarded-For} is what anybody may write, so it
 * is believed only as far as trusted proxies have written it: from its end on, up to the first
 * address that is none of theirs. It is pure.
 */
final class ClientAddress {

  private static final Pattern ADDRESS =
      Pattern.compile("(?:[0-9]{1,3}\\.){3}[0-9]{1,3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

  private ClientAddress() {}

  /**
   * Returns the address; of IPv6 the first half, since one client has all of the other.
   *
   * @param peer the address of the connection
   * @param forwardedFor the lines of {@code X-Forwarded-For}
   * @param proxies the addresses of trusted proxies
   */
  static String of(String peer, List<String> forwardedFor, Set<String> proxies) {
    String address = normalized(peer);
    List<String> hops = new ArrayList<>();
    for (String line : forwardedFor) {
      hops.addAll(List.of(line.split(",", -1)));
    }
    for (int i = hops.size() - 1; i >= 0 && proxies.contains(address); i--) {
      String hop = normalized(hops.get(i).strip());
      if (!ADDRESS.matcher(hop).matches() || hop.length() > 45) {
        break;
      }
      address = hop;
    }
    return address.indexOf(':') >= 0 ? network(address) : address;
  }

  /** Returns an address without brackets, zone, and the form of IPv4 within IPv6. */
  static String normalized(String address) {
    String plain = address.toLowerCase(Locale.ROOT).replaceAll("^\\[|\\].*$|%.*$", "");
    String four = plain.startsWith("::ffff:") ? plain.substring(7) : plain;
    return four.indexOf('.') >= 0 && four.indexOf(':') < 0 ? four : expanded(plain);
  }

  /** Writes all eight groups of an IPv6 address; other text stays as it is. */
  private static String expanded(String address) {
    int gap = address.indexOf("::");
    if (address.indexOf(':') < 0 || address.indexOf('.') >= 0) {
      return address;
    }
    List<String> groups = new ArrayList<>();
    if (gap < 0) {
      groups.addAll(List.of(address.split(":", -1)));
    } else {
      List<String> head = groups(address.substring(0, gap));
      List<String> tail = groups(address.substring(gap + 2));
      groups.addAll(head);
      for (int i = head.size() + tail.size(); i < 8; i++) {
        groups.add("0");
      }
      groups.addAll(tail);
    }
    List<String> plain = new ArrayList<>();
    for (String group : groups) {
      plain.add(group.replaceFirst("^0+(?=.)", ""));
    }
    return String.join(":", plain);
  }

  private static List<String> groups(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(":", -1));
  }

  private static String network(String address) {
    String[] groups = address.split(":", -1);
    return groups.length == 8
        ? String.join(":", groups[0], groups[1], groups[2], groups[3]) + "::/64"
        : address;
  }
}
