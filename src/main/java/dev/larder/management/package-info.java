/**
 * What operators see of the running service: health, statistics, metrics, stored responses and why
 * the response cache does what it does, and the line that says it is ready. Micrometer is known
 * here only. It knows the cache's interface, the response cache and its catalogue, the REST package
 * and who is asking; the database only as a data source by its name.
 */
@NullMarked
package dev.larder.management;

import org.jspecify.annotations.NullMarked;
