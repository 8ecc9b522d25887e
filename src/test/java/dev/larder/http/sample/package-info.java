/**
 * The resources of the application that embeds Larder in the tests over HTTP; all classes here go
 * into its WAR. They know Jakarta REST and the annotations of {@code dev.larder.http}, as an
 * application does, and nothing that runs tests.
 */
@NullMarked
package dev.larder.http.sample;

import org.jspecify.annotations.NullMarked;
