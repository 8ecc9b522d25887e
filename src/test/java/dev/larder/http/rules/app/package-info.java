/**
 * An application that embeds Larder, for the tests of the response cache: its resources answer what
 * a test plans for them. It goes into a WAR and may know the server's API and Larder's annotations.
 */
@NullMarked
package dev.larder.http.rules.app;

import org.jspecify.annotations.NullMarked;
