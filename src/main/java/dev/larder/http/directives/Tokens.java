package dev.larder.http.directives;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A place in a CodeAI file from which one reads on. Not thread-safe. */
final class Tokens {

  private final SourceText source;
  private final List<Token> tokens;
  private final Function<String, @Nullable String> environment;
  private int at;

  Tokens(SourceText source, Function<String, @Nullable String> environment) {
    this(source, Lexer.tokens(source), environment, 0);
  }

  private Tokens(
      SourceText source,
      List<Token> tokens,
      Function<String, @Nullable String> environment,
      int at) {
    this.source = source;
    this.tokens = tokens;
    this.environment = environment;
    this.at = at;
  }

  /** Returns another place, the same for now, from which can be read later. */
  Tokens mark() {
    return new Tokens(source, tokens, environment, at);
  }

  Token peek() {
    return peek(0);
  }

  Token peek(int ahead) {
    return tokens.get(Math.min(at + ahead, tokens.size() - 1));
  }

  /** The token before this place, if any. */
  @Nullable Token previous() {
    return at == 0 ? null : tokens.get(at - 1);
  }

  Token next() {
    Token token = peek();
    if (at < tokens.size() - 1) {
      at++;
    }
    return token;
  }

  boolean at(char symbol) {
    return peek().isSymbol(symbol);
  }

  boolean atEnd() {
    return peek().kind() == Token.Kind.END;
  }

  /** Goes past a symbol if it stands here. */
  boolean skip(char symbol) {
    if (at(symbol)) {
      next();
      return true;
    }
    return false;
  }

  /** Goes past a symbol that must stand here. */
  Token expect(char symbol, String what) {
    if (!at(symbol)) {
      throw expected(what);
    }
    return next();
  }

  DirectivesException expected(String what) {
    return error(peek(), "expected " + what + " but found " + peek().shown());
  }

  DirectivesException error(Token token, String message) {
    return source.error(token.offset(), message);
  }

  int line(Token token) {
    return source.line(token.offset());
  }

  /** Says what is missing of a bracket. */
  static String unclosed(SourceText source, int open, char close) {
    return "expected '%c' to close the '%c' in line %d, column %d"
        .formatted(close, source.text().charAt(open), source.line(open), source.column(open));
  }

  DirectivesException unclosed(Token open, char close) {
    return expected(unclosed(source, open.offset(), close).substring("expected ".length()));
  }

  /** Goes past a block, of whose content only the braces matter. */
  void skipBlock() {
    Deque<Token> open = new ArrayDeque<>();
    do {
      if (atEnd()) {
        throw unclosed(open.element(), '}');
      }
      Token token = next();
      if (token.isSymbol('{')) {
        open.push(token);
      } else if (token.isSymbol('}')) {
        open.pop();
      }
    } while (!open.isEmpty());
  }

  /** Goes past what stands in round or square brackets. */
  void skipBrackets() {
    Deque<Token> open = new ArrayDeque<>();
    do {
      if (at('{')) {
        skipBlock();
        continue;
      }
      if (at('}') || atEnd()) {
        throw unclosed(open.element(), closing(open.element()));
      }
      Token token = next();
      if (token.isSymbol('(') || token.isSymbol('[')) {
        open.push(token);
      } else if (token.isSymbol(')') || token.isSymbol(']')) {
        if (!token.isSymbol(closing(open.element()))) {
          at--;
          throw unclosed(open.element(), closing(open.element()));
        }
        open.pop();
      }
    } while (!open.isEmpty());
  }

  private static char closing(Token open) {
    return open.isSymbol('(') ? ')' : ']';
  }

  /** Whether a word or string stands here that is no name of a property. */
  boolean atValue() {
    return peek().isText() && !peek(1).isSymbol(':');
  }

  /** Reads one value. */
  Value value(String what) {
    if (!atValue()) {
      throw expected(what);
    }
    Token token = next();
    String text = token.text();
    if (token.isWord("env") && at('(')) {
      text = variable(token);
    }
    return new Value(text, token, this);
  }

  private String variable(Token env) {
    next();
    String name = value("the name of an environment variable").text();
    String otherwise = skip(',') ? value("what is used without the variable").text() : null;
    expect(')', "')'");
    String given = environment.apply(name);
    if (given != null && !given.isBlank()) {
      return given.strip();
    }
    if (otherwise == null) {
      throw error(
          env,
          "expected the environment variable %s to be set; set it, or write env(%s, \"…\") with what is used without it"
              .formatted(name, name));
    }
    return otherwise;
  }

  /** Reads one value, or several with commas between them, in square brackets or not. */
  List<Value> values(String what) {
    List<Value> values = new ArrayList<>();
    if (skip('[')) {
      while (!at(']')) {
        values.add(value("']' or " + what));
        if (!skip(',') && !at(']')) {
          throw expected("',' or ']'");
        }
      }
      next();
      return values;
    }
    values.add(value(what));
    while (at(',') && isListed(peek(1)) && !peek(2).isSymbol(':')) {
      next();
      values.add(value(what));
    }
    return values;
  }

  private static boolean isListed(Token token) {
    return token.isText() && !token.firstOnLine();
  }

  /** Refuses a word that is left over behind a value, such as the {@code m} of {@code 5 m}. */
  void endOfValue(String hint) {
    skip(',');
    if (peek().isText() && !peek().firstOnLine() && isAlone(peek(1))) {
      throw expected("the end of the line or another property (" + hint + ")");
    }
  }

  private static boolean isAlone(Token behind) {
    boolean property = behind.isSymbol(':') || behind.isSymbol('{');
    boolean end = behind.isSymbol('}') || behind.kind() == Token.Kind.END;
    return end || (behind.firstOnLine() && !property);
  }
}
