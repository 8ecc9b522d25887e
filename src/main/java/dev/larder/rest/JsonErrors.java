package dev.larder.rest;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.util.stream.Collectors;

/** Says what is wrong with a JSON body and where, without the names of classes. */
final class JsonErrors {

  private static final int LONGEST_PATH = 200;

  private JsonErrors() {}

  static String describe(JsonProcessingException e) {
    return what(e) + where(e.getLocation());
  }

  private static String what(JsonProcessingException e) {
    if (e instanceof UnrecognizedPropertyException unknown) {
      String known =
          unknown.getKnownPropertyIds() == null
              ? ""
              : unknown.getKnownPropertyIds().stream()
                  .map(Object::toString)
                  .sorted()
                  .collect(Collectors.joining(", "));
      return "unknown member '" + shortened(unknown.getPropertyName()) + "'; known are: " + known;
    }
    if (e instanceof StreamConstraintsException) {
      return "the document is nested too deeply, or a number or a name in it is too long";
    }
    if (e instanceof JsonMappingException mapping) {
      String path =
          mapping.getPath().stream()
              .map(
                  step ->
                      step.getFieldName() == null
                          ? "[" + step.getIndex() + "]"
                          : step.getFieldName())
              .collect(Collectors.joining("."));
      return path.isEmpty()
          ? "the document is not of the form that is asked for"
          : "the member '" + shortened(path) + "' is not of the type that is asked for";
    }
    if (e instanceof JsonParseException
        && String.valueOf(e.getOriginalMessage()).startsWith("Duplicate field")) {
      return "a member is given twice";
    }
    return "the body is not well-formed JSON";
  }

  private static String where(JsonLocation location) {
    return location == null || location.getLineNr() < 1
        ? ""
        : ", at line " + location.getLineNr() + ", column " + location.getColumnNr();
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST_PATH ? text : text.substring(0, LONGEST_PATH) + "…";
  }
}
