package dev.larder.http.directives;

import dev.larder.http.Directive;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A CodeAI file given as text. */
final class CodeAiText {

  private CodeAiText() {}

  static CodeAiFile parse(String text) {
    return parse(text, Map.of());
  }

  static CodeAiFile parse(String text, Map<String, String> environment) {
    return CodeAiParser.parse(new SourceText("shop.cai", text), environment::get);
  }

  static CodeAiDirectives directives(String text) {
    return directives(text, new ArrayList<>());
  }

  static CodeAiDirectives directives(String text, List<String> warnings) {
    return new CodeAiDirectives(parse(text), warnings::add);
  }

  /** What an endpoint {@code GET /products/{id}} with this content is given. */
  static Optional<Directive> product(String content) {
    return directives("endpoint GET /products/{id} {\n" + content + "\n}\n")
        .directive("GET", "/products/{id}");
  }

  static <T> T product(String content, Function<Directive, T> part) {
    return product(content).map(part).orElseThrow();
  }
}
