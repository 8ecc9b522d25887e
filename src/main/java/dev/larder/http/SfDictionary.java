package dev.larder.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a field that is a dictionary of structured fields (RFC 9651, section 4.2.2). */
final class SfDictionary {

  private final SfScanner in;

  private SfDictionary(SfScanner in) {
    this.in = in;
  }

  /**
   * Returns the members of all lines of a field, without their parameters; empty when they are not
   * one dictionary from the first character to the last.
   */
  static Optional<Map<String, SfValue>> parse(List<String> lines) {
    try {
      return Optional.of(new SfDictionary(new SfScanner(String.join(", ", lines))).members());
    } catch (SfInvalidException e) {
      return Optional.empty();
    }
  }

  private Map<String, SfValue> members() throws SfInvalidException {
    Map<String, SfValue> members = new LinkedHashMap<>();
    in.skipSpaces();
    while (!in.atEnd()) {
      String key = in.key();
      SfValue value = in.skip('=') ? itemOrInnerList() : new SfValue.Bool(true);
      parameters();
      members.put(key, value);
      in.skipWhiteSpace();
      if (in.atEnd()) {
        return members;
      }
      in.expect(',');
      in.skipWhiteSpace();
      in.expectMore();
    }
    return members;
  }

  private SfValue itemOrInnerList() throws SfInvalidException {
    if (!in.skip('(')) {
      return SfBareItem.read(in);
    }
    in.skipSpaces();
    while (!in.skip(')')) {
      SfBareItem.read(in);
      parameters();
      if (in.peek() != ')') {
        in.expect(' ');
        in.skipSpaces();
      }
    }
    return SfValue.Other.INNER_LIST;
  }

  private void parameters() throws SfInvalidException {
    while (in.skip(';')) {
      in.skipSpaces();
      in.key();
      if (in.skip('=')) {
        SfBareItem.read(in);
      }
    }
  }
}
