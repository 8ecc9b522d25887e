package dev.larder.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The header fields of a message, line by line in their order; names are compared without regard to
 * case (RFC 9110, section 5). Immutable.
 */
public final class HeaderFields {

  /**
   * One line.
   *
   * @param name the name in the spelling of the sender
   * @param value the value without surrounding white space
   */
  public record Field(String name, String value) {
    /** Returns whether the field has this name. */
    public boolean is(String other) {
      return name.equalsIgnoreCase(other);
    }
  }

  /** No fields. */
  public static final HeaderFields NONE = new HeaderFields(List.of());

  private final List<Field> fields;

  private HeaderFields(List<Field> fields) {
    this.fields = fields;
  }

  /** Returns these lines. */
  public static HeaderFields of(List<Field> fields) {
    return fields.isEmpty() ? NONE : new HeaderFields(List.copyOf(fields));
  }

  /** Returns lines given as name, value, name, value. */
  public static HeaderFields of(String... namesAndValues) {
    if (namesAndValues.length % 2 != 0) {
      throw new IllegalArgumentException("a name without a value");
    }
    List<Field> fields = new ArrayList<>(namesAndValues.length / 2);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.add(new Field(namesAndValues[i], namesAndValues[i + 1]));
    }
    return of(fields);
  }

  /** Returns the lines of a map from names to values. */
  public static HeaderFields of(Map<String, ? extends List<String>> lines) {
    List<Field> fields = new ArrayList<>(lines.size() + 2);
    lines.forEach((name, values) -> values.forEach(value -> fields.add(new Field(name, value))));
    return of(fields);
  }

  /** Returns all lines in their order. */
  public List<Field> lines() {
    return fields;
  }

  /** Returns whether there is a line of this name. */
  public boolean has(String name) {
    for (Field field : fields) {
      if (field.is(name)) {
        return true;
      }
    }
    return false;
  }

  /** Returns the values of all lines of this name, in their order. */
  public List<String> values(String name) {
    List<String> values = List.of();
    for (Field field : fields) {
      if (field.is(name)) {
        if (values.isEmpty()) {
          values = new ArrayList<>(2);
        }
        values.add(field.value());
      }
    }
    return values;
  }

  /** Returns the value of the first line of this name. */
  public Optional<String> first(String name) {
    for (Field field : fields) {
      if (field.is(name)) {
        return Optional.of(field.value());
      }
    }
    return Optional.empty();
  }

  /** Returns these lines without those of some names, given in lower case. */
  public HeaderFields without(Set<String> names) {
    return only(field -> !names.contains(field.name().toLowerCase(Locale.ROOT)));
  }

  /** Returns the lines that a predicate accepts. */
  public HeaderFields only(Predicate<Field> accepted) {
    return of(fields.stream().filter(accepted).toList());
  }

  /** Returns these lines with one line of this name, in place of the first of that name. */
  public HeaderFields with(String name, String value) {
    List<Field> changed = new ArrayList<>(fields.size() + 1);
    boolean placed = false;
    for (Field field : fields) {
      if (!field.is(name)) {
        changed.add(field);
      } else if (!placed) {
        changed.add(new Field(field.name(), value));
        placed = true;
      }
    }
    if (!placed) {
      changed.add(new Field(name, value));
    }
    return new HeaderFields(List.copyOf(changed));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof HeaderFields that && fields.equals(that.fields);
  }

  @Override
  public int hashCode() {
    return fields.hashCode();
  }

  @Override
  public String toString() {
    return fields.toString();
  }
}
