package dev.larder.http;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The field names that the stored form writes as one byte. A name has the same number for ever: new
 * ones are added at the end, of which there is room up to 127. The number with the highest bit set
 * is the name in lower case.
 */
final class FieldNames {

  private static final String[] TABLE =
      """
      Content-Type Content-Length Content-Language Content-Location Content-Encoding
      Content-Disposition Content-Range Content-Security-Policy
      Content-Security-Policy-Report-Only Content-MD5 Content-Digest Repr-Digest Digest
      Date ETag Last-Modified Expires Cache-Control CDN-Cache-Control Surrogate-Control
      Surrogate-Key Cache-Tag Cache-Status Pragma Age Vary Via Warning Location Link Allow
      Accept-Ranges Accept-Patch Accept-Post Accept-CH Alt-Svc
      Access-Control-Allow-Origin Access-Control-Allow-Credentials Access-Control-Allow-Headers
      Access-Control-Allow-Methods Access-Control-Expose-Headers Access-Control-Max-Age
      Timing-Allow-Origin Cross-Origin-Embedder-Policy Cross-Origin-Opener-Policy
      Cross-Origin-Resource-Policy Referrer-Policy Permissions-Policy Strict-Transport-Security
      X-Content-Type-Options X-Frame-Options X-XSS-Protection X-Powered-By X-Request-ID
      X-Correlation-ID X-Total-Count X-Robots-Tag X-UA-Compatible X-DNS-Prefetch-Control
      X-Permitted-Cross-Domain-Policies Server Server-Timing Set-Cookie Retry-After Refresh
      WWW-Authenticate Deprecation Sunset NEL Report-To Reporting-Endpoints Preference-Applied
      Clear-Site-Data RateLimit RateLimit-Policy RateLimit-Limit RateLimit-Remaining
      RateLimit-Reset X-RateLimit-Limit X-RateLimit-Remaining X-RateLimit-Reset
      Accept Accept-Language Accept-Encoding Accept-Charset Origin User-Agent Authorization Cookie
      X-Forwarded-Proto X-Forwarded-Host X-Requested-With Host Referer Prefer Range Save-Data
      Last-Event-ID Memento-Datetime Accept-Datetime OData-Version SOAPAction
      """
          .strip()
          .split("\\s+");

  private static final String[] LOWER = new String[TABLE.length];
  private static final Map<String, Byte> NUMBERS = new HashMap<>();

  static {
    for (int i = 0; i < TABLE.length; i++) {
      LOWER[i] = TABLE[i].toLowerCase(Locale.ROOT).intern();
      NUMBERS.put(TABLE[i], (byte) (i + 1));
      NUMBERS.put(LOWER[i], (byte) ((i + 1) | 0x80));
    }
  }

  private FieldNames() {}

  /** Returns the number of a name in just this spelling; 0 when it has none. */
  static byte number(String name) {
    Byte number = NUMBERS.get(name);
    return number == null ? 0 : number;
  }

  /** Returns the name of a number, always the same instance; null when there is none. */
  static @Nullable String name(byte number) {
    int at = (number & 0x7f) - 1;
    if (at < 0 || at >= TABLE.length) {
      return null;
    }
    return number < 0 ? LOWER[at] : TABLE[at];
  }

  /** Returns how many names there are. */
  static int size() {
    return TABLE.length;
  }
}
