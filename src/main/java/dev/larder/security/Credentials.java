package dev.larder.security;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an Authorization field says (RFC 7617, RFC 6750, section 2.1). It is pure. */
sealed interface Credentials {

  /** A name and a password. */
  record Password(String name, String password) implements Credentials {
    /** Shows nothing of the password. */
    @Override
    public String toString() {
      return "password of " + name;
    }
  }

  /** A token. */
  record Token(String token) implements Credentials {
    /** Shows nothing of the token. */
    @Override
    public String toString() {
      return "token";
    }
  }

  /** The scheme's name and what follows it. */
  Pattern FIELD = Pattern.compile("(?i:(basic)|(bearer)) +([A-Za-z0-9._~+/-]+=*) *");

  /** Reads the lines of the field; empty when there are none, several, or it is not understood. */
  static Optional<Credentials> parse(List<String> lines) {
    if (lines.size() != 1) {
      return Optional.empty();
    }
    Matcher matcher = FIELD.matcher(lines.get(0));
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return matcher.group(1) == null
        ? Optional.of(new Token(matcher.group(3)))
        : password(matcher.group(3));
  }

  private static Optional<Credentials> password(String base64) {
    String pair;
    try {
      pair =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(Base64.getDecoder().decode(base64)))
              .toString();
    } catch (CharacterCodingException | IllegalArgumentException e) {
      return Optional.empty();
    }
    int colon = pair.indexOf(':');
    return colon < 0
        ? Optional.empty()
        : Optional.of(new Password(pair.substring(0, colon), pair.substring(colon + 1)));
  }
}
