package dev.larder.http;

/** Says that a field is no structured field, and so is to be ignored as a whole. */
final class SfInvalidException extends Exception {

  private static final long serialVersionUID = 1;

  SfInvalidException() {
    // Without a stack trace: it is caught where the field is read, and senders choose how often.
    super("not a structured field", null, false, false);
  }
}
