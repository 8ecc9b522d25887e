package dev.larder.cache;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;

/**
 * A type, generic ones included, as a value: {@code new TypeRef<List<Person>>() {}} or {@code
 * TypeRef.of(Person.class)}. Instances are immutable.
 */
public abstract class TypeRef<T> {

  private final Type type;

  /**
   * Captures the type argument of the subclass.
   *
   * @throws IllegalArgumentException when there is none, or a type variable in it
   */
  protected TypeRef() {
    if (getClass().getSuperclass() != TypeRef.class
        || !(getClass().getGenericSuperclass() instanceof ParameterizedType parent)) {
      throw new IllegalArgumentException(
          "a TypeRef needs a type argument: new TypeRef<List<String>>() {}");
    }
    this.type = parent.getActualTypeArguments()[0];
    requireKnown(type);
  }

  private TypeRef(Type type) {
    this.type = type;
  }

  /** Refuses a type variable: its value is not known here, and a map would come out for it. */
  private static void requireKnown(Type type) {
    if (type instanceof TypeVariable<?> variable) {
      throw new IllegalArgumentException(
          "a TypeRef needs known types, and "
              + variable.getName()
              + " is a type variable: pass the TypeRef in as an argument");
    } else if (type instanceof ParameterizedType generic) {
      for (Type argument : generic.getActualTypeArguments()) {
        requireKnown(argument);
      }
    } else if (type instanceof GenericArrayType array) {
      requireKnown(array.getGenericComponentType());
    } else if (type instanceof WildcardType wildcard) {
      for (Type bound : wildcard.getUpperBounds()) {
        requireKnown(bound);
      }
    }
  }

  /** Returns the reference of a class. */
  public static <T> TypeRef<T> of(Class<T> type) {
    return new OfClass<>(type);
  }

  /** Returns the captured type. */
  public final Type type() {
    return type;
  }

  /** Returns the class of the captured type without its arguments. */
  final Class<?> rawType() {
    Type raw = type instanceof ParameterizedType generic ? generic.getRawType() : type;
    return raw instanceof Class<?> known ? known : Object.class;
  }

  @Override
  public final boolean equals(Object other) {
    return other instanceof TypeRef<?> that && type.equals(that.type);
  }

  @Override
  public final int hashCode() {
    return type.hashCode();
  }

  @Override
  public final String toString() {
    return type.getTypeName();
  }

  private static final class OfClass<T> extends TypeRef<T> {
    OfClass(Class<T> type) {
      super(type);
    }
  }
}
