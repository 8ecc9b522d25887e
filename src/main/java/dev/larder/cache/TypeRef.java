package dev.larder.cache;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

/**
 * A type, generic ones included, as a value: {@code new TypeRef<List<Person>>() {}} or {@code
 * TypeRef.of(Person.class)}. Instances are immutable.
 */
public abstract class TypeRef<T> {

  private final Type type;

  /** Captures the type argument of the subclass. */
  protected TypeRef() {
    if (!(getClass().getGenericSuperclass() instanceof ParameterizedType parent)) {
      throw new IllegalArgumentException(
          "a TypeRef needs a type argument: new TypeRef<List<String>>() {}");
    }
    this.type = parent.getActualTypeArguments()[0];
  }

  private TypeRef(Type type) {
    this.type = type;
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
