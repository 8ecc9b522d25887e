/**
 * An application's code around the requirements cache, which a test adds to the WAR: an EJB and a
 * servlet that calls it. It knows the public interface only.
 */
@NullMarked
package dev.larder.requirements.caller;

import org.jspecify.annotations.NullMarked;
