package dev.larder.requirements;

/**
 * What became of a save.
 *
 * @param requirements what was saved
 * @param cached whether the cache holds it, or something saved later, already. False in a
 *     transaction of the caller's, after whose commit it is cached; if the cache was away or slow,
 *     and is repaired later; and if the content is blank, of which there is no copy.
 */
public record SaveResult(Requirements requirements, boolean cached) {}
