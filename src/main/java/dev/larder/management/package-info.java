/**
 * What operators see of the running service: health, statistics, metrics, stored responses, and the
 * line that says it is ready. Micrometer is known here only. It knows the cache's interface, the
 * catalogue of responses, the REST package and who is asking; the database only as a data source by
 * its name.
 */
@NullMarked
package dev.larder.management;

import org.jspecify.annotations.NullMarked;
