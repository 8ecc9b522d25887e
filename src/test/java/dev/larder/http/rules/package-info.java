/**
 * Every numbered rule of the response cache as a promise to its users, shown over sockets on a real
 * server with each store. The application that answers is in the package below.
 */
@NullMarked
package dev.larder.http.rules;

import org.jspecify.annotations.NullMarked;
