package dev.larder.cache;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.CRC32;

/**
 * The written form of a listing's cursor: a store's cursor with a check sum over it and over the
 * scan it belongs to, so that a foreign or damaged cursor, or one of another pattern, is refused
 * instead of listing something else.
 */
final class Cursors {

  private Cursors() {}

  static String write(String storeName, KeyScan scan, KeyPattern pattern, String storeCursor) {
    String checked = sum(storeName, scan, pattern, storeCursor) + storeCursor;
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(checked.getBytes(StandardCharsets.UTF_8));
  }

  static String read(String storeName, KeyScan scan, KeyPattern pattern, String cursor) {
    String checked;
    try {
      checked = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw foreign();
    }
    if (checked.length() < 8) {
      throw foreign();
    }
    String storeCursor = checked.substring(8);
    if (!checked.startsWith(sum(storeName, scan, pattern, storeCursor))) {
      throw foreign();
    }
    return storeCursor;
  }

  private static String sum(String storeName, KeyScan scan, KeyPattern pattern, String cursor) {
    CRC32 crc = new CRC32();
    for (String part :
        new String[] {
          storeName, scan.literalPrefix(), scan.glob(), pattern.requiredPrefix(), cursor
        }) {
      byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
      crc.update(bytes.length);
      crc.update(bytes);
    }
    return String.format("%08x", crc.getValue());
  }

  private static IllegalArgumentException foreign() {
    return new IllegalArgumentException(
        "the cursor is not one of this listing; begin again without a cursor");
  }
}
