package dev.larder.http;

/** The end of reading bytes that are no stored response. It never leaves {@link StoredForm}. */
final class DamagedFormException extends Exception {

  private static final long serialVersionUID = 1L;

  /** Without a stack trace: nobody looks at it. */
  DamagedFormException() {
    super("the bytes are no stored response", null, false, false);
  }
}
