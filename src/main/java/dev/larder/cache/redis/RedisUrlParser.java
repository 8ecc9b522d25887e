package dev.larder.cache.redis;

import dev.larder.cache.redis.RedisUrl.Address;
import dev.larder.cache.redis.RedisUrl.Mode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The strict reader of {@link RedisUrl}s. It is not {@link java.net.URI}, which takes several wrong
 * URLs for something else and puts the whole URL into its messages. Messages quote only what cannot
 * be part of a password: scheme, host, port, database and names of parameters, and these only when
 * no {@code @} follows them.
 */
final class RedisUrlParser {

  private static final String FORM =
      "; allowed: redis://[user[:password]@]host[:port][/database],"
          + " redis+sentinel://[user[:password]@]host[:port],.../master[/database],"
          + " redis+cluster://[user[:password]@]host[:port],...; with TLS rediss instead of redis";
  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*");
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?(\\.[A-Za-z0-9_-]+)*\\.?");
  private static final Pattern NUMERIC = Pattern.compile("[0-9.]+");
  private static final Pattern IPV4 =
      Pattern.compile("((25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(?!$)|$)){4}");
  private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(%[\\w.-]+)?");
  private static final Pattern MASTER = Pattern.compile("[A-Za-z0-9._-]{1,200}");
  private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,9}");

  private RedisUrlParser() {}

  static RedisUrl parse(String url) {
    if (url.isBlank()) {
      throw wrong("the Redis URL is empty");
    }
    for (int i = 0; i < url.length(); i++) {
      if (Character.isWhitespace(url.charAt(i)) || Character.isISOControl(url.charAt(i))) {
        throw wrong(
            "the Redis URL has white space or a control character at index "
                + i
                + "; in user or password write it percent-encoded, such as %20");
      }
    }
    String scheme = readScheme(url);
    boolean tls = scheme.startsWith("rediss");
    Mode mode =
        scheme.endsWith("+sentinel")
            ? Mode.SENTINEL
            : scheme.endsWith("+cluster") ? Mode.CLUSTER : Mode.SINGLE;
    String rest = url.substring(url.indexOf("://") + 3);
    refuseQueryAndFragment(rest);
    int slash = rest.indexOf('/');
    String authority = slash < 0 ? rest : rest.substring(0, slash);
    String path = slash < 0 ? "" : rest.substring(slash + 1);
    if (path.indexOf('@') >= 0) {
      throw wrong("the Redis URL has a '/' in user or password; write it as %2F");
    }
    int at = authority.indexOf('@');
    if (at != authority.lastIndexOf('@')) {
      throw wrong("the Redis URL has more than one '@'; in user or password write it as %40");
    }
    String login = at < 0 ? null : checkLogin(authority.substring(0, at));
    int end = login == null ? -1 : login.indexOf(':');
    String user = login == null || end == 0 ? null : decode(login.substring(0, end));
    String password = login == null ? null : decode(login.substring(end + 1));
    List<Address> addresses = readAddresses(mode, authority.substring(at + 1));
    String master = null;
    String database = path;
    if (mode == Mode.SENTINEL) {
      int slashOfDatabase = path.indexOf('/');
      master = readMaster(slashOfDatabase < 0 ? path : path.substring(0, slashOfDatabase));
      database = slashOfDatabase < 0 ? "" : path.substring(slashOfDatabase + 1);
    }
    return new RedisUrl(mode, tls, addresses, user, password, master, readDatabase(mode, database));
  }

  private static List<Address> readAddresses(Mode mode, String text) {
    if (mode == Mode.SINGLE && text.indexOf(',') >= 0) {
      throw wrong("the Redis URL names several hosts, and redis:// and rediss:// take one");
    }
    List<Address> addresses = new ArrayList<>();
    for (String hostAndPort : text.split(",", -1)) {
      int colon = endOfHost(hostAndPort);
      String host = readHost(hostAndPort.substring(0, colon));
      int port =
          colon < hostAndPort.length()
              ? readPort(hostAndPort.substring(colon + 1))
              : mode == Mode.SENTINEL ? RedisUrl.DEFAULT_SENTINEL_PORT : RedisUrl.DEFAULT_PORT;
      addresses.add(new Address(host, port));
    }
    return addresses;
  }

  private static String readMaster(String name) {
    if (name.isEmpty()) {
      throw wrong("the Redis URL names sentinels, and not the master they are asked for");
    }
    if (!MASTER.matcher(name).matches()) {
      throw wrong("the name of the master in the Redis URL has other than A-Z a-z 0-9 . _ -");
    }
    return name;
  }

  private static String readScheme(String url) {
    int end = url.indexOf("://");
    String scheme = end < 0 ? "" : url.substring(0, end).toLowerCase(Locale.ROOT);
    return switch (scheme) {
      case "redis",
          "rediss",
          "redis+sentinel",
          "rediss+sentinel",
          "redis+cluster",
          "rediss+cluster" ->
          scheme;
      default ->
          throw wrong(
              SCHEME.matcher(scheme).matches()
                  ? "unknown scheme '" + scheme + "' of the Redis URL"
                  : "the Redis URL does not begin with redis:// or rediss://");
    };
  }

  private static void refuseQueryAndFragment(String rest) {
    int at = rest.lastIndexOf('@');
    int question = rest.indexOf('?');
    int hash = rest.indexOf('#');
    if ((question >= 0 && question < at) || (hash >= 0 && hash < at)) {
      throw wrong("the Redis URL has a '?' or '#' in user or password; write them as %3F and %23");
    }
    if (question >= 0) {
      throw wrong("the Redis URL has a query ('?'), and takes none");
    }
    if (hash >= 0) {
      throw wrong("the Redis URL has a fragment ('#'), and takes none");
    }
  }

  private static String checkLogin(String userInfo) {
    if (userInfo.isEmpty() || userInfo.equals(":")) {
      throw wrong("the Redis URL has an '@' with neither user nor password before it");
    }
    if (userInfo.indexOf(':') < 0) {
      throw wrong(
          "the Redis URL has a user without a password: write user:password@, :password@ for the"
              + " default user, or user:@ for a user that needs none");
    }
    return userInfo;
  }

  private static String decode(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ByteBuffer decoded = ByteBuffer.allocate(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] != '%') {
        decoded.put(bytes[i]);
        continue;
      }
      boolean two = i + 2 < bytes.length;
      int high = two ? Character.digit(bytes[i + 1], 16) : -1;
      int low = two ? Character.digit(bytes[i + 2], 16) : -1;
      if (high < 0 || low < 0) {
        throw wrong(
            "the Redis URL has a '%' in user or password that no two hex digits follow; write it"
                + " as %25");
      }
      decoded.put((byte) (high << 4 | low));
      i += 2;
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .decode(decoded.flip())
          .toString();
    } catch (CharacterCodingException e) {
      // No cause: it says nothing more.
      throw wrong("user or password of the Redis URL are no UTF-8 when percent-decoded");
    }
  }

  private static int endOfHost(String hostAndPort) {
    int from = 0;
    if (hostAndPort.startsWith("[")) {
      from = hostAndPort.indexOf(']') + 1;
      if (from == 0 || (from < hostAndPort.length() && hostAndPort.charAt(from) != ':')) {
        throw wrong("the IPv6 address of the Redis URL must be in brackets, such as [::1]:6379");
      }
    }
    int colon = hostAndPort.indexOf(':', from);
    return colon < 0 ? hostAndPort.length() : colon;
  }

  private static String readHost(String host) {
    if (host.isEmpty()) {
      throw wrong("the Redis URL has no host");
    }
    if (host.startsWith("[")) {
      String address = host.substring(1, host.length() - 1);
      if (!IPV6.matcher(address).matches()) {
        throw wrong("the host of the Redis URL is in brackets and no IPv6 address");
      }
      return address;
    }
    boolean right =
        NUMERIC.matcher(host).matches()
            ? IPV4.matcher(host).matches()
            : host.length() <= 253 && NAME.matcher(host).matches();
    if (!right) {
      throw wrong("the host of the Redis URL is no host name or address");
    }
    return host;
  }

  private static int readPort(String port) {
    int number = NUMBER.matcher(port).matches() && port.length() <= 5 ? Integer.parseInt(port) : 0;
    if (number < 1 || number > 65_535) {
      throw wrong(
          "the port of the Redis URL is no number from 1 to 65535; a login is followed by '@host'");
    }
    return number;
  }

  private static int readDatabase(Mode mode, String path) {
    if (path.isEmpty()) {
      return 0;
    }
    long number = NUMBER.matcher(path).matches() ? Long.parseLong(path) : -1;
    if (number < 0 || number > Integer.MAX_VALUE) {
      throw wrong("the database of the Redis URL is no number from 0 to 2147483647");
    }
    if (number != 0 && mode == Mode.CLUSTER) {
      throw wrong("the Redis URL names a database, and a cluster has only 0");
    }
    return (int) number;
  }

  private static IllegalArgumentException wrong(String message) {
    return new IllegalArgumentException(message + FORM);
  }
}
