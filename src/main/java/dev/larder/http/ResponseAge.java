package dev.larder.http;

/**
 * How old a stored response is, and for how long it may be used without asking the resource, in
 * whole seconds.
 *
 * @param age the age, as the field {@code Age} would say it
 * @param freshFor how long it is fresh from now on; 0 or less when it is to be validated: since so
 *     long ago, or 0 at any time when the response says {@code no-cache}
 */
public record ResponseAge(long age, long freshFor) {}
