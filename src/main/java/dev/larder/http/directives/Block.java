package dev.larder.http.directives;

import java.util.Set;

/** The content of a block in braces: properties and blocks, of which some are known. */
final class Block {

  /** Reads what it knows. */
  interface Known {

    /**
     * Is asked at each place where a property or block may begin, and returns whether it read one.
     */
    boolean read(Token name);
  }

  private Block() {}

  /** Reads a block that begins here; what is not known is skipped, however deeply nested. */
  static void read(Tokens tokens, Known known) {
    Token open = tokens.expect('{', "'{'");
    while (!tokens.at('}')) {
      if (tokens.atEnd()) {
        throw tokens.unclosed(open, '}');
      }
      if (tokens.at('{')) {
        tokens.skipBlock();
      } else if (tokens.at('(') || tokens.at('[')) {
        tokens.skipBrackets();
      } else if (tokens.at(')') || tokens.at(']')) {
        throw tokens.expected("a property or '}'");
      } else if (!mayBegin(tokens) || !known.read(tokens.peek())) {
        tokens.next();
      }
    }
    tokens.next();
  }

  /** Behind a colon stands a value, which may have the name of a property. */
  private static boolean mayBegin(Tokens tokens) {
    Token previous = tokens.previous();
    return previous == null || !previous.isSymbol(':');
  }

  /**
   * Whether the name that stands here is a property's, that is, a colon follows. Where nothing else
   * can be meant, a missing colon is refused.
   */
  static boolean atProperty(Tokens tokens, boolean mustBe) {
    if (tokens.peek(1).isSymbol(':')) {
      return true;
    }
    Token previous = tokens.previous();
    boolean first = tokens.peek().firstOnLine() || (previous != null && previous.isSymbol('{'));
    if (mustBe || first) {
      String name = tokens.next().text();
      throw tokens.expected("':' after '" + name + "'");
    }
    return false;
  }

  /** Refuses the second property of a name. */
  static void once(Tokens tokens, Set<String> seen) {
    if (!seen.add(tokens.peek().text())) {
      throw tokens.error(
          tokens.peek(), "expected '" + tokens.peek().text() + "' only once in this block");
    }
  }
}
