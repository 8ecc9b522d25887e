package dev.larder.bench;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Says of a benchmark method which other one of its class it is compared to. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Compared {

  /** What is compared, such as {@code memory get}. */
  String name();

  /** The other method of this class: the same work without Larder. */
  String to();

  /** The least ratio of the two throughputs that is good enough. */
  double target();
}
