package dev.larder.security;

import jakarta.ws.rs.NameBinding;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks an administrative action: each request to it is a line of the {@link Audit} log. */
@Documented
@NameBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Audited {

  /**
   * The attribute of the servlet request of a resource that writes the line itself, when the action
   * has ended.
   */
  String BY_RESOURCE = "dev.larder.security.audited";

  /** The name of the action. */
  String value() default "";
}
