package dev.larder.http;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Lets the responses of a JAX-RS resource method, or of all {@code GET} methods of a class, be
 * stored and reused as RFC 9111 allows a shared cache. What the response itself says always wins:
 * {@code no-store}, {@code private}, {@code max-age=0} and the like are obeyed.
 *
 * <p>An annotation on a method replaces the one of its class as a whole. On a method that answers
 * no {@code GET} it has no effect.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface CacheResponse {

  /**
   * The freshness lifetime of responses that state none, such as {@code 30s}, {@code 5m}, {@code
   * PT1H}. When empty, only responses that state their own freshness are stored, or that have a
   * {@code Last-Modified} from which RFC 9111, section 4.2.2 lets one be estimated.
   *
   * <p>It is for the statuses that RFC 9110, section 15.1 calls heuristically cacheable (200, 203,
   * 204, 300, 301, 308, 404, 405, 410, 414, 501) and for responses that say {@code public}; others,
   * such as a 500 or a 302, are stored only when they state their own freshness.
   */
  String value() default "";

  /**
   * Whether each user has an own entry: the principal, or else the credentials that were sent, are
   * part of the key. Then responses to authenticated requests are stored without {@code public}.
   */
  boolean perUser() default false;

  /**
   * The query parameters that count; others do not tell entries apart. Without any all count, in
   * the order in which they stand; {@code ""} alone means that none does.
   */
  String[] parameters() default {};

  /**
   * Tags by which entries are invalidated, with path parameters in braces: {@code product:{id}}.
   *
   * @see InvalidatesCache
   */
  String[] tags() default {};

  /**
   * Whether a response with {@code Set-Cookie} may be stored, and replayed to everybody as it is.
   */
  boolean storeSetCookie() default false;

  /**
   * Whether a hit may be answered in front of JAX-RS: filters of the application do not see it. It
   * is refused at deployment for methods with security annotations or per user, and requests with
   * credentials always take the normal way.
   */
  boolean early() default false;
}
