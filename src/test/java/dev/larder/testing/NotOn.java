package dev.larder.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A test, or a class of them, that says nothing of a server, or of which the server is no part. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Repeatable(NotOn.All.class)
public @interface NotOn {

  /** The servers. */
  ServerKind[] value();

  /** Why: a sentence without a full stop, for the table in {@code docs/servers.md}. */
  String because();

  /** Several of them. */
  @Target({ElementType.TYPE, ElementType.METHOD})
  @Retention(RetentionPolicy.RUNTIME)
  @Inherited
  @interface All {

    /** Those. */
    NotOn[] value();
  }
}
