package dev.larder.http.rules.app;

/** Bodies that a test and the application can both make. */
public final class Bodies {

  private Bodies() {}

  /** All byte values in turn, shifted by the run, so that no two runs answer the same. */
  public static byte[] bytes(int run, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (i + i / 256 + run);
    }
    return bytes;
  }
}
