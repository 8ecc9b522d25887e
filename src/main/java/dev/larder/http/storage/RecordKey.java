package dev.larder.http.storage;

import dev.larder.http.ResponseKeys;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A key of the response cache, of this application or another one that shares the store, taken
 * apart. Immutable.
 *
 * @param application the name of the namespace; empty for none
 * @param rest what follows the namespace
 */
record RecordKey(String application, String rest) {

  /** What all keys of all namespaces begin with. */
  static final String COMMON = "larder:http";

  private static final Pattern NAMED =
      Pattern.compile(COMMON + "@([1-9][0-9]{0,5}):(.*)", Pattern.DOTALL);

  private static final String DIGEST = "[A-Za-z0-9_-]{43}";
  private static final Pattern HEAD = Pattern.compile(DIGEST);
  private static final Pattern VARIANT = Pattern.compile(DIGEST + ":" + DIGEST);

  /** Returns the parts of a key; null when it is none of the response cache. */
  static @Nullable RecordKey of(String key) {
    if (key.startsWith(ResponseKeys.PREFIX)) {
      return new RecordKey("", key.substring(ResponseKeys.PREFIX.length()));
    }
    Matcher named = NAMED.matcher(key);
    if (!named.matches()) {
      return null;
    }
    int length = Integer.parseInt(named.group(1));
    String tail = named.group(2);
    return tail.length() > length && tail.charAt(length) == ':'
        ? new RecordKey(tail.substring(0, length), tail.substring(length + 1))
        : null;
  }

  /** Whether it may be that of a URI's record; the generation of a URI looks alike. */
  boolean isHead() {
    return HEAD.matcher(rest).matches();
  }

  boolean isVariant() {
    return VARIANT.matcher(rest).matches();
  }

  Namespace namespace() {
    return Namespace.of(application);
  }
}
