package dev.larder.cdi;

/** A wrong setting: the message names the key, the value unless secret, and what is allowed. */
final class InvalidSettingException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  InvalidSettingException(String message) {
    super(message);
  }
}
