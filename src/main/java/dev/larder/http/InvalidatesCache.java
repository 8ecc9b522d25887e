package dev.larder.http;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names what a successful response (2xx, 3xx) of an unsafe JAX-RS method invalidates, besides its
 * own URI, {@code Location} and {@code Content-Location}, which are always invalidated (RFC 9111,
 * section 4.4). On a class it is meant for all its unsafe methods; on a method that answers {@code
 * GET} it names what that invalidates.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface InvalidatesCache {

  /**
   * Tags, or URI paths of this application that begin with {@code /} (relative to the base URI of
   * the JAX-RS application), with path parameters in braces: {@code product:{id}}, {@code
   * /products/{id}}.
   */
  String[] value();
}
