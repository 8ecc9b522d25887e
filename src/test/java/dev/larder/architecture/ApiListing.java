package dev.larder.architecture;

import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.AnnotatedTypeVariable;
import java.lang.reflect.AnnotatedWildcardType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A listing of what others can see of classes: one line for a type, one for each member. */
final class ApiListing {

  private static final Set<String> OF_EVERY_OBJECT = Set.of("equals", "hashCode", "toString");

  private ApiListing() {}

  /** Lists the visible ones of the classes in the order of their names, members sorted. */
  static List<String> of(List<Class<?>> classes) {
    List<String> lines = new ArrayList<>();
    classes.stream()
        .filter(ApiListing::isVisible)
        .sorted(Comparator.comparing(Class::getName))
        .forEach(
            type -> {
              lines.add(type(type));
              members(type).stream().sorted().map(member -> "  " + member).forEach(lines::add);
            });
    return lines;
  }

  private static boolean isVisible(Class<?> type) {
    return !type.isSynthetic()
        && !type.isAnonymousClass()
        && (type.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0
        && (type.getEnclosingClass() == null || isVisible(type.getEnclosingClass()));
  }

  private static String type(Class<?> type) {
    StringBuilder line = new StringBuilder();
    line.append((type.getModifiers() & Modifier.PUBLIC) == 0 ? "protected " : "public ");
    line.append(type.isSealed() ? "sealed " : "").append(kind(type));
    line.append(type.getName()).append(variables(type.getTypeParameters()));
    AnnotatedType parent = type.getAnnotatedSuperclass();
    if (parent != null && parent.getType() != Object.class && !type.isRecord() && !type.isEnum()) {
      line.append(" extends ").append(text(parent));
    }
    if (type.getAnnotatedInterfaces().length > 0) {
      line.append(type.isInterface() ? " extends " : " implements ");
      line.append(join(type.getAnnotatedInterfaces(), ApiListing::text));
    }
    return line.toString();
  }

  private static String kind(Class<?> type) {
    if (type.isAnnotation()) {
      return "@interface ";
    }
    if (type.isInterface()) {
      return "interface ";
    }
    if (type.isEnum()) {
      return "enum ";
    }
    if (type.isRecord()) {
      return "record ";
    }
    String inherited =
        Modifier.toString(type.getModifiers() & (Modifier.FINAL | Modifier.ABSTRACT));
    return (inherited + " class ").strip() + " ";
  }

  private static List<String> members(Class<?> type) {
    List<String> lines = new ArrayList<>();
    for (Field field : type.getDeclaredFields()) {
      if (isVisible(field)) {
        lines.add(modifiers(field) + text(field.getAnnotatedType()) + " " + field.getName());
      }
    }
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      if (isVisible(constructor)) {
        lines.add(modifiers(constructor) + "new" + signature(constructor));
      }
    }
    for (Method method : type.getDeclaredMethods()) {
      if (isVisible(method) && !OF_EVERY_OBJECT.contains(method.getName())) {
        String result =
            (method.isDefault() ? "default " : "") + text(method.getAnnotatedReturnType());
        lines.add(modifiers(method) + result + " " + method.getName() + signature(method));
      }
    }
    return lines;
  }

  private static boolean isVisible(Member member) {
    return !member.isSynthetic()
        && (member.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0;
  }

  /** Without the ones that say how a method works inside. */
  private static String modifiers(Member member) {
    int relevant =
        Modifier.PUBLIC | Modifier.PROTECTED | Modifier.STATIC | Modifier.FINAL | Modifier.ABSTRACT;
    return Modifier.toString(member.getModifiers() & relevant) + " ";
  }

  private static String signature(Executable executable) {
    String thrown =
        executable.getAnnotatedExceptionTypes().length == 0
            ? ""
            : " throws " + join(executable.getAnnotatedExceptionTypes(), ApiListing::text);
    return variables(executable.getTypeParameters())
        + "("
        + join(executable.getAnnotatedParameterTypes(), ApiListing::text)
        + (executable.isVarArgs() ? "..." : "")
        + ")"
        + thrown;
  }

  private static String variables(TypeVariable<?>[] variables) {
    return variables.length == 0 ? "" : "<" + join(variables, ApiListing::variable) + ">";
  }

  private static String variable(TypeVariable<?> variable) {
    String bounds =
        Arrays.stream(variable.getAnnotatedBounds())
            .map(ApiListing::text)
            .filter(bound -> !bound.equals("Object"))
            .collect(Collectors.joining(" & "));
    return variable.getName() + (bounds.isEmpty() ? "" : " extends " + bounds);
  }

  private static String text(AnnotatedType type) {
    String text = plain(type);
    boolean obvious = text.matches("java\\.lang\\.\\w+(\\[])*");
    return (type.isAnnotationPresent(Nullable.class) ? "@Nullable " : "")
        + (obvious ? text.substring("java.lang.".length()) : text);
  }

  private static String plain(AnnotatedType type) {
    if (type instanceof AnnotatedArrayType array) {
      return text(array.getAnnotatedGenericComponentType()) + "[]";
    }
    if (type instanceof AnnotatedTypeVariable) {
      return type.getType().getTypeName();
    }
    if (type instanceof AnnotatedWildcardType wildcard) {
      if (wildcard.getAnnotatedLowerBounds().length > 0) {
        return "? super " + join(wildcard.getAnnotatedLowerBounds(), ApiListing::text);
      }
      String bounds = join(wildcard.getAnnotatedUpperBounds(), ApiListing::text);
      return bounds.equals("Object") ? "?" : "? extends " + bounds;
    }
    if (type instanceof AnnotatedParameterizedType parameterized) {
      String raw = parameterized.getType().getTypeName();
      return raw.substring(0, raw.indexOf('<'))
          + "<"
          + join(parameterized.getAnnotatedActualTypeArguments(), ApiListing::text)
          + ">";
    }
    return type.getType().getTypeName();
  }

  private static <T> String join(T[] parts, Function<T, String> text) {
    return Arrays.stream(parts).map(text).collect(Collectors.joining(", "));
  }
}
