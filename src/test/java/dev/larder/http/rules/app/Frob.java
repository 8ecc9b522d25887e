package dev.larder.http.rules.app;

import jakarta.ws.rs.HttpMethod;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A request method that HTTP does not know. */
@HttpMethod("FROB")
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Frob {}
