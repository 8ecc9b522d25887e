package dev.larder.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test class that asks a running server, and of which row of the table in {@code docs/servers.md}
 * it is a part. The same class runs on every {@link ServerKind}, but for what {@link NotOn} leaves
 * out.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Tag("in-container")
@ExtendWith(NotOnCondition.class)
public @interface Feature {

  /** The row of the table. */
  String value();
}
