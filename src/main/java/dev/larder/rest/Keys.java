package dev.larder.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The reading of keys from requests: exactly the key that was sent, or a problem. */
@ApplicationScoped
public class Keys {

  @Inject Limits limits;

  /**
   * Returns the key that the raw path carries behind the API's root.
   *
   * @param before the literal text in front of it, such as {@code /entries/}
   * @param after the literal text behind it, or empty
   */
  public String inPath(HttpServletRequest request, String before, String after) {
    return checked(
        RawPath.key(request.getRequestURI(), request.getContextPath() + "/api" + before, after));
  }

  /** Returns the key that the query gives as {@code key}. */
  public String inQuery(QueryString query) {
    return checked(query.require("key"));
  }

  /** Returns a key from elsewhere, such as a body, when it is valid Unicode and not too long. */
  public String checked(String key) {
    if (key.length() > limits.key()) {
      throw tooLong();
    }
    try {
      if (StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(key)).remaining()
          > limits.key()) {
        throw tooLong();
      }
    } catch (CharacterCodingException e) {
      throw new ProblemException(
          ProblemType.BAD_KEY, "the key is not valid Unicode: it has a lone surrogate", e);
    }
    return key;
  }

  private ProblemException tooLong() {
    return new ProblemException(
        ProblemType.KEY_TOO_LONG, "a key has at most " + limits.key() + " bytes in UTF-8");
  }
}
