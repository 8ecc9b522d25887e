package dev.larder.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Reads a bare item of a structured field (RFC 9651, section 4.2.3.1). */
final class SfBareItem {

  private static final int INTEGER_DIGITS = 15;
  private static final int WHOLE_DIGITS = 12;
  private static final int FRACTION_DIGITS = 3;

  private SfBareItem() {}

  static SfValue read(SfScanner in) throws SfInvalidException {
    char c = in.peek();
    if (c == '-' || Syntax.isDigit(c)) {
      return number(in);
    }
    if (c == '*' || Syntax.isAlpha(c)) {
      return token(in);
    }
    return switch (in.next()) {
      case '"' -> string(in);
      case '?' -> bool(in);
      case ':' -> bytes(in);
      case '@' -> date(in);
      case '%' -> displayString(in);
      default -> throw new SfInvalidException();
    };
  }

  private static SfValue number(SfScanner in) throws SfInvalidException {
    boolean negative = in.skip('-');
    String whole = in.digits();
    if (in.skip('.')) {
      int fraction = in.digits().length();
      require(!whole.isEmpty() && whole.length() <= WHOLE_DIGITS);
      require(fraction >= 1 && fraction <= FRACTION_DIGITS);
      return SfValue.Other.DECIMAL;
    }
    require(!whole.isEmpty() && whole.length() <= INTEGER_DIGITS);
    long value = Long.parseLong(whole);
    return new SfValue.Int(negative ? -value : value);
  }

  private static SfValue token(SfScanner in) throws SfInvalidException {
    StringBuilder token = new StringBuilder();
    while (Syntax.isTokenChar(in.peek()) || in.peek() == ':' || in.peek() == '/') {
      token.append(in.next());
    }
    return new SfValue.Text(token.toString());
  }

  private static SfValue string(SfScanner in) throws SfInvalidException {
    StringBuilder string = new StringBuilder();
    while (true) {
      char c = in.next();
      if (c == '"') {
        return new SfValue.Text(string.toString());
      }
      if (c == '\\') {
        c = in.next();
        require(c == '"' || c == '\\');
      }
      require(isPrintable(c));
      string.append(c);
    }
  }

  private static SfValue bool(SfScanner in) throws SfInvalidException {
    char c = in.next();
    require(c == '0' || c == '1');
    return new SfValue.Bool(c == '1');
  }

  private static SfValue bytes(SfScanner in) throws SfInvalidException {
    StringBuilder encoded = new StringBuilder();
    while (!in.skip(':')) {
      encoded.append(in.next());
    }
    try {
      Base64.getDecoder().decode(encoded.toString());
      return SfValue.Other.BYTES;
    } catch (IllegalArgumentException e) {
      throw new SfInvalidException();
    }
  }

  private static SfValue date(SfScanner in) throws SfInvalidException {
    require(number(in) instanceof SfValue.Int);
    return SfValue.Other.DATE;
  }

  private static SfValue displayString(SfScanner in) throws SfInvalidException {
    in.expect('"');
    StringBuilder bytes = new StringBuilder();
    while (true) {
      char c = in.next();
      if (c == '"') {
        requireUtf8(bytes.toString());
        return SfValue.Other.DISPLAY_STRING;
      }
      require(isPrintable(c));
      bytes.append(c == '%' ? (char) (hexDigit(in) * 16 + hexDigit(in)) : c);
    }
  }

  private static int hexDigit(SfScanner in) throws SfInvalidException {
    int digit = "0123456789abcdef".indexOf(in.next());
    require(digit >= 0);
    return digit;
  }

  private static void requireUtf8(String bytes) throws SfInvalidException {
    try {
      StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)));
    } catch (CharacterCodingException e) {
      throw new SfInvalidException();
    }
  }

  private static boolean isPrintable(char c) {
    return c >= ' ' && c <= '~';
  }

  private static void require(boolean valid) throws SfInvalidException {
    if (!valid) {
      throw new SfInvalidException();
    }
  }
}
