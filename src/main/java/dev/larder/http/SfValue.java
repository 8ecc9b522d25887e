package dev.larder.http;

/** A value of a structured field (RFC 9651, section 3.3), as far as a directive can have it. */
sealed interface SfValue {

  /** An integer. */
  record Int(long value) implements SfValue {}

  /** A Boolean. */
  record Bool(boolean value) implements SfValue {}

  /** A string or a token. */
  record Text(String value) implements SfValue {}

  /** Another type, of which no directive is: its value is checked and forgotten. */
  enum Other implements SfValue {
    DECIMAL,
    BYTES,
    DATE,
    DISPLAY_STRING,
    INNER_LIST
  }
}
