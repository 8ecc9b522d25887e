package dev.larder.requirements;

/**
 * What became of a package that was to be added or removed.
 *
 * @param requirements the requirements afterwards; empty content if there are none
 * @param updated whether they were changed
 * @param hashesDropped whether {@code --hash} options of the package's former version were taken
 *     out, which pip needs back before it installs with {@code --require-hashes}
 * @param cached whether the cache is known to hold it; see {@link SaveResult#cached}
 */
public record PackageResult(
    Requirements requirements, boolean updated, boolean hashesDropped, boolean cached) {}
